"""The Home tab as it is published."""

from __future__ import annotations

from pathlib import Path

from slack_sdk import WebClient

from bot.access import View
from bot.cards.home import CHOOSE
from bot.sandbox.slack.people import ANNA, BEN
from bot.sandbox.slack.server import Running
from bot.slack.home import Home
from bot.talk import Request
from tests.bot import desk


def opened(words: str = "", **details: str) -> Request:
    return Request(words=words, person=ANNA.id, channel=ANNA.id, team="T1", details=details)


def chosen(slack: Running) -> str:
    """The view that the menu of Anna's tab stands at."""
    shown = slack.workspace.views.home(ANNA.id)
    assert shown is not None
    menu = shown.payload["blocks"][1]["elements"][0]
    assert menu["action_id"] == CHOOSE
    return str(menu["initial_option"]["value"])


def test_the_tab_is_taken_by_slack_and_seen_by_that_person_alone(
    slack: Running, client: WebClient, tmp_path: Path
) -> None:
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        Home(client, services, lambda _: None)(opened())
    assert chosen(slack) == "executive"
    assert slack.workspace.views.home(BEN.id) is None


def test_what_was_drawn_for_an_older_tab_does_not_cover_a_newer_one(
    slack: Running, client: WebClient, tmp_path: Path
) -> None:
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        draw = Home(client, services, lambda _: None)
        draw(opened())
        seen = slack.workspace.views.home(ANNA.id)
        assert seen is not None
        draw(opened(View.MANAGER))
        services.homes.choose("T1", ANNA.id, View.EXECUTIVE)
        draw(opened(hash=seen.hash))
    assert chosen(slack) == "manager"


def test_a_chosen_view_is_shown_and_stays_chosen(connected: Running) -> None:
    connected.open_home(ANNA.id)
    home = connected.workspace.wait_for(lambda: connected.workspace.views.home(ANNA.id))
    assert connected.press(ANNA.id, home, CHOOSE, "manager").ok
    connected.workspace.wait_for(lambda: chosen(connected) == "manager")
    published = len(connected.workspace.journal.calls("views.publish"))
    connected.open_home(ANNA.id)
    connected.workspace.wait_for(
        lambda: len(connected.workspace.journal.calls("views.publish")) > published
    )
    assert chosen(connected) == "manager"
