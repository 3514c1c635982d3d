"""The modal of a schedule, opened and submitted by a person in a Slack on this machine."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands.forms import schedule as form
from bot.commands.forms.schedule import misfits
from bot.services import Services
from sandbox.slack.people import ANNA, CARLA, GENERAL, SUPPORT
from sandbox.slack.records import View
from sandbox.slack.server import Running
from tests.bot.slack.talking import control, reply


def opened(slack: Running) -> View:
    slack.workspace.wait_for(lambda: slack.workspace.views.stack(ANNA.id))
    return slack.workspace.views.stack(ANNA.id)[-1]


def whispered(slack: Running, number: int = 1, person: str = ANNA.id) -> Any:
    """The newest message that only Anna, or somebody else, sees."""

    def found() -> list[Any]:
        said = slack.workspace.messages(SUPPORT.id, person)
        return [m for m in said if m.author == slack.workspace.bot.id]

    slack.workspace.wait_for(lambda: len(found()) >= number)
    return found()[-1]


def test_a_schedule_chosen_in_the_form_is_made_once_however_often(
    connected: Running, services: Services
) -> None:
    values = {
        "digest": {"choice": "weekly"},
        "channel": {"choice": GENERAL.id},
        "days": {"choice": "weekly friday"},
        "time": {"choice": "16:30"},
        "zone": {"choice": "asia/kolkata"},
        "source": {"choice": "email"},
    }
    for number in (1, 2):
        connected.command(ANNA.id, SUPPORT.id, "/kpi", "schedule")
        assert connected.submit(ANNA.id, opened(connected), values).ok
        whispered(connected, number)
    (one,) = services.schedules.all()
    assert (one.channel, one.rule) == (GENERAL.id, "weekly friday 16:30 Asia/Kolkata")
    assert (one.where, one.owner) == ("channel email", ANNA.id)


def test_a_schedule_is_moved_in_the_form_which_begins_with_what_holds(
    connected: Running, services: Services
) -> None:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "schedule standup mon,thu 9:15 channel email")
    card = whispered(connected)
    assert connected.press(ANNA.id, card, control(card, "Move")).ok
    view = opened(connected)
    values = {"days": {"choice": "daily mon-fri"}, "time": {"choice": "08:45"}}
    assert connected.submit(ANNA.id, view, values).ok
    whispered(connected, 2)
    (one,) = services.schedules.all()
    assert (one.rule, one.where) == ("daily mon-fri 08:45 UTC", "channel email")


def test_from_the_home_tab_the_confirmation_goes_to_the_person(
    connected: Running, services: Services
) -> None:
    connected.open_home(ANNA.id)
    home = connected.workspace.wait_for(lambda: connected.workspace.views.home(ANNA.id))
    assert connected.press(ANNA.id, home, "plan").ok
    view = opened(connected)
    assert not connected.submit(ANNA.id, view).ok  # the tab is no channel to begin with
    assert connected.submit(ANNA.id, view, {"channel": {"choice": SUPPORT.id}}).ok
    said = reply(connected, connected.workspace.direct(ANNA.id).id).text
    assert "Scheduled: Weekly digest" in said
    (one,) = services.schedules.all()
    assert (one.channel, one.rule) == (SUPPORT.id, "weekly monday 09:00 UTC")


def test_a_zone_that_is_none_is_said_at_its_field(connected: Running) -> None:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "schedule")
    values = {"channel": {"choice": GENERAL.id}, "zone": {"choice": "europe/berln"}}
    refused = connected.submit(ANNA.id, opened(connected), values)
    assert not refused.ok
    assert "Europe/Berlin" in str(refused)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (
            {"digest": "weekly", "channel": "C1", "days": "usual", "time": "09:00", "zone": "UTC"},
            "weekly #C1 09:00 UTC",
        ),
        ({"digest": "standup", "team": 'team "Tier 2"', "source": "chat"}, None),
    ],
)
def test_what_is_chosen_is_a_phrase(chosen: dict[str, str], words: str | None) -> None:
    assert form.words(chosen) == (words or 'standup team "Tier 2" chat')


def test_only_zones_are_judged_before_the_form_closes() -> None:
    assert misfits({"zone": "us/eastern", "digest": "nothing"}) == {}
    assert "Asia/Tokyo" in misfits({"zone": "tokyo"})["zone"]


@pytest.mark.parametrize(
    ("alone", "whole"),
    [("schedule", "schedule weekly monday 9:00"), ("alert", "alert frt above 4h")],
)
def test_who_may_not_send_a_form_is_told_so_before_it_opens(
    connected: Running, alone: str, whole: str
) -> None:
    connected.command(CARLA.id, SUPPORT.id, "/kpi", whole)
    refused = whispered(connected, person=CARLA.id)
    connected.command(CARLA.id, SUPPORT.id, "/kpi", alone)
    again = whispered(connected, 2, CARLA.id)
    assert "only leads and administrators change them" in again.text
    assert again.text == refused.text
    assert connected.workspace.views.stack(CARLA.id) == ()


@pytest.mark.parametrize(
    ("words", "label"), [("schedules", "Schedule a digest"), ("alerts", "Make an alert")]
)
def test_who_may_not_send_a_form_gets_none_from_its_button(
    connected: Running, words: str, label: str
) -> None:
    connected.command(CARLA.id, SUPPORT.id, "/kpi", words)
    card = whispered(connected, person=CARLA.id)
    assert connected.press(CARLA.id, card, control(card, label)).ok
    refused = whispered(connected, 2, CARLA.id)
    assert "only leads and administrators change them" in refused.text
    assert connected.workspace.views.stack(CARLA.id) == ()
