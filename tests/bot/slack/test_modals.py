"""The modal, opened and submitted by a person in a Slack on this machine."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from slack_sdk import WebClient

from bot.commands.forms import QUESTION
from bot.services import Services
from bot.slack import form_requests
from bot.slack.deliver import Dispatch
from bot.slack.modals import FormOpener
from bot.slack.reception import Reception
from bot.slack.sending import Refused
from sandbox.slack.people import ANNA, BEN, SUPPORT
from sandbox.slack.records import Trouble, View
from sandbox.slack.server import Running
from tests import patience
from tests.bot.slack.talking import control, phrase, reply


def opened(slack: Running) -> View:
    slack.workspace.wait_for(lambda: slack.workspace.views.stack(ANNA.id))
    return slack.workspace.views.stack(ANNA.id)[-1]


def test_a_question_chosen_from_the_help_card_is_answered_in_its_channel(
    connected: Running,
) -> None:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "help")
    card = reply(connected)
    assert connected.press(ANNA.id, card, control(card, "Choose a question")).ok
    view = opened(connected)
    values = {
        "metric": {"choice": "frt"},
        "channel": {"choice": "email"},
        "period": {"choice": "last month"},
        "split": {"choice": "by team"},
    }
    assert connected.submit(ANNA.id, view, values).ok
    answer = reply(connected, number=2)
    assert phrase(answer) == "frt email oct 2026 by team"
    assert answer.only_for is None


def test_from_the_home_tab_the_answer_goes_to_the_person(connected: Running) -> None:
    connected.open_home(ANNA.id)
    home = connected.workspace.wait_for(lambda: connected.workspace.views.home(ANNA.id))
    assert connected.press(ANNA.id, home, "build").ok
    assert connected.submit(ANNA.id, opened(connected)).ok
    answer = reply(connected, connected.workspace.direct(ANNA.id).id)
    assert phrase(answer) == "frt 17..23 nov 2026"


def test_what_does_not_go_together_is_said_at_its_field(connected: Running) -> None:
    connected.open_home(ANNA.id)
    home = connected.workspace.wait_for(lambda: connected.workspace.views.home(ANNA.id))
    connected.press(ANNA.id, home, "build")
    view, values = opened(connected), {"metric": {"choice": "churn"}}
    done = connected.submit(ANNA.id, view, {**values, "split": {"choice": "by agent"}})
    assert list(done.errors) == ["split"]
    assert opened(connected) == view
    assert connected.submit(ANNA.id, view, values).ok
    assert reply(connected, connected.workspace.direct(ANNA.id).id).text


def test_one_form_that_is_slow_to_open_keeps_no_other_waiting(connected: Running) -> None:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "help")
    card = reply(connected)
    connected.workspace.journal.script("views.open", Trouble(delay_seconds=3.0))
    stacks = connected.workspace.views.stack
    for person in (ANNA, BEN):
        assert connected.press(person.id, card, control(card, "Choose a question")).ok
        connected.workspace.wait_for(partial(stacks, person.id))
    answered_first = connected.workspace.wait_for(
        lambda: connected.workspace.journal.calls("views.open")
    )[0]
    assert answered_first.answer["view"]["id"] == stacks(BEN.id)[0].id


def test_a_form_that_slack_opens_too_late_is_told_of(connected: Running) -> None:
    connected.workspace.journal.script(
        "views.open", Trouble(status=200, body={"ok": False, "error": "expired_trigger_id"})
    )
    assert connected.command(ANNA.id, SUPPORT.id, "/kpi", "schedule").ok
    told = reply(connected)
    assert told.only_for == ANNA.id
    assert told.text == "The form did not open in time. Type /kpi schedule again."


def test_a_click_that_has_waited_for_too_long_is_not_tried(
    client: WebClient, services: Services, slack: Running
) -> None:
    now = [0.0]

    def slowly(_services: Services, _place: str) -> dict[str, str]:
        now[0] += 3.5
        return {}

    opening = form_requests.command_form_request({"trigger_id": "12.34", "channel_id": "C1"})
    form = replace(QUESTION, modal=slowly)
    with pytest.raises(Refused, match="expired_trigger_id"):
        FormOpener(client, services, lambda: now[0])(form, opening, 3.0)
    assert slack.workspace.journal.calls("views.open") == ()


@pytest.fixture
def upload(connected: Running) -> View:
    """The form that takes a file, open for Anna."""
    connected.open_home(ANNA.id)
    home = connected.workspace.wait_for(lambda: connected.workspace.views.home(ANNA.id))
    assert connected.press(ANNA.id, home, "upload").ok
    return opened(connected)


def choose(slack: Running, view: View, kind: str) -> None:
    assert slack.press(ANNA.id, view, "choice", kind, block_id="kind").ok


def shown(slack: Running, column: str) -> None:
    slack.workspace.wait_for(lambda: column in str(opened(slack).payload["blocks"]))


def nothing_said(slack: Running, reception: Reception) -> bool:
    """Whether the bot has not said a word to Anna by the time that all its work is done."""
    assert isinstance(reception.deliver, Dispatch)
    pools = (reception.forms, reception.notices, reception.deliver.line)
    for pool in pools:
        pool.close(patience.SECONDS)
    return not slack.workspace.messages(slack.workspace.direct(ANNA.id).id)


def test_what_is_chosen_before_an_earlier_choice_is_shown_is_shown(
    connected: Running, upload: View, reception: Reception
) -> None:
    choose(connected, upload, "shifts")
    shown(connected, "productive_seconds")
    choose(connected, upload, "costs")
    shown(connected, "currency")
    assert nothing_said(connected, reception)


def test_an_earlier_choice_that_comes_late_is_not_shown(
    connected: Running, upload: View, reception: Reception
) -> None:
    stale = {"ok": False, "error": "hash_conflict"}
    late = Trouble(delay_seconds=2.0, status=200, body=stale)
    connected.workspace.journal.script("views.update", late)
    choose(connected, upload, "shifts")
    choose(connected, upload, "costs")
    shown(connected, "currency")
    assert nothing_said(connected, reception)
    assert "currency" in str(opened(connected).payload["blocks"])


def test_a_form_that_is_closed_meanwhile_needs_no_word(
    connected: Running, upload: View, reception: Reception
) -> None:
    connected.workspace.views.close(ANNA.id)
    choose(connected, upload, "shifts")
    connected.workspace.wait_for(lambda: connected.workspace.journal.calls("views.update"))
    assert nothing_said(connected, reception)


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(status=200, body={"ok": False, "error": "internal_error"}),
        Trouble(status=200, body={"ok": False, "error": "view_too_large"}),
        Trouble(drop=True),
    ],
)
def test_of_a_form_that_could_not_be_redrawn_nothing_is_said(
    connected: Running, upload: View, reception: Reception, trouble: Trouble
) -> None:
    connected.workspace.journal.script("views.update", trouble)
    choose(connected, upload, "shifts")
    connected.workspace.wait_for(lambda: connected.workspace.journal.calls("views.update"))
    assert nothing_said(connected, reception)
