"""What Slack wants to be asked later is asked later by everybody."""

from __future__ import annotations

import copy

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.courier import SlackCourier
from bot.slack.pacing import CALM_SECONDS, HeldError, Limits, PacedClient
from bot.talk import Outgoing, Post, Refusal, Reply
from sandbox.slack.people import ANNA, GENERAL, SUPPORT
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running

TOO_FAST = Trouble(
    status=429, body={"ok": False, "error": "ratelimited"}, headers={"Retry-After": "7"}
)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client(slack: Running, clock: Clock) -> PacedClient:
    slack.workspace.join(GENERAL.id, slack.workspace.bot.id)
    slack.workspace.journal.script("chat.postMessage", TOO_FAST)
    return PacedClient(
        "xoxb-sandbox", base_url=slack.api_url, retry_handlers=[], limits=Limits(clock)
    )


def held(client: PacedClient, channel: str) -> bool:
    try:
        client.chat_postMessage(channel=channel, text="hello")
    except HeldError:
        return True
    return False


def too_many(client: PacedClient, channel: str = SUPPORT.id) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=channel, text="hello")
    assert not isinstance(caught.value, HeldError)


def test_a_channel_that_is_posted_into_too_fast_is_left_alone_by_all(
    slack: Running, client: PacedClient, clock: Clock
) -> None:
    too_many(client)
    other = copy.deepcopy(client)  # as Bolt has it
    assert held(other, SUPPORT.id)
    clock.now += 6.9
    assert held(client, SUPPORT.id)
    assert slack.workspace.messages(SUPPORT.id) == ()
    assert len(slack.workspace.journal.calls("chat.postMessage")) == 1
    clock.now += 0.2
    assert not held(client, SUPPORT.id)


def test_another_channel_and_another_method_go_on(client: PacedClient) -> None:
    too_many(client)
    assert not held(client, GENERAL.id)
    assert client.chat_postEphemeral(channel=SUPPORT.id, user=ANNA.id, text="hello")["ok"]


def test_those_that_waited_do_not_all_come_at_once(client: PacedClient, clock: Clock) -> None:
    too_many(client)
    clock.now += 7
    assert [held(client, SUPPORT.id) for _ in range(3)] == [False, True, True]
    clock.now += 1
    assert [held(client, SUPPORT.id) for _ in range(3)] == [False, True, True]
    clock.now += CALM_SECONDS
    assert [held(client, SUPPORT.id) for _ in range(3)] == [False, False, False]


def test_what_is_posted_unasked_waits_as_well(client: PacedClient, clock: Clock) -> None:
    too_many(client)
    courier = SlackCourier(client, lambda _: None)
    message = Outgoing(key="abcd", channel=SUPPORT.id, reply=Reply(text="The week"))
    assert courier.post(message) == Refusal("ratelimited", "", 7.0)
    clock.now += 7
    assert isinstance(courier.post(message), Post)
