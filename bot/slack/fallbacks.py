"""The forms of one reply, from the best to the plainest: with each the number goes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.aloud import aloud
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
    reply = replace(reply, text=aloud(reply.text))
    if reply.picture:
        yield from _picture_forms(reply, reply.picture, upload)
    elif reply.listing:
        yield _with(reply, Rung.TABLE, reply.listing.native, *reply.listing.further)
    elif reply.head or reply.tail:
        yield _with(reply, Rung.CARD)
    if reply.listing:
        yield _with(reply, Rung.CARD, reply.listing.lines)
    yield ReplyForm(Rung.TEXT, reply.text)


def _picture_forms(reply: Reply, picture: Picture, upload: Upload | None) -> Iterator[ReplyForm]:
    """The picture with the table under it, where there is one; then with the table's lines."""
    listing = reply.listing
    below: list[tuple[Block, ...]] = [()]
    if listing:
        below = [(listing.native, *listing.further), (listing.lines,)]
    if upload:
        image = blocks.image(upload.file, picture.alt, picture.title)
        for table in below:
            yield replace(_with(reply, Rung.IMAGE, image, *table), upload=upload)
    if picture.native:
        yield _with(reply, Rung.NATIVE, picture.native, *below[-1])
    if not reply.listing:
        yield _with(reply, Rung.BARS, blocks.preformatted(picture.bars))


def _with(reply: Reply, rung: Rung, *shown: Block) -> ReplyForm:
    return ReplyForm(rung, reply.text, (*reply.head, *shown, *reply.tail))
