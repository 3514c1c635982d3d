"""The forms of one reply, from the best to the plainest: with each the number goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot import words
from bot.cards import blocks
from bot.slack.picture_wait import Upload
from bot.talk import Block, Picture, Reply


class Rung(StrEnum):
    """What a form shows in the picture's place."""

    IMAGE = "image"
    NATIVE = "native chart"
    TABLE = "table"
    BARS = "bars"
    CARD = "card"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """One way to say a reply. `upload` is the picture that it shows as an image."""

    rung: Rung
    text: str
    blocks: tuple[Block, ...] = ()
    upload: Upload | None = None


def forms(reply: Reply, upload: Upload | None) -> Iterator[ReplyForm]:
    """Each form in turn; without an upload there is none with an image.

    The text beside the blocks is for notifications and for those who hear it: durations in words.
    """
    reply = replace(reply, text=words.aloud(reply.text))
    if reply.picture:
        yield from _picture_forms(reply, reply.picture, upload)
    elif reply.listing:
        yield _with(reply, Rung.TABLE, reply.listing.native)
        yield _with(reply, Rung.CARD, reply.listing.lines)
    elif reply.head or reply.tail:
        yield ReplyForm(Rung.CARD, reply.text, (*reply.head, *reply.tail))
    yield ReplyForm(Rung.TEXT, reply.text)


def _picture_forms(reply: Reply, picture: Picture, upload: Upload | None) -> Iterator[ReplyForm]:
    if upload:
        image = blocks.image(upload.file, picture.alt, picture.title)
        yield replace(_with(reply, Rung.IMAGE, image), upload=upload)
    if picture.native:
        yield _with(reply, Rung.NATIVE, picture.native)
    yield _with(reply, Rung.BARS, blocks.preformatted(picture.bars))


def _with(reply: Reply, rung: Rung, block: Block) -> ReplyForm:
    return ReplyForm(rung, reply.text, (*reply.head, block, *reply.tail))
