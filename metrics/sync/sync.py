"""Bringing a helpdesk's data into the store: the one place where the two meet.

Every page is kept together with its cursor, so a run may be killed anywhere and the next one goes
on from there. Only when all timelines are built again does the source count as fresher. The newest
days are read first; then earlier slices, a turn of pages each, and what is new between the turns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from metrics.errors import StoreError
from metrics.helpdesks.contract import Helpdesk
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import new_holder
from metrics.store.syncs import ledger, reading_settings, wanted
from metrics.store.syncs.knowledge import begin_supplies
from metrics.store.syncs.lease import Lease
from metrics.store.tickets.retention import edge
from metrics.sync.book import Unwritten, book_of
from metrics.sync.progress import Outcome, Progress, Tell
from metrics.sync.run import TIMELINES, SyncRun
from metrics.tickets.records import Instant

__all__ = ["TIMELINES", "Outcome", "Progress", "Sync"]


def _to_nobody(_: Progress) -> None:
    """Tell nobody."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sync:
    """Syncs one helpdesk account from `since_at` on. May be run as often as one likes.

    `title` is what people call it, "" where they have not said; `settings` are fingerprints of
    those that change what is made of a page, by their words. Where tickets are kept for so many
    `keep_days` only, nothing older is read. `unwritten` is what could not be written down of
    earlier runs. `lease_clock` is one that all share who may sync the account, `clock`
    where there is none.
    """

    store: Store
    helpdesk: Helpdesk
    title: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    since_at: Instant
    clock: Callable[[], Instant]
    lease_clock: Callable[[], Instant] | None = None
    lease_seconds: int = 300
    tickets_at_once: int = 500
    details_a_turn: int = 600
    keep_days: int | None = None
    unwritten: Unwritten = field(default_factory=Unwritten)

    @property
    def source(self) -> str:
        """The key of the source that this account is."""
        return ledger.key(self.helpdesk.vendor, self.helpdesk.account)

    @property
    def reads_from_at(self) -> Instant:
        """From when on the helpdesk is read."""
        if self.keep_days is None:
            return self.since_at
        return max(self.since_at, edge(self.clock(), self.keep_days))

    def run(
        self, progress: Tell = _to_nobody, stop: Callable[[], bool] = _never, *, full: bool = False
    ) -> Outcome:
        """Read what is new, or with `full` everything again, and build what it changes.

        Raises StoreError. What a helpdesk refuses or fails to give is told in the outcome.
        """
        with book_of(self.store, self.source, self.clock, self.unwritten) as book:
            known = self._register()
            if known.retired_at is not None:
                return Outcome(ran=False, retired=True, fresh_until=known.fresh_until)
            lease = Lease(
                store=self.store,
                source=known.name,
                holder=new_holder(),
                clock=self.lease_clock or self.clock,
                seconds=self.lease_seconds,
            )
            if not lease.claim():
                return Outcome(ran=False, fresh_until=known.fresh_until)
            try:
                wanted_at = self._begin(lease, full=full)
                tell = book.along(progress)
                outcome = SyncRun(self, lease, wanted_at, tell, stop, full).outcome()
                book.end(outcome, stopped=stop())
                return outcome
            finally:
                with suppress(StoreError):  # it lapses by itself
                    lease.release()

    def _register(self) -> ledger.Source:
        """Make the account known, or find it known."""
        desk, now = self.helpdesk, self.clock()
        with self.store.write() as connection:
            return ledger.register(
                connection, desk.vendor, desk.account, self.reads_from_at, title=self.title, now=now
            )

    def _begin(self, lease: Lease, *, full: bool) -> Instant:
        """Know of all there is to be read; returns from when on it is."""
        desk, source = self.helpdesk, lease.source
        with lease.write() as connection:
            begin_supplies(connection, source, desk.supplies)
            for child in desk.children:
                wanted.begin(connection, source, child)
            kept = desk.by_time | desk.children.keys()
            wanted_at = ledger.reach_back(connection, source, self.reads_from_at, kept)
            reading_settings.begin(connection, source, self.settings, full=full)
            if full:
                ledger.lower(connection, source, self.clock())
                ledger.restart(connection, source, but=desk.children)
                wanted.want_all(connection, source, desk.children)
        return wanted_at
