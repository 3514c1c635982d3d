"""The forms of a reply, best first."""

from __future__ import annotations

from bot.cards import blocks
from bot.slack.fallbacks import Rung, forms
from bot.slack.picture_wait import Upload
from bot.talk import Listing, Picture, Reply

NATIVE = {"type": "data_visualization", "title": "t"}
PICTURE = Picture(
    png=b"png", alt="a line", title="t", filename="t.png", native=NATIVE, bars="W1 ###"
)
HEAD, TAIL = blocks.section("head"), blocks.section("tail")
REPLY = Reply(text="2 h", head=(HEAD,), tail=(TAIL,), picture=PICTURE)


UPLOAD = Upload(file="F1", at=0.0)


def rungs(reply: Reply, upload: Upload | None = UPLOAD) -> list[Rung]:
    return [form.rung for form in forms(reply, upload)]


def test_a_picture_goes_down_from_image_to_text() -> None:
    assert rungs(REPLY) == [Rung.IMAGE, Rung.NATIVE, Rung.BARS, Rung.TEXT]


def test_without_a_file_the_native_chart_comes_first() -> None:
    assert rungs(REPLY, None) == [Rung.NATIVE, Rung.BARS, Rung.TEXT]


def test_a_card_without_a_picture_is_a_card_or_text() -> None:
    assert rungs(Reply(text="2 h", head=(HEAD,))) == [Rung.CARD, Rung.TEXT]


def test_text_alone_is_text() -> None:
    assert rungs(Reply(text="2 h")) == [Rung.TEXT]


def test_the_picture_stands_between_head_and_tail() -> None:
    image = next(forms(REPLY, UPLOAD))
    assert image.blocks[0] == HEAD
    assert image.blocks[1]["slack_file"] == {"id": "F1"}
    assert image.blocks[2] == TAIL


def test_every_form_says_the_number() -> None:
    assert {form.text for form in forms(REPLY, UPLOAD)} == {"2 h"}


def test_only_the_form_with_the_image_waits_for_its_file() -> None:
    assert [form.upload for form in forms(REPLY, UPLOAD)] == [UPLOAD, None, None, None]


def test_a_listing_is_a_table_or_lines_or_text() -> None:
    table, lines = {"type": "data_table"}, {"type": "rich_text", "elements": []}
    reply = Reply(text="2 h", head=(HEAD,), listing=Listing(native=table, lines=lines))
    assert rungs(reply) == [Rung.TABLE, Rung.CARD, Rung.TEXT]
    assert [form.blocks for form in forms(reply, None)][:2] == [
        (HEAD, table),
        (HEAD, lines),
    ]
