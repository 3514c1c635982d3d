"""The modal, opened and submitted by a person in a Slack on this machine."""

from __future__ import annotations

from bot.sandbox.slack.people import ANNA, SUPPORT
from bot.sandbox.slack.records import View
from bot.sandbox.slack.server import Running
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
    assert phrase(answer) == "frt email last month by team"
    assert answer.only_for is None


def test_from_the_home_tab_the_answer_goes_to_the_person(connected: Running) -> None:
    connected.open_home(ANNA.id)
    home = connected.workspace.wait_for(lambda: connected.workspace.views.home(ANNA.id))
    assert connected.press(ANNA.id, home, "build").ok
    assert connected.submit(ANNA.id, opened(connected)).ok
    answer = reply(connected, connected.workspace.direct(ANNA.id).id)
    assert phrase(answer) == "frt"


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
