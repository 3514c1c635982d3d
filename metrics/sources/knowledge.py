"""What is known of each source: which needs, from when, up to when, and why no more than that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from metrics.sources.needs import CORE, Need
from metrics.tickets.records import Instant

Unread: TypeAlias = tuple[tuple[str, int], ...]
"""How many records of a stream were set aside because they could not be read."""


class NeedState(StrEnum):
    """How whole what a source supplies of a need is.

    FILLING: it has not been read to its end yet. WITHHELD: the source does not give it, or not any
    more. ABSENT: a source of this kind has no such thing.
    """

    WHOLE = "whole"
    FILLING = "filling"
    WITHHELD = "withheld"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """What is known of one need from one source: all of it from `since_at` to `until_at`.

    `until_at` is None as long as nothing of it is whole. `name` is what people call the source.
    `why` is a sentence that says why it is not whole and what mends that, "" where it is. `how` is
    a half of one that says how it only comes near, "" where it is just what is needed. `unread`
    counts what could not be read, by stream. What a `retired` source told stays, and nothing more
    is awaited of it. One that `follows` another since `follows_at` knows what was before only
    together with that one. One that still `reads_back` will know what was before. What was before
    `kept_from_at` was known and has been deleted.
    """

    source: str
    name: str
    need: Need
    since_at: Instant
    until_at: Instant | None
    state: NeedState = NeedState.WHOLE
    why: str = ""
    how: str = ""
    unread: Unread = ()
    retired: bool = False
    follows: str = ""
    follows_at: Instant | None = None
    reads_back: bool = False
    kept_from_at: Instant | None = None

    @property
    def how_sentence(self) -> str:
        """How it only comes near, as a sentence; "" where it is just what is needed."""
        return f"{self.how[:1].upper()}{self.how[1:]}." if self.how else ""


class Edge(NamedTuple):
    """Of a source that is still being read back, from when on it is whole so far."""

    source: str
    name: str
    since_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What of a source is missing in a figure, and the sentence that says what mends that.

    `until_at` is up to when nothing is missing, None where none of the source is in the figure.
    """

    source: str
    name: str
    needs: tuple[Need, ...]
    state: NeedState
    why: str
    until_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """From when and up to when what a figure is made of is whole, and of which sources.

    `gaps` are those that are not in the figure, or that do not go on giving what it is made of.
    Where it is made of files, `first_at` is when their earliest row is: there the data begin, and
    yet nothing may be missing before it in the same period. `unread` counts what could not be read
    of `sources`, by stream; `nearly` is what of them only comes near. `edges` are those of
    `sources` that are still being read back: of tickets that began before an edge, something may be
    missing after it.
    """

    since_at: Instant = 0
    until_at: Instant | None = None
    sources: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    first_at: Instant = 0
    unread: Unread = ()
    nearly: tuple[Knowledge, ...] = ()
    edges: tuple[Edge, ...] = ()

    @property
    def missing(self) -> tuple[Gap, ...]:
        """The sources that are not in the figure."""
        return tuple(gap for gap in self.gaps if gap.until_at is None)


def fresh_until(knowledge: Iterable[Knowledge]) -> Instant | None:
    """Up to when all that most measures are made of is whole; None where nothing of it is."""
    core = [k for k in knowledge if k.need in CORE]
    return earliest_end(core)


def earliest_end(knowledge: Sequence[Knowledge]) -> Instant | None:
    """Up to when all of it is whole that is at all; retired sources hold back only each other."""
    known = [k for k in knowledge if k.until_at is not None]
    active = [k for k in known if not k.retired] or known
    return min((k.until_at for k in active if k.until_at is not None), default=None)


def with_predecessors(known: Sequence[Knowledge]) -> list[Knowledge]:
    """The same; what followed another begins with that one, if both are among them.

    So it does where nothing is missing between the two.
    """
    entries = {(each.source, each.need): each for each in known}

    def since_at(each: Knowledge) -> Instant:
        before = entries.get((each.follows, each.need))
        gapless = each.follows_at is not None and each.since_at <= each.follows_at
        if before is None or before.until_at is None or not gapless:
            return each.since_at
        return since_at(before)

    return [replace(each, since_at=since_at(each)) for each in known]
