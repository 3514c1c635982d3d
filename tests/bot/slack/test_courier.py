"""Messages that nobody asked for: posted once, found again by their key."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest
from slack_sdk import WebClient

from bot.cards import blocks
from bot.slack.courier import SlackCourier
from bot.talk import Outgoing, Picture, Post, Refusal, Reply, Unknown
from sandbox.slack.people import SUPPORT
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running

PICTURE = Picture(
    png=b"\x89PNG", alt="Median 2h", title="FRT", filename="frt.png", native=None, bars="W47 2h"
)
FOREVER = 9_999_999_999
DIGEST = Outgoing(
    key="abcd", channel=SUPPORT.id, reply=Reply(text="The week", head=(blocks.header("The week"),))
)


@pytest.fixture
def courier(client: WebClient) -> SlackCourier:
    return SlackCourier(client, lambda _: None)


def posted(courier: SlackCourier, message: Outgoing = DIGEST) -> Post:
    outcome = courier.post(message)
    assert isinstance(outcome, Post)
    return outcome


def test_a_message_is_found_by_its_key_and_no_other(slack: Running, courier: SlackCourier) -> None:
    posted(courier, replace(DIGEST, key="other"))
    stands = posted(courier)
    posted(courier)
    assert courier.find(DIGEST, 0, FOREVER) == stands
    assert courier.find(replace(DIGEST, key="none"), 0, FOREVER) is None
    said = slack.workspace.message(stands.channel, stands.ts)
    assert said.metadata == {"event_type": "kpi_delivery", "event_payload": {"key": "abcd"}}


def test_a_message_in_a_thread_is_found_there(courier: SlackCourier) -> None:
    parent = posted(courier)
    below = replace(DIGEST, key="below", thread=parent.ts)
    stands = posted(courier, below)
    assert courier.find(below, 0, FOREVER) == stands
    assert courier.find(replace(below, thread=None), 0, FOREVER) is None


def test_a_message_to_a_person_is_found_in_their_conversation(courier: SlackCourier) -> None:
    to_ann = replace(DIGEST, channel="U0ANNA")
    stands = posted(courier, to_ann)
    assert stands.channel.startswith("D")
    assert courier.find(to_ann, 0, FOREVER) == stands


def test_many_messages_later_it_is_still_found(courier: SlackCourier) -> None:
    stands = posted(courier)
    for number in range(230):
        posted(courier, replace(DIGEST, key=str(number), reply=Reply(text="x")))
    assert courier.find(DIGEST, 0, FOREVER) == stands


def test_a_lost_answer_is_unknown_and_the_message_not_said_again(
    slack: Running, courier: SlackCourier
) -> None:
    slack.workspace.journal.script("chat.postMessage", Trouble(drop=True, done=True))
    assert isinstance(courier.post(DIGEST), Unknown)
    assert len(slack.workspace.messages(SUPPORT.id)) == 1
    assert isinstance(courier.find(DIGEST, 0, FOREVER), Post)


def test_too_fast_is_a_refusal_with_the_wait(slack: Running, courier: SlackCourier) -> None:
    slack.workspace.journal.script(
        "chat.postMessage", Trouble(status=429, headers={"Retry-After": "7"})
    )
    assert courier.post(DIGEST) == Refusal("ratelimited", "", 7.0)


def test_a_slack_that_nothing_reaches_has_surely_heard_nothing() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, and not listening: connections are refused
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/api/"
        courier = SlackCourier(WebClient("xoxb-sandbox", base_url=address), lambda _: None)
        assert courier.post(DIGEST) == Refusal("unreachable")


def test_blocks_that_are_refused_go_out_as_text(slack: Running, courier: SlackCourier) -> None:
    wrong = replace(DIGEST, reply=Reply(text="The week: 2h", head=({"type": "nonsense"},)))
    stands = posted(courier, wrong)
    assert slack.workspace.message(stands.channel, stands.ts).text == "The week: 2 hours"


def test_a_chart_that_cannot_be_uploaded_goes_as_bars(
    slack: Running, courier: SlackCourier
) -> None:
    slack.workspace.journal.script("files.getUploadURLExternal", Trouble(status=500))
    drawn = replace(DIGEST, reply=replace(DIGEST.reply, picture=PICTURE))
    stands = posted(courier, drawn)
    shown = slack.workspace.message(stands.channel, stands.ts).blocks
    assert [block["type"] for block in shown] == ["header", "rich_text"]


def test_a_channel_that_may_not_be_read_says_so(slack: Running, courier: SlackCourier) -> None:
    posted(courier)
    settings = slack.workspace.settings
    without = frozenset(settings.scopes) - {"channels:history"}
    slack.workspace.settings = replace(settings, scopes=without)
    outcome = courier.find(DIGEST, 0, FOREVER)
    assert isinstance(outcome, Refusal)
    assert outcome.code == "missing_scope"


def test_a_search_that_failed_proves_nothing(slack: Running, courier: SlackCourier) -> None:
    slack.workspace.journal.script("conversations.history", Trouble(status=500))
    assert isinstance(courier.find(DIGEST, 0, FOREVER), Unknown)


def test_a_message_is_changed_in_place(slack: Running, courier: SlackCourier) -> None:
    stands = posted(courier)
    changed = replace(DIGEST, reply=Reply(text="Two tickets", head=(blocks.header("Two"),)))
    assert courier.update(stands, changed) == stands
    said = slack.workspace.message(stands.channel, stands.ts)
    assert said.text == "Two tickets"
    assert courier.find(DIGEST, 0, FOREVER) == stands


def test_a_message_that_is_gone_is_no_error(slack: Running, courier: SlackCourier) -> None:
    stands = posted(courier)
    courier.delete(stands)
    courier.delete(stands)
    assert slack.workspace.messages(SUPPORT.id) == ()
    assert isinstance(courier.update(stands, DIGEST), Refusal)
