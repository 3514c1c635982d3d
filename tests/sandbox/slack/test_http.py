"""HTTP mode as a real Bolt app sees it."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond
from slack_bolt.adapter.starlette import SlackRequestHandler
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.server import Running
from tests import patience
from tests.sandbox.slack.conftest import client_of
from tests.sandbox.slack.door import Door

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@pytest.fixture
def app(slack: Running) -> Iterator[App]:
    bolt = App(client=client_of(slack), signing_secret=SECRET)
    adapter = SlackRequestHandler(bolt)

    async def receive(request: Request) -> Response:
        return await adapter.handle(request)

    with Door(Starlette(routes=[Route("/slack/events", receive, methods=["POST"])])) as door:
        slack.workspace.settings.request_url = f"{door.url}/slack/events"
        slack.workspace.settings.signing_secret = SECRET
        yield bolt


def texts(slack: Running) -> list[str]:
    return [said.text for said in slack.workspace.messages(SUPPORT.id)]


def test_a_signed_command_is_taken_and_answered(slack: Running, app: App) -> None:
    @app.command("/kpi")
    def kpi(ack: Ack, respond: Respond, command: dict[str, Any]) -> None:
        ack()
        respond(f"You asked for {command['text']}")

    assert slack.command(ANNA.id, SUPPORT.id, "/kpi", "frt & more").ok
    slack.workspace.wait_for(lambda: texts(slack))
    assert texts(slack) == ["You asked for frt &amp; more"]


def test_an_answer_in_the_acknowledgement_is_shown(slack: Running, app: App) -> None:
    @app.command("/kpi")
    def kpi(ack: Ack) -> None:
        ack("At once")

    slack.command(ANNA.id, SUPPORT.id, "/kpi")
    assert texts(slack) == ["At once"]


def test_a_wrong_secret_is_noticed_by_the_app(slack: Running, app: App) -> None:
    slack.workspace.settings.signing_secret = "another"
    assert slack.command(ANNA.id, SUPPORT.id, "/kpi").problem == "dispatch_failed"


def test_events_and_clicks_arrive(slack: Running, app: App) -> None:
    heard: queue.Queue[str] = queue.Queue()

    @app.event("message")
    def message(event: dict[str, Any]) -> None:
        heard.put(event["text"])

    @app.action("go")
    def go(ack: Ack, action: dict[str, Any]) -> None:
        ack()
        heard.put(action["value"])

    said = slack.say(ANNA.id, "D0ANNA", "Hi")
    assert heard.get(timeout=patience.SECONDS) == said.text
    label = {"type": "plain_text", "text": "Go"}
    button = {"type": "button", "action_id": "go", "value": "1", "text": label}
    blocks = [{"type": "actions", "elements": [button]}]
    ts = client_of(slack).chat_postMessage(channel=SUPPORT.id, text="Card", blocks=blocks)["ts"]
    assert slack.press(ANNA.id, slack.workspace.message(SUPPORT.id, ts), "go").ok
    assert heard.get(timeout=patience.SECONDS) == "1"


def test_an_app_that_is_away_fails_the_command(slack: Running) -> None:
    slack.workspace.settings.request_url = "http://127.0.0.1:9/slack/events"
    slack.workspace.settings.signing_secret = SECRET
    assert slack.command(ANNA.id, SUPPORT.id, "/kpi").problem == "dispatch_failed"
