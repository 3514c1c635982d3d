"""The modal of an alert, opened and submitted by a person in a Slack on this machine."""

from __future__ import annotations

import pytest

from bot.commands.forms import alert as form
from bot.commands.forms.alert import misfits
from bot.services import Services
from sandbox.slack.people import ANNA, GENERAL, SUPPORT
from sandbox.slack.server import Running
from tests.bot.slack.talking import control, reply
from tests.bot.slack.test_schedule_form import opened, whispered


def test_an_alert_is_chosen_in_the_form_and_changed_in_it(
    connected: Running, services: Services
) -> None:
    values = {
        "metric": {"choice": "csat"},
        "side": {"choice": "below"},
        "value": {"choice": "85%"},
        "period": {"choice": "last 7 days"},
        "source": {"choice": "email"},
        "channel": {"choice": GENERAL.id},
        "every": {"choice": "15m"},
        "quiet": {"choice": "22:00-07:00"},
        "more": {"choice": "min 20 for 3 checks"},
    }
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "alert")
    assert connected.submit(ANNA.id, opened(connected), values).ok
    card = whispered(connected)
    (watched,) = services.alerts.all()
    assert watched.alert.owner == ANNA.id
    assert watched.alert.phrase == (
        f"csat email last 7 days below 85% min 20 in #{GENERAL.id} every 15m for 3 checks "
        "quiet 22:00-07:00"
    )
    assert connected.press(ANNA.id, card, control(card, "Change")).ok
    changed = {"value": {"choice": "80%"}}
    assert connected.submit(ANNA.id, opened(connected), changed).ok
    whispered(connected, 2)
    (again,) = services.alerts.all()
    assert again.alert.phrase == watched.alert.phrase.replace("85%", "80%")
    assert again.alert.care == watched.alert.care


def test_from_the_home_tab_the_confirmation_goes_to_the_person(
    connected: Running, services: Services
) -> None:
    connected.open_home(ANNA.id)
    home = connected.workspace.wait_for(lambda: connected.workspace.views.home(ANNA.id))
    assert connected.press(ANNA.id, home, "watch").ok
    values = {"metric": {"choice": "growing"}, "channel": {"choice": SUPPORT.id}}
    assert connected.submit(ANNA.id, opened(connected), values).ok
    said = reply(connected, connected.workspace.direct(ANNA.id).id).text
    assert "Watching: A growing backlog" in said
    (watched,) = services.alerts.all()
    assert (watched.alert.channel, watched.alert.watch) == (SUPPORT.id, "")


def test_what_no_field_can_say_stands_in_the_last(connected: Running, services: Services) -> None:
    words = "alert frt p90 email, chat high business above 8h clear 7h remind never"
    connected.command(ANNA.id, SUPPORT.id, "/kpi", words)
    card = whispered(connected)
    (before,) = services.alerts.all()
    assert connected.press(ANNA.id, card, control(card, "Change")).ok
    assert connected.submit(ANNA.id, opened(connected), {"every": {"choice": "1h"}}).ok
    whispered(connected, 2)
    (after,) = services.alerts.all()
    assert after.alert.phrase == before.alert.phrase.replace(
        " remind never", " every 1h remind never"
    )


def test_a_value_that_does_not_fit_is_said_at_its_field(connected: Running) -> None:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "alert")
    refused = connected.submit(ANNA.id, opened(connected), {"value": {"choice": "85%"}})
    assert not refused.ok
    assert "write it like 4h or 30m" in str(refused)


FRT = {"metric": "frt", "side": "above", "value": "4h", "period": "today"}


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({}, None),
        ({"team": 'team "Tier 2"', "source": "chat", "quiet": "22-7", "more": "min 3"}, None),
        ({"value": ""}, "value"),
        ({"value": "4"}, "value"),
        ({"quiet": "at night"}, "quiet"),
        ({"more": "remnd 4h"}, "more"),
        ({"metric": "spike", "value": "0.5x"}, "value"),
        ({"metric": "growing", "value": ""}, None),
        ({"side": "drift", "value": ""}, None),
        ({"side": "drift"}, "value"),
        ({"metric": "omni", "value": "20%", "source": "chat"}, "source"),
    ],
)
def test_each_misfit_is_said_at_its_field(changed: dict[str, str], where: str | None) -> None:
    assert next(iter(misfits({**FRT, **changed})), None) == where


def test_what_is_chosen_is_a_phrase() -> None:
    chosen = {**FRT, "channel": "C1", "every": "5m", "quiet": "22:00-07:00", "more": "min 3"}
    said = "frt above 4h today in #C1 every 5m quiet 22:00-07:00 min 3"
    assert form.words(chosen) == said
    drift = form.words({**chosen, "side": "drift", "value": ""})
    assert drift.startswith("frt drift in #C1")
    assert form.words({**chosen, "metric": "spike", "value": "3x"}).startswith("spike 3x in #C1")
