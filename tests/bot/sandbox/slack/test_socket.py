"""Socket Mode as a real Bolt app sees it."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.sandbox.slack.people import ANNA, BEN, GENERAL, LEADS, SUPPORT
from bot.sandbox.slack.records import Message
from bot.sandbox.slack.server import Running
from bot.sandbox.slack.settings import Settings
from bot.sandbox.slack.workspace import Workspace
from tests.bot.sandbox.slack.conftest import client_of

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


@pytest.fixture
def slack() -> Iterator[Running]:
    settings = Settings(ack_seconds=1.0, retry_waits_seconds=(0.0,))
    with Running(Workspace(settings)) as running:
        yield running


@pytest.fixture
def app(slack: Running) -> App:
    client = client_of(slack)
    return App(client=client, listener_executor=ThreadPoolExecutor(16))


@pytest.fixture
def connect(slack: Running, app: App) -> Iterator[Callable[[], None]]:
    handler = SocketModeHandler(app, "xapp-sandbox", web_client=client_of(slack), ping_interval=0.3)

    def go() -> None:
        handler.connect()  # type: ignore[no-untyped-call]
        slack.wait_for_app()

    yield go
    handler.client.auto_reconnect_enabled = False
    slack.hang_up()  # the SDK's reader wakes at once, else only after its time-out
    handler.close()  # type: ignore[no-untyped-call]


def texts(slack: Running, channel: str = SUPPORT.id) -> list[str]:
    return [said.text for said in slack.workspace.messages(channel)]


def test_a_command_is_acknowledged_and_answered(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    @app.command("/kpi")
    def kpi(ack: Ack, respond: Respond, command: dict[str, Any]) -> None:
        ack()
        respond(f"You asked for {command['text']}")

    connect()
    assert slack.command(ANNA.id, SUPPORT.id, "/kpi", "frt #support @ben").ok
    slack.workspace.wait_for(lambda: texts(slack))
    (said,) = slack.workspace.messages(SUPPORT.id)
    assert said.text == f"You asked for frt <#{SUPPORT.id}|support> <@{BEN.id}|ben>"
    assert said.only_for == ANNA.id


def test_a_command_is_answered_where_the_bot_is_no_member(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    @app.command("/kpi")
    def kpi(ack: Ack) -> None:
        ack("At once")

    connect()
    assert slack.command(ANNA.id, GENERAL.id, "/kpi").ok
    assert texts(slack, GENERAL.id) == ["At once"]


def test_an_in_channel_answer_shows_the_command(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    @app.command("/kpi")
    def kpi(ack: Ack) -> None:
        ack(text="2 h", response_type="in_channel")

    connect()
    slack.command(ANNA.id, SUPPORT.id, "/kpi", "frt")
    assert texts(slack) == ["/kpi frt", "2 h"]


def test_eight_commands_at_once_are_each_acknowledged(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    @app.command("/kpi")
    def kpi(ack: Ack, respond: Respond, command: dict[str, Any]) -> None:
        ack()
        respond(command["text"])

    connect()
    words = [str(n) for n in range(8)]
    with ThreadPoolExecutor(8) as hands:
        outcomes = list(
            hands.map(lambda word: slack.command(ANNA.id, SUPPORT.id, "/kpi", word), words)
        )
    assert all(outcome.ok for outcome in outcomes)
    slack.workspace.wait_for(lambda: len(texts(slack)) == 8)
    assert sorted(texts(slack)) == words


def test_a_late_acknowledgement_is_told_to_the_person(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    late: queue.Queue[None] = queue.Queue()

    @app.command("/kpi")
    def kpi(ack: Ack) -> None:
        late.get()
        ack()

    connect()
    outcome = slack.command(ANNA.id, SUPPORT.id, "/kpi")
    late.put(None)
    assert outcome.problem == "operation_timeout"
    assert texts(slack) == ['/kpi failed with the error "operation_timeout"']


def test_a_command_without_an_app_fails_at_once(slack: Running) -> None:
    assert slack.command(ANNA.id, SUPPORT.id, "/kpi").problem == "dispatch_failed"


def test_a_command_nobody_registered_is_said_to_be_none(slack: Running) -> None:
    assert slack.command(ANNA.id, SUPPORT.id, "/nope").problem == "invalid_command"


def test_a_mention_is_heard_and_answered_in_its_thread(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    @app.event("app_mention")
    def mentioned(event: dict[str, Any], say: Say) -> None:
        say(f"Hello {event['user']}", thread_ts=event["ts"])

    @app.event("message")
    def other() -> None:
        pass

    connect()
    asked = slack.say(ANNA.id, SUPPORT.id, "@deskpulse frt <b>")
    slack.workspace.wait_for(lambda: slack.workspace.thread(SUPPORT.id, asked.ts))
    assert asked.text == "<@U0DESKPULSE> frt &lt;b&gt;"
    assert texts(slack)[1] == f"Hello {ANNA.id}"


@pytest.mark.parametrize(
    ("channel", "kind"), [(SUPPORT.id, "channel"), (LEADS.id, "group"), ("D0ANNA", "im")]
)
def test_messages_arrive_with_their_kind_of_channel(
    slack: Running, app: App, connect: Callable[[], None], channel: str, kind: str
) -> None:
    heard: queue.Queue[dict[str, Any]] = queue.Queue()

    @app.event("message")
    def message(event: dict[str, Any]) -> None:
        heard.put(event)

    connect()
    slack.say(ANNA.id, channel, "Hi")
    assert heard.get(timeout=10)["channel_type"] == kind


def test_an_event_that_is_not_acknowledged_comes_again(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    attempts: queue.Queue[str] = queue.Queue()

    @app.middleware
    def deaf(req: Any, resp: Any) -> Any:
        attempts.put(req.headers["x-slack-retry-num"][0])
        resp.status = 500
        return resp

    connect()
    slack.say(ANNA.id, "D0ANNA", "Hi")
    assert [attempts.get(timeout=10), attempts.get(timeout=10)] == ["0", "1"]


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
    body = heard.get(timeout=10)
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


def test_home_is_published_when_it_is_opened(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    @app.event("app_home_opened")
    def home(event: dict[str, Any], client: WebClient) -> None:
        client.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]}
        )

    connect()
    slack.open_home(ANNA.id)
    assert slack.workspace.wait_for(lambda: slack.workspace.views.home(ANNA.id))


def test_an_app_that_is_sent_away_comes_again(
    slack: Running, app: App, connect: Callable[[], None]
) -> None:
    @app.command("/kpi")
    def kpi(ack: Ack) -> None:
        ack("Still here")

    connect()
    slack.disconnect()
    slack.wait_for_app()
    assert slack.command(ANNA.id, SUPPORT.id, "/kpi").ok
