"""The listeners in the real Bolt app, over a real socket to a Slack on this machine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from sqlalchemy import text

from bot.commands import COMMANDS
from bot.services import Services
from bot.slack.reception import Reception
from bot.talk import Reply, Request
from sandbox.slack.people import ANNA, CARLA, GENERAL, SUPPORT
from sandbox.slack.server import Running
from tests import patience
from tests.bot.slack.talking import reply


class Held:
    """An answer that takes as long as the test wants."""

    def __init__(self) -> None:
        self.release = Event()

    def __call__(self, request: Request, _: Services) -> Reply:
        self.release.wait(patience.SECONDS)
        return Reply(text=f"answered {request.words}")


def test_a_command_is_answered_with_a_card_in_the_channel(connected: Running) -> None:
    assert connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt email last week").ok
    card = reply(connected)
    assert card.only_for is None
    assert card.metadata is not None
    assert card.metadata["event_payload"]["phrase"] == "frt email 16..22 nov 2026"
    assert "image" in [block["type"] for block in card.blocks]


def test_help_is_for_the_asker_alone(connected: Running) -> None:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "")
    assert reply(connected).only_for == ANNA.id


def test_where_the_bot_is_no_member_the_asker_still_gets_the_number(connected: Running) -> None:
    connected.command(ANNA.id, GENERAL.id, "/kpi", "frt email")
    card = reply(connected, GENERAL.id)
    assert card.only_for == ANNA.id
    assert "/invite" in card.text


def test_a_mention_is_answered_in_its_thread(connected: Running) -> None:
    said = connected.say(ANNA.id, SUPPORT.id, "@deskpulse backlog")
    assert reply(connected).thread_ts == said.ts


def test_a_wrong_word_brings_suggestions_that_can_be_pressed(connected: Running) -> None:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt emial last month")
    suggestion = reply(connected)
    assert suggestion.only_for == ANNA.id
    button = next(
        element
        for block in suggestion.blocks
        for element in block.get("elements", ())
        if element.get("type") == "button"
    )
    assert connected.press(ANNA.id, suggestion, button["action_id"]).ok
    card = reply(connected, number=2)
    assert card.metadata is not None
    assert card.metadata["event_payload"]["phrase"] == "frt email oct 2026"


def test_the_home_tab_is_drawn_and_its_examples_answer_the_person(connected: Running) -> None:
    connected.open_home(CARLA.id)
    home = connected.workspace.wait_for(lambda: connected.workspace.views.home(CARLA.id))
    button = next(block["accessory"] for block in home.payload["blocks"] if "accessory" in block)
    assert connected.press(CARLA.id, home, button["action_id"]).ok
    assert reply(connected, connected.workspace.direct(CARLA.id).id).text


def test_an_event_delivered_twice_is_answered_once(
    connected: Running, app: App, reception: Reception
) -> None:
    event = {"type": "app_mention", "user": ANNA.id, "channel": SUPPORT.id, "text": "<@U0BOT> help"}
    body = {"type": "event_callback", "event_id": "Ev1", "event": {**event, "ts": "1.5"}}
    for copy in (body, body, {**body, "event_id": "Ev2"}):
        assert app.dispatch(BoltRequest(mode="socket_mode", body=copy)).status == 200
    reply(connected)
    assert reception.pool.close(patience.SECONDS)
    assert len(connected.workspace.messages(SUPPORT.id)) == 1


def test_a_command_and_a_click_delivered_three_times_change_something_once(
    connected: Running, app: App, reception: Reception, services: Services
) -> None:
    typed = {
        "command": "/kpi",
        "text": "target frt email 4h",
        "user_id": ANNA.id,
        "channel_id": SUPPORT.id,
        "trigger_id": "12.34",
    }
    pressed = {
        "type": "block_actions",
        "trigger_id": "56.78",
        "user": {"id": ANNA.id},
        "channel": {"id": SUPPORT.id},
        "actions": [{"type": "button", "action_id": "ask:0", "value": "target frt chat 5m"}],
    }
    for body in (typed, typed, pressed, pressed, typed, pressed):
        assert app.dispatch(BoltRequest(mode="socket_mode", body=body)).status == 200
    reply(connected, number=2)
    assert reception.pool.close(patience.SECONDS)
    assert len(connected.workspace.messages(SUPPORT.id)) == 2
    with services.posts.store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM target")).scalar() == 2


def test_eight_slow_commands_at_once_are_all_acknowledged(
    connected: Running, app: App, monkeypatch: pytest.MonkeyPatch, reception: Reception
) -> None:
    held = Held()
    monkeypatch.setattr(type(COMMANDS["/kpi"]), "answer", held)
    with ThreadPoolExecutor(8) as people:
        outcomes = list(
            people.map(
                lambda n: connected.command(ANNA.id, SUPPORT.id, "/kpi", f"frt {n}"), range(8)
            )
        )
    assert [outcome.problem for outcome in outcomes] == [""] * 8
    assert connected.workspace.messages(SUPPORT.id) == ()
    held.release.set()
    assert reception.pool.close(patience.SECONDS)
    connected.workspace.wait_for(lambda: len(connected.workspace.messages(SUPPORT.id)) == 8)


def command(text: str) -> BoltRequest:
    body: dict[str, Any] = {
        "command": "/kpi",
        "text": text,
        "user_id": ANNA.id,
        "channel_id": SUPPORT.id,
        "team_id": "T0SANDBOX",
    }
    return BoltRequest(mode="socket_mode", body=body)


def test_a_command_that_finds_no_room_is_told_so_in_its_acknowledgement(
    app: App, reception: Reception
) -> None:
    assert reception.pool.close(patience.SECONDS)
    answer = app.dispatch(command("frt"))
    assert answer.status == 200
    assert "ask again in a minute" in answer.body


def test_other_clicks_are_acknowledged(app: App, client: WebClient) -> None:
    body = {
        "type": "block_actions",
        "user": {"id": ANNA.id},
        "team": {"id": "T0SANDBOX"},
        "actions": [{"type": "button", "action_id": "open_ticket", "block_id": "b"}],
    }
    assert app.dispatch(BoltRequest(mode="socket_mode", body=body)).status == 200


def test_junk_in_a_known_envelope_is_acknowledged(app: App) -> None:
    assert app.dispatch(command("\u202e'; DROP TABLE ticket; -- <!channel> %s ../\n")).status == 200
