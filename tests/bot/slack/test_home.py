"""The Home tab as it is published."""

from __future__ import annotations

from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.access import View
from bot.cards.home import VIEW
from bot.slack.home import HomePublisher
from bot.slack.work_in_steps import Steps, WorkLine, drive
from bot.talk import Request
from metrics.errors import StoreError
from sandbox.slack.people import ANNA, BEN
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running
from tests import patience
from tests.bot import desk


def at_once(steps: Steps[None], _name: str = "") -> None:
    drive(steps, lambda _: None)


def opened(words: str = "", **details: str) -> Request:
    return Request(words=words, person=ANNA.id, channel=ANNA.id, team="T1", details=details)


def chosen(slack: Running) -> str:
    """The view that the menu of Anna's tab stands at."""
    shown = slack.workspace.views.home(ANNA.id)
    assert shown is not None
    menu = shown.payload["blocks"][2]["elements"][0]
    assert menu["action_id"] == VIEW
    return str(menu["initial_option"]["value"])


def test_the_tab_is_taken_by_slack_and_seen_by_that_person_alone(
    slack: Running, client: WebClient, tmp_path: Path
) -> None:
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        HomePublisher(client, services, at_once)(opened())
    assert chosen(slack) == "executive"
    assert slack.workspace.views.home(BEN.id) is None


def test_what_was_drawn_for_an_older_tab_does_not_cover_a_newer_one(
    slack: Running, client: WebClient, tmp_path: Path
) -> None:
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        draw = HomePublisher(client, services, at_once)
        draw(opened())
        seen = slack.workspace.views.home(ANNA.id)
        assert seen is not None
        draw(opened(View.MANAGER))
        services.homes.choose("T1", ANNA.id, View.EXECUTIVE)
        draw(opened(hash=seen.hash))
    assert chosen(slack) == "manager"


@pytest.mark.parametrize(
    "trouble", [Trouble(status=500), Trouble(drop=True), Trouble(drop=True, done=True)]
)
def test_a_first_opening_whose_answer_is_lost_is_drawn_all_the_same(
    slack: Running, client: WebClient, tmp_path: Path, trouble: Trouble
) -> None:
    slack.workspace.journal.script("views.publish", trouble)
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        HomePublisher(client, services, at_once)(opened())
    assert chosen(slack) == "executive"


def test_a_choice_whose_answer_is_lost_does_not_cover_a_newer_one(
    slack: Running, client: WebClient, tmp_path: Path
) -> None:
    slack.workspace.journal.script("views.publish", Trouble(status=500))
    begun: list[Steps[None]] = []
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        HomePublisher(client, services, lambda steps, _: begun.append(steps))(opened(View.MANAGER))
        next(begun[0])  # its answer was lost
        HomePublisher(client, services, at_once)(opened(View.EXECUTIVE))
        drive(begun[0], lambda _: None)
    assert chosen(slack) == "executive"


def test_a_tab_that_cannot_be_drawn_says_so(
    slack: Running, client: WebClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("The database is away.")

    monkeypatch.setattr("bot.slack.home.home", broken)
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        HomePublisher(client, services, at_once)(opened())
    shown = slack.workspace.views.home(ANNA.id)
    assert shown is not None
    assert "Something went wrong" in str(shown.payload["blocks"])


def test_a_chosen_view_is_shown_and_stays_chosen(connected: Running) -> None:
    connected.open_home(ANNA.id)
    home = connected.workspace.wait_for(lambda: connected.workspace.views.home(ANNA.id))
    assert connected.press(ANNA.id, home, VIEW, "manager").ok
    connected.workspace.wait_for(lambda: chosen(connected) == "manager")
    published = len(connected.workspace.journal.calls("views.publish"))
    connected.open_home(ANNA.id)
    connected.workspace.wait_for(
        lambda: len(connected.workspace.journal.calls("views.publish")) > published
    )
    assert chosen(connected) == "manager"


def test_a_tab_that_slack_refuses_stands_in_the_log(
    slack: Running, client: WebClient, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    client.token = "xoxb-wrong"
    line = WorkLine("send", 1, 10)
    line.start()
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        HomePublisher(client, services, line.take)(opened())
        assert line.close(patience.SECONDS)
    assert f"The Home tab of {ANNA.id} failed" in caplog.text
    assert "invalid_auth" in caplog.text
