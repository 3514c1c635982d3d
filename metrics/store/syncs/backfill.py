"""How far back each stream was read: the newest days first, then one earlier slice after the other.

A slice is as long as all that was read before it, so that there are few, and last week is there
long before last year. Its cursor moves with its rows, as that of the newest part does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Final, Protocol

from sqlalchemy import Connection, update

from metrics.store.database.rows import clean
from metrics.store.syncs import ledger
from metrics.store.syncs.ledger import STREAM, Stream
from metrics.tickets.records import Instant

NEWEST_SECONDS: Final = 22 * 86_400
"""What a first sync reads first: last week whatever day it is, and the week before it."""


class SlicePage(Protocol):
    """What a slice must know of a page."""

    @property
    def cursor(self) -> str: ...
    @property
    def caught_up(self) -> bool: ...
    @property
    def through_at(self) -> Instant | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """What a stream told from `start_at` to `end_at`; `cursor` None: nothing of it is read yet."""

    start_at: Instant
    end_at: Instant
    cursor: str | None = None

    def ends_with(self, page: SlicePage) -> bool:
        """Whether a page goes beyond its end: what follows has been read already."""
        beyond = page.through_at is not None and page.through_at > self.end_at
        return page.caught_up or beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class BackfillProgress:
    """How far a back-fill is: whole from `since_at` on, `share` of what is to be read is there.

    `done_at` is when it is expected to be whole, by the pace so far; None where nobody can tell.
    """

    since_at: Instant
    share: float
    done_at: Instant | None

    def words(self, zone: tzinfo) -> str:
        """Say it: "read back to 7 Nov 2026, 6 % of it; whole by about 30 Nov 14:20 UTC"."""
        since = datetime.fromtimestamp(self.since_at, zone)
        text = f"read back to {since.day} {since:%b %Y}, {self.share:.0%} of it"
        if self.done_at is None:
            return text
        end = datetime.fromtimestamp(self.done_at, zone)
        return f"{text}; whole by about {end.day} {end:%b %H:%M %Z}"


def newest_from(wanted_at: Instant, now: Instant) -> Instant:
    """From when on the newest part is read, of a stream that is wanted from `wanted_at` on."""
    return max(wanted_at, now - NEWEST_SECONDS)


def begin(connection: Connection, source: str, stream: str, from_at: Instant) -> None:
    """Note from when on a stream is read, together with its first page."""
    progress = ledger.streams(connection, source)[stream]
    since_at = progress.since_at if progress.since_at is not None else from_at
    here = (STREAM.c.source == source) & (STREAM.c.stream == stream)
    connection.execute(update(STREAM).where(here).values(from_at=from_at, since_at=since_at))


def next_slice(stream: Stream | None, wanted_at: Instant, now: Instant) -> Slice | None:
    """The slice to be read next; None where nothing is left, or the newest part is not read yet."""
    if stream is None or stream.from_at is None or not stream.caught_up:
        return None
    if stream.from_at <= wanted_at:
        return None
    if stream.back_at is not None:
        return Slice(start_at=stream.back_at, end_at=stream.from_at, cursor=stream.back_cursor)
    start_at = max(wanted_at, stream.from_at - max(1, now - stream.from_at))
    return Slice(start_at=start_at, end_at=stream.from_at)


def advance(connection: Connection, source: str, stream: str, part: Slice, page: SlicePage) -> None:
    """Move the cursor of a slice. With its end the stream has told all from its start on.

    It is known from there once that is built.
    """
    values: dict[str, Any]
    if part.ends_with(page):
        values = {"from_at": part.start_at, "back_at": None, "back_cursor": None}
        values |= {"back_through_at": None}
    else:
        values = {"back_at": part.start_at, "back_through_at": page.through_at}
        values |= {"back_cursor": clean(page.cursor)}
    here = (STREAM.c.source == source) & (STREAM.c.stream == stream)
    connection.execute(update(STREAM).where(here).values(error=None, **values))


def backfill_progress(connection: Connection, source: str, now: Instant) -> BackfillProgress | None:
    """How far the back-fill of a source is; None where it is whole, or has not begun.

    Streams that are read whole, such as lists of people, have no part in it.
    """
    streams = ledger.streams(connection, source).values()
    read_streams = [
        stream for stream in streams if stream.since_at is not None and not stream.error
    ]
    if not read_streams:
        return None
    account = ledger.source(connection, source)
    shares = [_share_read(stream, account.wanted_at, now) for stream in read_streams]
    partial_shares = [share for share in shares if share < 1.0]
    if not partial_shares:
        return None
    share = sum(partial_shares) / len(partial_shares)
    done_at = None
    if account.connected_at is not None and share > 0.0 and now > account.connected_at:
        done_at = now + round((now - account.connected_at) * (1.0 - share) / share)
    since_at = max(stream.since_at or now for stream in read_streams)
    return BackfillProgress(since_at=since_at, share=share, done_at=done_at)


def _share_read(stream: Stream, wanted_at: Instant, now: Instant) -> float:
    """How much of the time from `wanted_at` on a stream has told, 0..1."""
    if stream.from_at is None:
        return 0.0
    if stream.caught_up and stream.from_at <= wanted_at:
        return 1.0
    newest_at = now if stream.caught_up else stream.through_at or stream.from_at
    seconds = newest_at - stream.from_at
    if stream.back_at is not None and stream.back_through_at is not None:
        seconds += stream.back_through_at - stream.back_at
    return min(1.0, max(0.0, seconds / max(1, now - wanted_at)))
