"""What is heard and what is said, without a word of Slack's: Request in, Reply out."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO, Any, NamedTuple, Protocol, TypeAlias

Block: TypeAlias = Mapping[str, Any]
"""One Block Kit block as plain JSON."""

Cell: TypeAlias = str | int | float | bool | None
Row: TypeAlias = Mapping[str, Cell]
"""A ticket of a list, by the columns of the file. An asker's rows are none yet: `bot.access` makes
them of those, with the names of just the owners that somebody may read."""


class Finding(NamedTuple):
    """One thing looked at. `mend` says what to do, and is empty where all is well.

    Of a `note` nobody can say whether it is as it should be: something is not there, or not yet.
    """

    what: str
    mend: str = ""
    note: bool = False


class Audience(StrEnum):
    """Who sees a reply."""

    ME = "me"
    CHANNEL = "channel"
    THREAD = "thread"


class Reach(StrEnum):
    """What may be told in answer to a request. OPEN: figures to all who read along, else ALONE.

    ALONE: all of it, to the one who asks. FIGURES: to the one who asks, figures and nothing else.
    """

    ALL = "all"
    OPEN = "open"
    ALONE = "alone"
    FIGURES = "figures"


class Kind(StrEnum):
    """What a reply is to the one who asked. LATE: it could not be answered, or not surely."""

    ANSWER = "answered"
    ADVICE = "advised"
    FAILURE = "failed"
    BUSY = "busy"
    LATE = "late"
    STRANGER = "turned_away"


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
    """A table in its two forms: one that Slack sorts, and the same rows as lines of text.

    `further` are more tables, shown below the first; `lines` have their rows too.
    """

    native: Block
    lines: Block
    further: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes to the one who asked, whoever sees the reply.

    `content` is read from its start; whoever has brought it, or has given up, closes it. It has
    `size` bytes, which may be more than memory should hold.
    """

    content: IO[bytes]
    size: int
    title: str
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer. `text` is what notifications and screen readers read; it is never empty.

    Shown as `head`, then the picture or the listing, then `tail`. `phrase` is the canonical
    question it answers, `receipt` the id under which that answer is kept.
    `figures`: it tells figures alone, of no single person and no single ticket. `in_place`: it is
    the message whose control was pressed, drawn anew, and takes its place.
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
    figures: bool = False
    in_place: bool = False
    kind: Kind = Kind.ANSWER


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a request comes from, as far as that came with it; the rest is empty.

    `app`: the app it is for. `team` and `organisation`: those of the person, or of whatever it came
    in; `named`: surely the person's. `shared`: another company reads where it was said. `bot`: no
    person said it.
    """

    app: str = ""
    team: str = ""
    organisation: str = ""
    named: bool = False
    shared: bool = False
    bot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A question from a person: the words, who, where, and in which thread.

    `id` tells it from every other, however often it is delivered; empty where nothing does.
    `posted` is the message that asks, where there is one; `pressed` the one whose control does.
    `root`: that is the message that the thread begins with, so that the person may not have the
    thread open.
    `reply`: the words may only say what changes about the card that the thread is about.
    `private`: it was asked where only this person sees, and stays there.
    `channels`: the ids of the channels that the words name, by those names; `people`: of people.
    `files`: the names of the files that came with the words, by their ids.
    `reach`: what may be told in answer, once that has been found out.
    """

    words: str
    person: str
    channel: str
    team: str = ""
    id: str = ""
    thread: str | None = None
    reply: bool = False
    private: bool = False
    root: bool = False
    posted: str = ""
    pressed: str = ""
    channels: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    origin: Origin = Origin()
    reach: Reach = Reach.ALL

    @property
    def in_thread(self) -> bool:
        """Whether the thread was there before; under their own new message a thread only begins."""
        return self.thread is not None and self.thread != self.posted

    @property
    def open_thread(self) -> str | None:
        """The thread that the person looks at: what only they see would be hidden in another."""
        return self.thread if self.in_thread and not self.root else None


class Deliver(Protocol):
    """Brings a reply to where it belongs."""

    def __call__(self, request: Request, reply: Reply) -> Future[None]:
        """Deliver; the number goes out whatever else fails.

        Returns at once, or as soon as there is room. What is given ends once the reply stands; with
        the error where no place would have it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Post:
    """A message stands in a channel under that timestamp."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """It was surely not done. `retry_after`: the seconds after which it may be tried again.

    `code` is a word of whoever refused it, or one of the words below.
    """

    code: str
    detail: str = ""
    retry_after: float | None = None


RATE_LIMITED = "ratelimited"
"""It was asked too fast. This one is Slack's word as well as ours."""
UNREACHABLE = "unreachable"
"""No connection could be made, so nothing was heard."""
NO_ANSWER = "no_answer"
"""Nothing came back, where that is as good as a refusal."""
STOPPING = "stopping"
"""There was no time left to wait for the place."""
NO_FORM = "no_form"
"""There was no form left in which to say it."""
UPLOAD_FAILED = "upload_failed"
"""The bytes of a file were not taken."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can tell whether it was done: to do it again may be to do it twice."""

    why: str


Outcome: TypeAlias = Post | Refusal | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message that nobody asked for. `key` marks it, so that it can be found again.

    `reader`: who reads it where it is a direct message, as far as is known. `notice`: it is a word
    about another message, without any figure.
    """

    key: str
    channel: str
    thread: str | None = None
    reply: Reply
    reader: str = ""
    notice: bool = False


class Courier(Protocol):
    """Brings messages that nobody asked for. Nothing here raises."""

    def post(self, message: Outgoing) -> Outcome:
        """Post a message, in the best form that is taken. It is never tried twice."""
        ...

    def find(self, message: Outgoing, since_at: int, until_at: int) -> Outcome | None:
        """The first message between two instants that bears the key; None where there is none.

        A Refusal says that the channel cannot be read, Unknown that it could not be read now.
        """
        ...

    def update(self, post: Post, message: Outgoing) -> Outcome:
        """Put other words into a message; the same twice is harmless."""
        ...

    def delete(self, post: Post) -> None:
        """Take a message away, if it is there."""
        ...
