"""Delivery to a Slack that takes what it likes: the number always goes out."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.cards import blocks
from bot.slack.deliver import AGAIN, INVITE, UNSURE, Dispatch, ReplyDelivery
from bot.slack.files import _warn_once
from bot.slack.pacing import PacedClient
from bot.slack.picture_wait import FIRST_SECONDS, MOST_SECONDS, PictureWait
from bot.slack.sending import Refused, Uncertain
from bot.slack.work_in_steps import WorkLine, drive
from bot.talk import Audience, Picture, Reply, Request
from sandbox.slack.people import ANNA, GENERAL, SUPPORT
from sandbox.slack.records import Message, Trouble
from sandbox.slack.server import Running
from tests import patience

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
    """Remembers the waits instead of waiting; its clock goes on by them."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)

    def clock(self) -> float:
        return sum(self)


Deliver = Callable[[Request, Reply], None]


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def delivery(client: WebClient, waits: Waits) -> Deliver:
    made = ReplyDelivery(client, lambda: int(time.time()), PictureWait(waits.clock))
    return lambda request, reply: drive(made(request, reply), waits)


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


def test_a_card_is_posted_with_its_image_and_its_phrase(slack: Running, delivery: Deliver) -> None:
    delivery(asked(), CARD)
    message = posted(slack)
    assert kinds(message) == ["section", "image", "context"]
    assert message.text == "Median 2 h"
    told = message.metadata or {}
    assert told["event_type"] == "kpi_card"
    assert told["event_payload"]["phrase"] == "frt last week"
    body = slack.workspace.journal.calls("chat.postMessage")[0].body
    assert str(body["unfurl_links"]).lower() in {"false", "0"}


def test_an_image_is_not_posted_before_it_is_as_old_as_the_last_ones_had_to_be(
    slack: Running, delivery: Deliver, waits: Waits
) -> None:
    slack.workspace.shelf.processing_seconds = 3600.0
    script(slack, "chat.postMessage", UNREADY, {"ok": True, "channel": SUPPORT.id, "ts": "1.5"})
    delivery(asked(), CARD)
    assert waits == [FIRST_SECONDS, FIRST_SECONDS]
    script(slack, "chat.postMessage", {"ok": True, "channel": SUPPORT.id, "ts": "2.5"})
    before = calls(slack, "chat.postMessage")
    delivery(asked(), CARD)
    assert calls(slack, "chat.postMessage") == before + 1
    assert waits[2] > FIRST_SECONDS
    assert calls(slack, "files.getUploadURLExternal") == 2


def test_an_image_that_slack_has_examined_at_once_is_not_waited_for(
    slack: Running, delivery: Deliver, waits: Waits
) -> None:
    delivery(asked(), CARD)
    assert waits == []
    assert kinds(posted(slack)) == ["section", "image", "context"]


def test_an_image_never_examined_gives_way_to_the_native_chart(
    slack: Running, delivery: Deliver, waits: Waits
) -> None:
    slack.workspace.shelf.processing_seconds = 3600.0
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "data_visualization", "context"]
    assert MOST_SECONDS <= sum(waits) < 2 * MOST_SECONDS
    assert calls(slack, "chat.postMessage") <= 5


def test_a_response_url_is_not_spent_on_an_image_that_is_not_examined(
    slack: Running, delivery: Deliver
) -> None:
    slack.workspace.shelf.processing_seconds = 3600.0
    slack.workspace.settings.refuse_native_charts = True
    delivery(asked(response_url=answer_address(slack)), MINE)
    assert kinds(posted(slack)) == ["section", "rich_text", "context"]
    assert calls(slack, "response_url") == 4
    assert calls(slack, "chat.postEphemeral") == 0


def test_another_refusal_of_the_blocks_is_not_waited_for(
    slack: Running, delivery: Deliver, waits: Waits
) -> None:
    script(slack, "chat.postMessage", INVALID)
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "data_visualization", "context"]
    assert waits == []


@pytest.mark.parametrize("error", ["missing_scope", "file_uploads_disabled", "brand_new"])
def test_without_uploads_the_native_chart_is_shown(
    slack: Running, delivery: Deliver, error: str
) -> None:
    script(slack, "files.getUploadURLExternal", {"ok": False, "error": error})
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "data_visualization", "context"]


def test_a_right_that_was_declined_is_logged_once(
    slack: Running, delivery: Deliver, caplog: pytest.LogCaptureFixture
) -> None:
    _warn_once.cache_clear()
    slack.workspace.settings.scopes -= {"files:write"}
    for _ in range(3):
        delivery(asked(), CARD)
    said = [r.getMessage() for r in caplog.records if r.name == "bot.slack.files"]
    assert said == ["No chart goes with a file: the scope files:write was not granted"]


def test_an_upload_that_breaks_off_costs_the_image_only(slack: Running, delivery: Deliver) -> None:
    slack.workspace.journal.script("files.completeUploadExternal", Trouble(drop=True))
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "data_visualization", "context"]


def test_where_native_charts_are_refused_bars_are_shown(slack: Running, delivery: Deliver) -> None:
    slack.workspace.settings.uploads_disabled = True
    slack.workspace.settings.refuse_native_charts = True
    delivery(asked(), CARD)
    assert kinds(posted(slack)) == ["section", "rich_text", "context"]


def test_where_all_blocks_are_refused_the_number_goes_out_as_text(
    slack: Running, delivery: Deliver
) -> None:
    script(slack, "chat.postMessage", INVALID, INVALID, INVALID)
    delivery(asked(), CARD)
    message = posted(slack)
    assert kinds(message) == []
    assert message.text == "Median 2 h"


def test_a_private_reply_goes_through_the_response_url(slack: Running, delivery: Deliver) -> None:
    delivery(asked(response_url=answer_address(slack)), MINE)
    message = posted(slack)
    assert message.only_for == ANNA.id
    assert kinds(message) == ["section", "image", "context"]
    assert calls(slack, "chat.postMessage") == 0


def test_a_private_reply_without_one_is_whispered(slack: Running, delivery: Deliver) -> None:
    delivery(asked(), MINE)
    assert posted(slack).only_for == ANNA.id


def test_a_spent_response_url_gives_way_to_a_whisper(slack: Running, delivery: Deliver) -> None:
    delivery(asked(response_url=f"{slack.url}/response/gone"), MINE)
    assert posted(slack).only_for == ANNA.id
    assert calls(slack, "chat.postEphemeral") == 1


def test_a_private_reply_is_never_shown_to_others(slack: Running, delivery: Deliver) -> None:
    refusal = {"ok": False, "error": "user_not_in_channel"}
    script(slack, "chat.postEphemeral", refusal)
    delivery(asked(), MINE)
    assert slack.workspace.messages(SUPPORT.id) == ()
    assert posted(slack, "D0ANNA").text == "Median 2 h"


def test_where_the_bot_is_no_member_the_asker_is_told_to_invite_it(
    slack: Running, delivery: Deliver
) -> None:
    delivery(asked(GENERAL.id, response_url=answer_address(slack, GENERAL.id)), CARD)
    message = posted(slack, GENERAL.id)
    assert message.only_for == ANNA.id
    assert INVITE in message.text
    assert "Median 2 h" in message.text
    assert kinds(message) == ["context", "section", "image", "context"]
    assert calls(slack, "files.getUploadURLExternal") == 1


def test_another_refusal_of_the_channel_is_told_by_its_name(
    slack: Running, delivery: Deliver
) -> None:
    script(slack, "chat.postMessage", {"ok": False, "error": "is_archived"})
    delivery(asked(response_url=answer_address(slack)), CARD)
    assert "Slack said is_archived" in posted(slack).text


def test_too_fast_is_waited_for_as_long_as_slack_says(
    slack: Running, delivery: Deliver, waits: Waits
) -> None:
    trouble = Trouble(
        status=429, body={"ok": False, "error": "ratelimited"}, headers={"Retry-After": "7"}
    )
    slack.workspace.journal.script("chat.postMessage", trouble)
    delivery(asked(), CARD)
    assert waits == [7.0]
    assert kinds(posted(slack)) == ["section", "image", "context"]


LOST = [
    Trouble(status=500, body="<html>oops"),
    Trouble(drop=True),
    Trouble(status=200, body={"ok": False, "error": "internal_error"}),
]


def blind(slack: Running) -> None:
    """Take the right to read channels away."""
    scopes = slack.workspace.settings.scopes - {"channels:history", "groups:history"}
    slack.workspace.settings.scopes = frozenset(scopes)


def test_a_post_whose_answer_is_lost_is_found_and_said_once(
    slack: Running, delivery: Deliver
) -> None:
    slack.workspace.journal.script("chat.postMessage", Trouble(drop=True, done=True))
    delivery(asked(response_url=answer_address(slack)), CARD)
    assert posted(slack).only_for is None
    assert calls(slack, "chat.postMessage") == 1


@pytest.mark.parametrize("trouble", LOST)
@pytest.mark.parametrize("way", ["mention", "command", "click", "reply"])
def test_a_number_whose_post_is_lost_reaches_the_asker_alone(
    slack: Running, delivery: Deliver, trouble: Trouble, way: str
) -> None:
    ways = {
        "mention": Request(words="frt", person=ANNA.id, channel=SUPPORT.id),
        "command": asked(response_url=answer_address(slack)),
        "click": replace(asked(response_url=answer_address(slack)), root=True),
        "reply": asked(),
    }
    request = ways[way]
    if way != "command":
        said = slack.say(ANNA.id, SUPPORT.id, "how are we doing?")
        request = replace(request, thread=said.ts, posted=said.ts if way == "mention" else "")
    slack.workspace.journal.script("chat.postMessage", trouble)
    delivery(request, replace(CARD, audience=Audience.THREAD))
    message = slack.workspace.messages(SUPPORT.id)[-1]
    assert message.only_for == ANNA.id
    assert message.text == f"Median 2 h {UNSURE}"
    assert kinds(message) == ["context", "section", "image", "context"]
    assert message.thread_ts == (request.thread if way == "reply" else None)


def test_without_leave_to_read_the_channel_the_asker_has_the_number_too(
    slack: Running, delivery: Deliver
) -> None:
    blind(slack)
    slack.workspace.journal.script("chat.postMessage", Trouble(drop=True, done=True))
    delivery(asked(), CARD)
    card, copy = slack.workspace.messages(SUPPORT.id)
    assert (card.text, card.only_for) == ("Median 2 h", None)
    assert copy.only_for == ANNA.id
    assert UNSURE in copy.text
    assert calls(slack, "chat.postMessage") == 1


def test_the_bots_older_answers_are_not_taken_for_the_one_that_is_missing(
    slack: Running, delivery: Deliver
) -> None:
    delivery(asked(), CARD)
    slack.workspace.journal.script("chat.postMessage", Trouble(drop=True))
    delivery(asked(), CARD)
    older, copy = slack.workspace.messages(SUPPORT.id)
    assert (older.only_for, copy.only_for) == (None, ANNA.id)


def test_a_private_answer_that_may_not_have_come_comes_another_way(
    slack: Running, delivery: Deliver
) -> None:
    slack.workspace.journal.script("response_url", Trouble(status=200, body="<html>proxy</html>"))
    delivery(asked(response_url=answer_address(slack)), MINE)
    assert posted(slack).only_for == ANNA.id
    assert AGAIN in posted(slack).text


def test_an_outage_of_a_minute_loses_no_number(
    slack: Running, delivery: Deliver, waits: Waits
) -> None:
    lost = Trouble(status=503)
    slack.workspace.journal.script("chat.postMessage", *[lost] * 4)
    for method in ("chat.postEphemeral", "conversations.history"):
        slack.workspace.journal.script(method, *[lost] * 3)
    delivery(asked(), CARD)
    assert posted(slack).only_for == ANNA.id
    assert "Median 2 h" in posted(slack).text
    assert sum(waits) > 20


def test_a_mention_whose_post_meets_an_error_is_answered(
    connected: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.deliver.LOOKS", (0.0, 0.0))
    connected.workspace.journal.script("chat.postMessage", Trouble(status=500))
    connected.say(ANNA.id, SUPPORT.id, "@deskpulse frt last month")
    connected.workspace.wait_for(lambda: len(connected.workspace.messages(SUPPORT.id)) == 2)
    answer = connected.workspace.messages(SUPPORT.id)[-1]
    assert answer.only_for == ANNA.id
    assert UNSURE in answer.text
    assert "Half within " in answer.text


def test_a_channel_that_slack_wants_left_alone_holds_up_no_other(slack: Running) -> None:
    """One thread speaks to Slack; when the program stops, what still waits goes to its asker."""
    slack.workspace.join(GENERAL.id, slack.workspace.bot.id)
    slow = Trouble(status=429, body={"ok": False}, headers={"Retry-After": "29"})
    slack.workspace.journal.script("chat.postMessage", slow)
    client = PacedClient("xoxb-sandbox", base_url=slack.api_url, retry_handlers=[])
    line = WorkLine("send", 1, 10)
    deliver = Dispatch(ReplyDelivery(client, lambda: int(time.time()), PictureWait()), line)
    line.start()
    waiting = [deliver(asked(), CARD), deliver(asked(), CARD)]
    deliver(asked(GENERAL.id), CARD).result(patience.SECONDS)
    assert posted(slack, GENERAL.id).text == "Median 2 h"
    assert not any(each.done() for each in waiting)
    assert len(slack.workspace.journal.calls("chat.postMessage")) == 2
    assert line.close(patience.SECONDS)
    for message in slack.workspace.messages(SUPPORT.id):
        assert message.only_for == ANNA.id
        assert "Median 2 h" in message.text
        assert "being restarted" in message.text
    assert len(slack.workspace.messages(SUPPORT.id)) == 2


def test_an_answer_that_no_place_ever_takes_is_an_error(slack: Running, delivery: Deliver) -> None:
    blind(slack)
    for method in ("chat.postMessage", "chat.postEphemeral"):
        slack.workspace.journal.script(method, *[Trouble(status=500)] * 9)
    with pytest.raises(Uncertain):
        delivery(asked(), CARD)


def test_when_no_place_will_have_it_the_last_refusal_is_raised(
    slack: Running, delivery: Deliver
) -> None:
    gone = {"ok": False, "error": "account_inactive"}
    script(slack, "chat.postMessage", gone, gone)
    script(slack, "chat.postEphemeral", gone)
    with pytest.raises(Refused, match="account_inactive"):
        delivery(asked(), CARD)


def test_a_reply_to_a_thread_is_posted_in_it(slack: Running, delivery: Deliver) -> None:
    parent = slack.say(ANNA.id, SUPPORT.id, "how are we doing?")
    request = replace(asked(), thread=parent.ts)
    delivery(request, replace(CARD, audience=Audience.THREAD))
    (reply,) = slack.workspace.thread(SUPPORT.id, parent.ts)
    assert reply.text == "Median 2 h"


def test_no_response_url_stands_in_the_log(
    slack: Running, delivery: Deliver, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO"):
        delivery(asked(response_url=f"{slack.url}/response/canary"), MINE)
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith("uvicorn")]
    assert ours
    assert "canary" not in " ".join(ours)
