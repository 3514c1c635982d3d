"""Delivery to a Slack that takes what it likes: the number always goes out."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.cards import blocks
from bot.sandbox.slack.people import ANNA, GENERAL, SUPPORT
from bot.sandbox.slack.records import Message, Trouble
from bot.sandbox.slack.server import Running
from bot.slack.deliver import INVITE, UNSURE, Delivery
from bot.slack.ladder import PAUSES
from bot.slack.sending import Refused, Uncertain
from bot.talk import Audience, Picture, Reply, Request

INVALID = {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": ["[ERROR]"]}}
UNREADY = {
    "ok": False,
    "error": "invalid_blocks",
    "response_metadata": {
        "messages": ["[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]"]
    },
}


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x00")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


PICTURE = Picture(
    png=png(),
    alt="Line chart: 2 h",
    title="First reply",
    filename="frt.png",
    native={
        "type": "data_visualization",
        "title": "First reply",
        "chart": {
            "type": "line",
            "series": [{"name": "Median", "data": [{"label": "W1", "value": 2.0}]}],
            "axis_config": {"categories": ["W1"]},
        },
    },
    bars="W1 ####### 2 h",
)
CARD = Reply(
    text="Median 2 h",
    head=(blocks.section("Median 2 h"),),
    picture=PICTURE,
    tail=(blocks.context(["412 tickets"]),),
    phrase="frt last week",
)
MINE = replace(CARD, audience=Audience.ME)


class Waits(list[float]):
    """Remembers the waits instead of waiting."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def delivery(client: WebClient, waits: Waits) -> Delivery:
    return Delivery(client, waits)


def asked(channel: str = SUPPORT.id, **details: str) -> Request:
    return Request(words="frt", person=ANNA.id, channel=channel, details=details)


def answer_address(slack: Running, channel: str = SUPPORT.id) -> str:
    return f"{slack.url}/response/{slack.workspace.passes.response(ANNA.id, channel)}"


def posted(slack: Running, channel: str = SUPPORT.id) -> Message:
    (message,) = slack.workspace.messages(channel)
    return message


def kinds(message: Message) -> list[str]:
    return [block["type"] for block in message.blocks]


def calls(slack: Running, method: str) -> int:
    return len(slack.workspace.journal.calls(method))


def script(slack: Running, method: str, *bodies: Mapping[str, Any]) -> None:
    slack.workspace.journal.script(method, *(Trouble(status=200, body=body) for body in bodies))


def test_a_card_is_posted_with_its_image_and_its_phrase(slack: Running, delivery: Delivery) -> None:
    delivery(asked(), CARD)
    message = posted(slack)
    assert kinds(message) == ["section", "image", "context"]
    assert message.text == "Median 2 h"
    assert message.metadata == {
        "event_type": "kpi_card",
        "event_payload": {"phrase": "frt last week", "v": 1},
    }
    body = slack.workspace.journal.calls("chat.postMessage")[0].body
    assert str(body["unfurl_links"]).lower() in {"false", "0"}


def test_the_image_is_tried_again_until_slack_has_examined_it(
    slack: Running, delivery: Delivery, waits: Waits
) -> None:
    script(slack, "chat.postMessage", UNREADY, UNREADY)
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "image", "context"]
    assert waits == list(PAUSES[:2])
    assert calls(slack, "files.getUploadURLExternal") == 1


def test_an_image_never_examined_gives_way_to_the_native_chart(
    slack: Running, delivery: Delivery, waits: Waits
) -> None:
    script(slack, "chat.postMessage", *[UNREADY] * (len(PAUSES) + 1))
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "data_visualization", "context"]
    assert waits == list(PAUSES)


def test_another_refusal_of_the_blocks_is_not_waited_for(
    slack: Running, delivery: Delivery, waits: Waits
) -> None:
    script(slack, "chat.postMessage", INVALID)
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "data_visualization", "context"]
    assert waits == []


@pytest.mark.parametrize("error", ["missing_scope", "file_uploads_disabled", "brand_new"])
def test_without_uploads_the_native_chart_is_shown(
    slack: Running, delivery: Delivery, error: str
) -> None:
    script(slack, "files.getUploadURLExternal", {"ok": False, "error": error})
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "data_visualization", "context"]


def test_an_upload_that_breaks_off_costs_the_image_only(slack: Running, delivery: Delivery) -> None:
    slack.workspace.journal.script("files.completeUploadExternal", Trouble(drop=True))
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "data_visualization", "context"]


def test_where_native_charts_are_refused_bars_are_shown(slack: Running, delivery: Delivery) -> None:
    slack.workspace.settings.uploads_disabled = True
    slack.workspace.settings.refuse_native_charts = True
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "rich_text", "context"]


def test_where_all_blocks_are_refused_the_number_goes_out_as_text(
    slack: Running, delivery: Delivery
) -> None:
    script(slack, "chat.postMessage", INVALID, INVALID, INVALID)
    delivery(asked(), CARD)
    message = posted(slack)
    assert kinds(message) == []
    assert message.text == "Median 2 h"


def test_a_private_reply_goes_through_the_response_url(slack: Running, delivery: Delivery) -> None:
    delivery(asked(response_url=answer_address(slack)), MINE)
    message = posted(slack)
    assert message.only_for == ANNA.id
    assert kinds(message) == ["section", "image", "context"]
    assert calls(slack, "chat.postMessage") == 0


def test_a_private_reply_without_one_is_whispered(slack: Running, delivery: Delivery) -> None:
    delivery(asked(), MINE)
    assert posted(slack).only_for == ANNA.id


def test_a_spent_response_url_gives_way_to_a_whisper(slack: Running, delivery: Delivery) -> None:
    delivery(asked(response_url=f"{slack.url}/response/gone"), MINE)
    assert posted(slack).only_for == ANNA.id
    assert calls(slack, "chat.postEphemeral") == 1


def test_a_private_reply_is_never_shown_to_others(slack: Running, delivery: Delivery) -> None:
    refusal = {"ok": False, "error": "user_not_in_channel"}
    script(slack, "chat.postEphemeral", refusal)
    delivery(asked(), MINE)
    assert slack.workspace.messages(SUPPORT.id) == ()
    assert posted(slack, "D0ANNA").text == "Median 2 h"


def test_where_the_bot_is_no_member_the_asker_is_told_to_invite_it(
    slack: Running, delivery: Delivery
) -> None:
    delivery(asked(GENERAL.id, response_url=answer_address(slack, GENERAL.id)), CARD)
    message = posted(slack, GENERAL.id)
    assert message.only_for == ANNA.id
    assert INVITE in message.text
    assert "Median 2 h" in message.text
    assert kinds(message) == ["context", "section", "image", "context"]
    assert calls(slack, "files.getUploadURLExternal") == 1


def test_another_refusal_of_the_channel_is_told_by_its_name(
    slack: Running, delivery: Delivery
) -> None:
    script(slack, "chat.postMessage", {"ok": False, "error": "is_archived"})
    delivery(asked(response_url=answer_address(slack)), CARD)
    assert "Slack said is_archived" in posted(slack).text


def test_too_fast_is_waited_for_as_long_as_slack_says(
    slack: Running, delivery: Delivery, waits: Waits
) -> None:
    trouble = Trouble(
        status=429, body={"ok": False, "error": "ratelimited"}, headers={"Retry-After": "7"}
    )
    slack.workspace.journal.script("chat.postMessage", trouble)
    delivery(asked(), CARD)
    assert waits == [7.0]
    assert kinds(posted(slack)) == ["section", "image", "context"]


def test_an_ambiguous_post_is_never_made_twice_but_admitted(
    slack: Running, delivery: Delivery
) -> None:
    slack.workspace.journal.script("chat.postMessage", Trouble(drop=True, done=True))
    with pytest.raises(Uncertain):
        delivery(asked(response_url=answer_address(slack)), CARD)
    card, admission = slack.workspace.messages(SUPPORT.id)
    assert card.text == "Median 2 h"
    assert admission.text == UNSURE
    assert admission.only_for == ANNA.id
    assert calls(slack, "chat.postMessage") == 1


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_error_is_ambiguous(slack: Running, delivery: Delivery, status: int) -> None:
    slack.workspace.journal.script("chat.postMessage", Trouble(status=status, body="<html>oops"))
    with pytest.raises(Uncertain):
        delivery(asked(), CARD)
    assert calls(slack, "chat.postMessage") == 1


def test_when_no_place_will_have_it_the_last_refusal_is_raised(
    slack: Running, delivery: Delivery
) -> None:
    gone = {"ok": False, "error": "account_inactive"}
    script(slack, "chat.postMessage", gone, gone)
    script(slack, "chat.postEphemeral", gone)
    with pytest.raises(Refused, match="account_inactive"):
        delivery(asked(), CARD)


def test_a_reply_to_a_thread_is_posted_in_it(slack: Running, delivery: Delivery) -> None:
    parent = slack.say(ANNA.id, SUPPORT.id, "how are we doing?")
    request = replace(asked(), thread=parent.ts)
    delivery(request, replace(CARD, audience=Audience.THREAD))
    (reply,) = slack.workspace.thread(SUPPORT.id, parent.ts)
    assert reply.text == "Median 2 h"


def test_a_whisper_under_the_askers_own_new_message_is_not_hidden_in_a_thread(
    slack: Running, delivery: Delivery
) -> None:
    mention = slack.say(ANNA.id, SUPPORT.id, "hello")
    request = replace(asked(), thread=mention.ts, posted=mention.ts)
    delivery(request, MINE)
    assert slack.workspace.messages(SUPPORT.id)[-1].thread_ts is None


def test_no_response_url_stands_in_the_log(
    slack: Running, delivery: Delivery, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        delivery(asked(response_url=f"{slack.url}/response/canary"), MINE)
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("uvicorn")]
    assert ours
    assert "canary" not in " ".join(ours)
