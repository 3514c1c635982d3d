"""Socket Mode as a real Bolt app sees it."""

from __future__ import annotations

import queue
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_bolt import Ack, App, Respond, Say
from slack_sdk import WebClient

from sandbox.slack.people import ANNA, BEN, GENERAL, LEADS, SUPPORT
from sandbox.slack.server import Running
from tests import patience


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
    slack.workspace.settings.ack_seconds = 0.3
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
    assert heard.get(timeout=patience.SECONDS)["channel_type"] == kind


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
    slack.workspace.settings.ack_seconds = 0.3
    slack.say(ANNA.id, "D0ANNA", "Hi")
    assert [attempts.get(timeout=patience.SECONDS), attempts.get(timeout=patience.SECONDS)] == [
        "0",
        "1",
    ]


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
