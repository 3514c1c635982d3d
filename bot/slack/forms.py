"""The forms of one reply, from the best to the plainest: with each the number goes out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.cards import blocks
from bot.talk import Block, Picture, Reply

Upload = Callable[[], str | None]
"""Uploads the picture once; gives its file id, or None where files cannot be had."""


class Rung(StrEnum):
    """What a form shows in the picture's place."""

    IMAGE = "image"
    NATIVE = "native chart"
    TABLE = "table"
    BARS = "bars"
    CARD = "card"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Form:
    """One way to say a reply."""

    rung: Rung
    text: str
    blocks: tuple[Block, ...] = ()


def forms(reply: Reply, upload: Upload) -> Iterator[Form]:
    """Each form in turn."""
    if reply.picture:
        yield from _pictured(reply, reply.picture, upload)
    elif reply.listing:
        yield _with(reply, Rung.TABLE, reply.listing.native)
        yield _with(reply, Rung.CARD, reply.listing.lines)
    elif reply.head or reply.tail:
        yield Form(Rung.CARD, reply.text, (*reply.head, *reply.tail))
    yield Form(Rung.TEXT, reply.text)


def _pictured(reply: Reply, picture: Picture, upload: Upload) -> Iterator[Form]:
    if file := upload():
        yield _with(reply, Rung.IMAGE, blocks.image(file, picture.alt, picture.title))
    if picture.native:
        yield _with(reply, Rung.NATIVE, picture.native)
    yield _with(reply, Rung.BARS, blocks.preformatted(picture.bars))


def _with(reply: Reply, rung: Rung, block: Block) -> Form:
    return Form(rung, reply.text, (*reply.head, block, *reply.tail))
