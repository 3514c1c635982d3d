"""Bringing a helpdesk's data into the store: the one place where the two meet.

Every page is kept together with its cursor, so a run may be killed anywhere and the next one goes
on from there. Only when all timelines are built again does the source count as fresher.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from metrics.errors import HelpdeskError, StoreError
from metrics.helpdesks.contract import Helpdesk, Page
from metrics.records import Instant, Unreadable
from metrics.store import ledger, timelines
from metrics.store.engine import Store
from metrics.store.holder import holder
from metrics.store.knowledge import begin_supplies, freshen, note_supplies, publish
from metrics.store.lease import Lease
from metrics.store.writing import save_page

TIMELINES: Final = timelines.STREAM
"""What Progress calls the last part of a run, in which no page is read."""

DRIFT_RECORDS: Final = 5
"""A page of at least so many records of which none can be read is no accident."""

STANDSTILLS: Final = 2
"""How often in a run a cursor may come again before we stop asking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is. `fraction` of the stream is a rough 0..1, None where nobody can tell."""

    source: str
    stream: str
    pages: int
    records: int
    fraction: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did. `ran` False: nothing was; another process is at it, or it is `retired`.

    `finished`: every stream there is was read to its end and every timeline built. `unavailable`
    says why, by stream; `withheld` the same of streams that the plan or the token may lack, in the
    run that finds it out and in no later one; `failure` what ended the run early or which needed
    streams were refused, and `retry_after` the seconds the helpdesk asked us to wait.
    """

    ran: bool
    retired: bool = False
    finished: bool = False
    pages: int = 0
    records: int = 0
    rebuilt: int = 0
    unavailable: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    failure: str | None = None
    retry_after: float | None = None
    fresh_until: Instant | None = None


Tell: TypeAlias = Callable[[Progress], None]


def _to_nobody(_: Progress) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """Syncs one helpdesk account from `since_at` on. May be run as often as one likes.

    `title` is what people call it, "" where they have not said.
    """

    store: Store
    helpdesk: Helpdesk
    title: str = ""
    since_at: Instant
    clock: Callable[[], Instant]
    lease_seconds: int = 300
    tickets_at_once: int = 500

    @property
    def source(self) -> str:
        """The key of the source that this account is."""
        return ledger.key(self.helpdesk.vendor, self.helpdesk.account)

    def run(
        self, progress: Tell = _to_nobody, stop: Callable[[], bool] = _never, *, full: bool = False
    ) -> Outcome:
        """Read what is new, or with `full` everything again, and build what it changes.

        Raises StoreError. What a helpdesk refuses or fails to give is told in the outcome.
        """
        desk = self.helpdesk
        with self.store.write() as connection:
            known = ledger.register(
                connection,
                desk.vendor,
                desk.account,
                self.since_at,
                title=self.title,
                now=self.clock(),
            )
        if known.retired_at is not None:
            return Outcome(ran=False, retired=True, fresh_until=known.fresh_until)
        lease = Lease(
            store=self.store,
            source=known.name,
            holder=holder(),
            clock=self.clock,
            seconds=self.lease_seconds,
        )
        if not lease.claim():
            return Outcome(ran=False, fresh_until=known.fresh_until)
        try:
            with lease.write() as connection:
                begin_supplies(connection, known.name, self.helpdesk.supplies)
                since_at = ledger.reach_back(connection, known.name, self.since_at)
                if full:
                    ledger.restart(connection, known.name)
            return _Run(self, lease, since_at, progress, stop).outcome()
        finally:
            with suppress(StoreError):  # it lapses by itself
                lease.release()


@dataclass
class _Run:
    """One run, from the claim to the outcome."""

    sync: Sync
    lease: Lease
    since_at: Instant
    progress: Tell
    stop: Callable[[], bool]
    pages: int = 0
    records: int = 0
    rebuilt: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    withheld: dict[str, str] = field(default_factory=dict)
    failure: HelpdeskError | None = None

    @property
    def source(self) -> str:
        return self.lease.source

    def outcome(self) -> Outcome:
        """Do it all, and tell what came of it."""
        self._read_streams()
        built = self._build_timelines()
        if built:
            self._freshen()
        with self.sync.store.read() as connection:
            told = ledger.streams(connection, self.source)
            fresh_until = ledger.source(connection, self.source).fresh_until
        streams = [told.get(name) for name in self.sync.helpdesk.streams]
        read = all(stream is not None and (stream.caught_up or stream.error) for stream in streams)
        return Outcome(
            ran=True,
            finished=read and built and self._failure() is None,
            pages=self.pages,
            records=self.records,
            rebuilt=self.rebuilt,
            unavailable=self.refused,
            withheld=self.withheld,
            failure=self._failure(),
            retry_after=self.failure.retry_after if self.failure else None,
            fresh_until=fresh_until,
        )

    def _failure(self) -> str | None:
        """What ended the run early, or which streams that figures need were refused, and why."""
        if self.failure is not None:
            return str(self.failure)
        if not self.refused:
            return None
        whys = dict.fromkeys(self.refused.values())
        return f"Refused: {', '.join(self.refused)}. {' '.join(whys)}"

    def _read_streams(self) -> None:
        for stream in self.sync.helpdesk.streams:
            try:
                self._read(stream)
            except HelpdeskError as error:
                if not error.permanent:
                    self.failure = error
                    return
                self._refuse(stream, error)

    def _refuse(self, stream: str, error: HelpdeskError) -> None:
        """Note why a stream is not given; of one that may be lacking only what is new is told."""
        with self.lease.write() as connection:
            known = ledger.streams(connection, self.source).get(stream)
            ledger.refuse(connection, self.source, stream, str(error))
        if not (error.refused and stream in self.sync.helpdesk.optional):
            self.refused[stream] = str(error)
        elif known is None or known.error != str(error):
            self.withheld[stream] = str(error)

    def _read(self, stream: str) -> None:
        """Read a stream to its end, one transaction a page."""
        with self.sync.store.read() as connection:
            known = ledger.streams(connection, self.source).get(stream)
        cursor = known.cursor if known else None
        seen, standstills = {cursor}, 0
        pages = records = 0
        while not self.stop():
            page = self.sync.helpdesk.page(stream, cursor, self.since_at)
            _refuse_drift(stream, page)
            with self.lease.write() as connection:
                save_page(connection, self.source, stream, page)
            pages, records = pages + 1, records + len(page.records)
            self.pages, self.records = self.pages + 1, self.records + len(page.records)
            self._tell(stream, pages, records, self._fraction(page))
            if page.caught_up:
                return
            standstills += page.cursor in seen
            if standstills >= STANDSTILLS:
                raise HelpdeskError(
                    f"The helpdesk hands out the same page of {stream} again and again; reading "
                    "it was stopped. Tell its support, or Deskpulse's if it goes on.",
                    permanent=True,
                )
            cursor = page.cursor
            seen.add(cursor)

    def _build_timelines(self) -> bool:
        """Build what is stale, some tickets a transaction; False if stopped before the end."""
        with self.lease.write() as connection:
            timelines.mark_outdated(connection, self.source)
            waiting = timelines.pending(connection, self.source)
        batches = 0
        while not self.stop():
            with self.sync.store.read() as connection:
                built = timelines.build(connection, self.source, self.sync.tickets_at_once)
            if not built.tickets:
                return True
            with self.lease.write() as connection:
                timelines.save(connection, self.source, built)
            batches += 1
            self.rebuilt += len(built.tickets)
            self._tell(TIMELINES, batches, self.rebuilt, min(1.0, self.rebuilt / max(1, waiting)))
        return False

    def _freshen(self) -> None:
        """Say up to when each stream is whole, and the source."""
        desk = self.sync.helpdesk
        with self.lease.write() as connection:
            note_supplies(connection, self.source, desk.supplies)
            publish(connection, self.source)
            freshen(connection, self.source, desk.streams, desk.optional)

    def _tell(self, stream: str, pages: int, records: int, fraction: float | None) -> None:
        self.progress(
            Progress(
                source=self.source, stream=stream, pages=pages, records=records, fraction=fraction
            )
        )

    def _fraction(self, page: Page) -> float | None:
        if page.caught_up:
            return 1.0
        if page.through_at is None:
            return None
        whole = max(1, self.sync.clock() - self.since_at)
        return min(1.0, max(0.0, (page.through_at - self.since_at) / whole))


def _refuse_drift(stream: str, page: Page) -> None:
    """Stop before the cursor moves past a page in which nothing can be read any more."""
    lost = [record for record in page.records if isinstance(record, Unreadable)]
    if len(lost) == len(page.records) >= DRIFT_RECORDS:
        raise HelpdeskError(
            f"Not one of {len(lost)} records of {stream} can be read ({lost[0].reason}): the "
            "helpdesk has changed its answers. Nothing was skipped; update Deskpulse.",
            permanent=True,
        )
