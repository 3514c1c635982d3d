"""Buttons, selects and modals as a real Bolt app sees them."""

from __future__ import annotations

import queue
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, Respond
from slack_sdk import WebClient

from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running
from tests import patience
from tests.sandbox.slack.conftest import client_of

BUTTON = {
    "type": "actions",
    "block_id": "row",
    "elements": [
        {
            "type": "button",
            "action_id": "share",
            "text": {"type": "plain_text", "text": "Share"},
            "value": "card-1",
        },
        {
            "type": "static_select",
            "action_id": "by",
            "options": [
                {"text": {"type": "plain_text", "text": "Agent"}, "value": "agent"},
                {"text": {"type": "plain_text", "text": "Team"}, "value": "team"},
            ],
        },
    ],
}
MODAL = {
    "type": "modal",
    "callback_id": "settings",
    "title": {"type": "plain_text", "text": "Settings"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


def texts(slack: Running, channel: str = SUPPORT.id) -> list[str]:
    return [said.text for said in slack.workspace.messages(channel)]


def test_a_button_can_put_a_card_in_the_place_of_its_own(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    @app.action("share")
    def share(ack: Ack, respond: Respond, action: dict[str, Any]) -> None:
        ack()
        respond(f"Shared {action['value']}", replace_original=True)

    connect()
    card = _card(slack)
    assert slack.press(ANNA.id, card, "share").ok
    slack.workspace.wait_for(lambda: texts(slack) == ["Shared card-1"])


def test_a_choice_arrives_as_a_whole_option_with_the_state(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    heard: queue.Queue[dict[str, Any]] = queue.Queue()

    @app.action("by")
    def by(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        heard.put(body)

    connect()
    slack.press(ANNA.id, _card(slack), "by", "team")
    body = heard.get(timeout=patience.SECONDS)
    chosen = body["actions"][0]["selected_option"]
    assert chosen == {"text": {"type": "plain_text", "text": "Team"}, "value": "team"}
    assert body["state"]["values"]["row"]["by"]["selected_option"] == chosen
    assert body["message"]["blocks"]


def _card(slack: Running) -> Message:
    client: WebClient = client_of(slack)
    ts = client.chat_postMessage(channel=SUPPORT.id, text="Card", blocks=[BUTTON])["ts"]
    return slack.workspace.message(SUPPORT.id, ts)


def test_a_modal_complains_and_then_closes(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    @app.command("/kpi")
    def kpi(ack: Ack, client: WebClient, command: dict[str, Any]) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=MODAL)

    @app.view("settings")
    def saved(ack: Ack, view: dict[str, Any]) -> None:
        if view["state"]["values"]["name"]["text"]["value"] == "bad":
            ack(response_action="errors", errors={"name": "Not that one"})
        else:
            ack()

    connect()
    slack.command(ANNA.id, SUPPORT.id, "/kpi")
    (view,) = slack.workspace.wait_for(lambda: slack.workspace.views.stack(ANNA.id))
    empty = slack.submit(ANNA.id, view)
    wrong = slack.submit(ANNA.id, view, {"name": {"text": "bad"}})
    assert empty.errors == {"name": "Please complete this required field"}
    assert wrong.errors == {"name": "Not that one"}
    assert slack.submit(ANNA.id, view, {"name": {"text": "good"}}).ok
    assert slack.workspace.views.stack(ANNA.id) == ()


def test_a_modal_can_be_updated_by_the_answer(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    done = {k: v for k, v in MODAL.items() if k != "blocks"}

    @app.view("settings")
    def saved(ack: Ack) -> None:
        ack(response_action="update", view={**done, "blocks": [{"type": "divider"}]})

    connect()
    view = slack.workspace.views.open(ANNA.id, MODAL)
    slack.submit(ANNA.id, view, {"name": {"text": "good"}})
    (shown,) = slack.workspace.views.stack(ANNA.id)
    assert (shown.id, shown.payload["blocks"][0]["type"]) == (view.id, "divider")


def test_an_external_select_is_filled_by_the_app(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    option = {"text": {"type": "plain_text", "text": "Ann"}, "value": "1"}

    @app.options("agent")
    def agents(ack: Ack) -> None:
        ack(options=[option])

    connect()
    select = {"type": "external_select", "action_id": "agent"}
    blocks = [{"type": "actions", "elements": [select]}]
    client = client_of(slack)
    ts = client.chat_postMessage(channel=SUPPORT.id, text="Card", blocks=blocks)["ts"]
    place = slack.workspace.message(SUPPORT.id, ts)
    assert slack.suggest(ANNA.id, place, "agent", "an").options == (option,)
