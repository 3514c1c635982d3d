"""What is heard and what is said, without a word of Slack's: Request in, Reply out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

Block: TypeAlias = Mapping[str, Any]
"""One Block Kit block as plain JSON."""


class Audience(StrEnum):
    """Who sees a reply."""

    ME = "me"
    CHANNEL = "channel"
    THREAD = "thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart in its three forms; the first that can be delivered is shown.

    `png` is the drawn image; `native` Slack's own chart block, where the chart can be said in one;
    `bars` the same figures as text. `alt` says the numbers in a sentence.
    """

    png: bytes
    alt: str
    title: str
    filename: str
    native: Block | None
    bars: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table in its two forms: one that Slack sorts, and the same rows as lines of text."""

    native: Block
    lines: Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes to the one who asked, whoever sees the reply."""

    content: bytes
    title: str
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer. `text` is what notifications and screen readers read; it is never empty.

    Shown as `head`, then the picture or the listing, then `tail`. `phrase` is the canonical
    question it answers, `receipt` the id under which that answer is kept.
    """

    text: str
    head: tuple[Block, ...] = ()
    picture: Picture | None = None
    listing: Listing | None = None
    file: Attachment | None = None
    tail: tuple[Block, ...] = ()
    audience: Audience = Audience.CHANNEL
    phrase: str | None = None
    receipt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question from a person: the words, who, where, and in which thread.

    `posted` is the message that asks, where there is one.
    `reply`: the words may only say what changes about the card that the thread is about.
    `private`: it was asked where only this person sees, and stays there.
    """

    words: str
    person: str
    channel: str
    team: str = ""
    thread: str | None = None
    reply: bool = False
    private: bool = False
    posted: str = ""
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_thread(self) -> bool:
        """Whether the thread was there before; under their own new message a thread only begins."""
        return self.thread is not None and self.thread != self.posted


class Deliver(Protocol):
    """Brings a reply to where it belongs."""

    def __call__(self, request: Request, reply: Reply) -> None:
        """Deliver; the number goes out whatever else fails."""
        ...
