"""One run of a sync: what is new, what it changes, and earlier slices meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.contract import Page
from metrics.store.syncs import backfill, ledger, reading_settings, wanted
from metrics.store.syncs.backfill import Slice
from metrics.store.syncs.knowledge import freshen, note_supplies, publish
from metrics.store.syncs.lease import Lease
from metrics.store.tickets import timelines
from metrics.store.tickets.pages import save_page
from metrics.store.tickets.readings import Reading
from metrics.sync.details import DetailQuestions
from metrics.sync.pages import pages
from metrics.sync.progress import Outcome, Progress, Tell
from metrics.tickets.records import Instant

if TYPE_CHECKING:
    from metrics.sync.sync import Sync

TIMELINES: Final = timelines.STREAM
"""What Progress calls the last part of a run, in which no page is read."""

_PLACE: Final = re.compile(r" \(\d{3} at .*\)")
"""Where something was refused, at the end of a sentence that says why."""

PAGES_A_TURN: Final = 30
"""So many pages of earlier slices are read of a stream before what is new is looked at again."""


@dataclass
class SyncRun:
    """One run, from the claim to the outcome."""

    sync: Sync
    lease: Lease
    wanted_at: Instant
    progress: Tell
    stop: Callable[[], bool]
    full: bool = False
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    rebuilt: int = 0
    refusals: dict[str, str] = field(default_factory=dict)
    withheld: dict[str, str] = field(default_factory=dict)
    given_up: set[str] = field(default_factory=set)
    failure: HelpdeskError | None = None

    @property
    def source(self) -> str:
        return self.lease.source

    def outcome(self) -> Outcome:
        """Do it all, and tell what came of it."""
        whole = self._turn()
        while whole and (self._wants_more() or self._read_slices()):
            whole = self._turn()
        with self.sync.store.read() as connection:
            fresh_until = ledger.source(connection, self.source).fresh_until
        finished = whole and self._has_read_all() and self._failure() is None
        if finished and not self.stop():
            with self.lease.write() as connection:
                reading_settings.finish(connection, self.source)
        return Outcome(
            ran=True,
            finished=finished,
            pages=sum(pages for pages, _ in self.counts.values()),
            records=sum(records for _, records in self.counts.values()),
            rebuilt=self.rebuilt,
            unavailable=self.refusals,
            withheld=self.withheld,
            failure=self._failure(),
            retry_after=self.failure.retry_after if self.failure else None,
            fresh_until=fresh_until,
        )

    def _has_read_all(self) -> bool:
        """Whether all streams were read to their ends, back and forth."""
        streams = [self._stream(name) for name in self.sync.helpdesk.streams]
        slices_open = any(self._slice(name) for name in self._going)
        return not slices_open and all(each and (each.caught_up or each.error) for each in streams)

    def _failure(self) -> str | None:
        """What ended the run early, or which streams that figures need were refused, and why."""
        if self.failure is not None:
            return str(self.failure)
        if not self.refusals:
            return None
        whys = {_PLACE.sub("", why): why for why in reversed(self.refusals.values())}
        return f"Refused: {', '.join(self.refusals)}. {' '.join(reversed(whys.values()))}"

    def _turn(self) -> bool:
        """Read what is new and build what it changes; whether all of that was done."""
        for stream in self._going:
            if self.failure is None:
                is_child = stream in self.sync.helpdesk.children
                self._try(stream, self._ask_details if is_child else self._read)
        whole = self._build_timelines()
        if whole:
            self._freshen()
        return whole and self.failure is None

    def _read_slices(self) -> bool:
        """Read on in the slices that reach back least far; whether any of them was read."""
        parts = {name: part for name in self._going if (part := self._slice(name))}
        nearest = max((part.end_at for part in parts.values()), default=None)
        mine = [name for name, part in parts.items() if part.end_at == nearest]
        for stream in mine:
            if self.failure is None and not self.stop():
                self._try(stream, self._read_slice)
        return bool(mine) and self.failure is None and not self.stop()

    @property
    def _going(self) -> list[str]:
        """The streams that have not been refused in this run."""
        return [name for name in self.sync.helpdesk.streams if name not in self.given_up]

    def _stream(self, name: str) -> ledger.Stream | None:
        with self.sync.store.read() as connection:
            return ledger.streams(connection, self.source).get(name)

    def _slice(self, stream: str) -> Slice | None:
        """The earlier slice of a stream that is to be read next."""
        if stream not in self.sync.helpdesk.by_time:
            return None
        return backfill.next_slice(self._stream(stream), self.wanted_at, self.sync.clock())

    def _try(self, stream: str, read: Callable[[str], None]) -> None:
        """Read of a stream; what keeps the helpdesk from giving it is noted."""
        try:
            read(stream)
        except HelpdeskError as error:
            if error.permanent:
                self._refuse(stream, error)
            else:
                self.failure = error

    def _refuse(self, stream: str, error: HelpdeskError) -> None:
        """Note why a stream is not given; of one that may be lacking only what is new is told."""
        self.given_up.add(stream)
        with self.lease.write() as connection:
            known = ledger.streams(connection, self.source).get(stream)
            ledger.refuse(connection, self.source, stream, str(error))
        if not (error.refused and stream in self.sync.helpdesk.optional):
            self.refusals[stream] = str(error)
        elif known is None or known.error != str(error):
            self.withheld[stream] = str(error)

    def _read(self, stream: str) -> None:
        """Read the newest part of a stream up to now, one transaction a page."""
        known = self._stream(stream)
        cursor = known.cursor if known else None
        start = self.wanted_at
        if stream in self.sync.helpdesk.by_time:
            start = backfill.newest_from(self.wanted_at, self.sync.clock())
            start = known.from_at if known and known.from_at is not None else start
        for page in self._pages(stream, cursor, start):
            with self.lease.write() as connection:
                children = self._children(stream)
                save_page(
                    connection,
                    self.source,
                    stream,
                    page,
                    children=children,
                    reading=self._reading(),
                )
                if cursor is None:
                    backfill.begin(connection, self.source, stream, start)
            cursor = page.cursor
            self._count(stream, page, start, self.sync.clock())

    def _read_slice(self, stream: str) -> None:
        """Read on in the earlier slice of a stream, to its end or for a turn of pages."""
        part = self._slice(stream)
        assert part is not None
        pages_here = self._pages(stream, part.cursor, part.start_at)
        for page in islice(pages_here, PAGES_A_TURN):
            with self.lease.write() as connection:
                children = self._children(stream)
                save_page(
                    connection, self.source, stream, page, part, children, reading=self._reading()
                )
            self._count(stream, page, part.start_at, part.end_at)
            if part.ends_with(page):
                return

    def _reading(self) -> Reading:
        return Reading(now=self.sync.clock(), full=self.full)

    def _children(self, stream: str) -> tuple[str, ...]:
        """The child streams that the tickets of a stream want."""
        return wanted.wants(self.sync.helpdesk.children, stream)

    def _wants_more(self) -> bool:
        """Whether child streams are still to be asked of tickets, before older ones are read."""
        going = [name for name in self._going if name in self.sync.helpdesk.children]
        if self.failure is not None or self.stop():
            return False
        with self.sync.store.read() as connection:
            return any(
                wanted.backlog(connection, self.source, child, self._parent(child)).tickets
                for child in going
            )

    def _parent(self, child: str) -> str:
        """The stream as far as which a child stream can be whole."""
        return self.sync.helpdesk.children[child][0]

    def _ask_details(self, stream: str) -> None:
        """Ask a child stream of what is wanted, for a turn: some tickets a transaction."""
        before_slices, before_records = self.counts.get(stream, (0, 0))
        questions = DetailQuestions(
            store=self.sync.store,
            helpdesk=self.sync.helpdesk,
            lease=self.lease,
            stream=stream,
            parent=self._parent(stream),
            most=self.sync.details_a_turn,
            stop=self.stop,
            reading=self._reading,
        )
        for share in questions.ask():
            done = before_slices + questions.slices, before_records + questions.records
            self.counts[stream] = done
            self._tell(stream, *done, share)

    def _pages(self, stream: str, cursor: str | None, since: Instant) -> Iterator[Page]:
        """The pages of a stream, until the run is to stop."""
        all_pages = pages(self.sync.helpdesk, stream, cursor, since)
        while not self.stop() and (page := next(all_pages, None)) is not None:
            yield page

    def _build_timelines(self) -> bool:
        """Build what is stale, some tickets a transaction; False if stopped before the end."""
        with self.lease.write() as connection:
            timelines.mark_outdated(connection, self.source)
            waiting = timelines.pending(connection, self.source)
        batches = 0
        while not self.stop():
            with self.sync.store.read() as connection:
                batch = timelines.build(connection, self.source, self.sync.tickets_at_once)
            if not batch.tickets:
                return True
            with self.lease.write() as connection:
                timelines.save(connection, self.source, batch)
            batches += 1
            self.rebuilt += len(batch.tickets)
            self._tell(TIMELINES, batches, self.rebuilt, min(1.0, self.rebuilt / max(1, waiting)))
        return False

    def _freshen(self) -> None:
        """Say from when and up to when each stream is whole, and the source."""
        desk = self.sync.helpdesk
        with self.lease.write() as connection:
            note_supplies(connection, self.source, desk.supplies)
            publish(connection, self.source)
            freshen(connection, self.source, desk.streams, desk.optional)

    def _count(self, stream: str, page: Page, start: Instant, end: Instant) -> None:
        """Count a page of the part from `start` to `end`, and tell how far the stream is."""
        pages, records = self.counts.get(stream, (0, 0))
        self.counts[stream] = pages + 1, records + len(page.records)
        now = self.sync.clock()
        whole, known, fraction = max(1, now - self.wanted_at), now - end, None
        if page.caught_up:
            fraction = (now - start) / whole
        elif page.through_at is not None:
            fraction = (known + page.through_at - start) / whole
        self._tell(stream, *self.counts[stream], fraction)

    def _tell(self, stream: str, pages: int, records: int, fraction: float | None) -> None:
        within = None if fraction is None else min(1.0, max(0.0, fraction))
        self.progress(
            Progress(
                source=self.source, stream=stream, pages=pages, records=records, fraction=within
            )
        )
