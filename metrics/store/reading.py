"""The way out of the tables: columns of everything, kept in memory, renewed by revision.

A question touches a few arrays, so a million tickets answer as fast as a thousand. After a sync
only the tickets that changed are read again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, select
from sqlmodel import col

from metrics.arrays import Imported
from metrics.columns import Codes, Promises, Ratings, Solves, Spans, Tickets, Waits, in_order
from metrics.records import Dimension, Instant, Role
from metrics.schedules import DeskHours
from metrics.sla import Stretches
from metrics.store import customers, hours, ledger, loading, stretches
from metrics.store.engine import Store
from metrics.store.imported import imported
from metrics.store.tables import PersonRow, TeamRow, TicketRow

CHUNK = 500
"""Keys in one IN list."""


class Known(NamedTuple):
    """From when and up to when a source is complete."""

    since_at: Instant
    fresh_until: Instant | None


def _nothing(_: Snapshot) -> Promises | None:
    return None


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """Everything stored at one revision of each source, as columns.

    `fresh_until` is the instant up to which all helpdesks are complete, None before the first sync
    has come to its end; `since_at` the instant from which they are. `files` has the same two of
    each kind of file that was imported. `tiers` are the codes of the customer's tier, one a ticket;
    None where no file tells any.
    """

    revisions: Mapping[str, int]
    fresh_until: Instant | None
    since_at: Instant
    files: Mapping[str, Known]
    words: Mapping[Dimension, tuple[str, ...]]
    tickets: Tickets
    waits: Waits
    solves: Solves
    ratings: Ratings
    spans: Spans
    stretches: Stretches
    imported: Mapping[str, Imported]
    tiers: Codes | None = None
    hours: DeskHours = field(default_factory=DeskHours)
    promise: Callable[[Snapshot], Promises | None] = _nothing

    @cached_property
    def promises(self) -> Promises | None:
        """What was promised for these tickets, worked out by `promise` when first asked."""
        return self.promise(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLine:
    """What identifies a ticket to a person, as the helpdesk describes it now."""

    source: str
    id: str
    channel: str
    status: str
    priority: str
    created_at: Instant


@dataclass
class Reader:
    """Hands out snapshots; the same object again as long as nothing was written."""

    store: Store
    promise: Callable[[Snapshot], Promises | None] = _nothing
    _held: Snapshot | None = None
    _books: loading.Books = field(default_factory=loading.Books)
    _latest: Snapshot | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def snapshot(self) -> Snapshot:
        """The newest snapshot; reads only what has changed since the last one."""
        if self._held is not None:
            return self._held
        with self._lock, self.store.read() as connection:
            revisions, helpdesks, files = _sources(connection)
            latest = self._latest
            if latest is None or latest.revisions != revisions:
                latest = self._loaded(connection, revisions)
            known = Known(latest.since_at, latest.fresh_until)
            if (known, latest.files) != (helpdesks, files):
                latest = replace(latest, **helpdesks._asdict(), files=files)
            self._latest = latest
            return latest

    def still(self) -> Reader:
        """A reader that goes on handing out the snapshot of now, whatever is written."""
        return replace(self, _held=self.snapshot())

    def _loaded(self, connection: Connection, revisions: Mapping[str, int]) -> Snapshot:
        latest, books = self._latest, self._books
        load = loading.Loader(connection, books, latest.revisions if latest else None)
        new = load.tickets()
        tickets = loading.renewed_tickets(latest.tickets, new) if latest else new
        waits, solves, spans = load.waits(tickets), load.solves(tickets), load.spans(tickets)
        told = stretches.loaded(load)
        return Snapshot(
            revisions=revisions,
            fresh_until=None,
            since_at=0,
            files={},
            tickets=tickets,
            waits=loading.renewed(latest.waits, waits, new.key) if latest else waits,
            solves=loading.renewed(latest.solves, solves, new.key) if latest else solves,
            spans=in_order(loading.renewed(latest.spans, spans, new.key) if latest else spans),
            stretches=loading.renewed(latest.stretches, told, new.key) if latest else told,
            ratings=load.ratings(tickets),
            imported=imported(connection, books, tickets),
            tiers=customers.tiers(connection, books, tickets),
            words=books.words(),
            hours=hours.loaded(connection, tickets),
            promise=self.promise,
        )

    def lines(self, keys: Sequence[int]) -> dict[int, TicketLine]:
        """Who the tickets with these keys are."""
        row = TicketRow
        columns: Sequence[Any] = (row.key, row.source, row.id, row.channel, row.status)
        wanted = select(*columns, col(row.priority), col(row.created_at))
        found: dict[int, TicketLine] = {}
        with self.store.read() as connection:
            for first in range(0, len(keys), CHUNK):
                chunk = keys[first : first + CHUNK]
                for line in connection.execute(wanted.where(col(row.key).in_(chunk))):
                    found[line.key] = _line(line)
        return found

    def teams(self) -> Mapping[str, str]:
        """Names of the teams by id."""
        with self.store.read() as connection:
            rows = connection.execute(select(col(TeamRow.id), col(TeamRow.name)))
            return {row.id: row.name for row in rows}

    def agents(self) -> Mapping[str, str]:
        """Names of staff and bots by id."""
        answering = (Role.AGENT.value, Role.BOT.value)
        staff = select(col(PersonRow.id), col(PersonRow.name))
        with self.store.read() as connection:
            rows = connection.execute(staff.where(col(PersonRow.role).in_(answering)))
            return {row.id: row.name for row in rows}


def _line(row: Row[*tuple[Any, ...]]) -> TicketLine:
    return TicketLine(
        source=row.source,
        id=row.id,
        channel=row.channel,
        status=row.status,
        priority=row.priority or "",
        created_at=row.created_at,
    )


def _sources(connection: Connection) -> tuple[Mapping[str, int], Known, Mapping[str, Known]]:
    """The revisions of all, what the helpdesks have in common, and the files by their kind."""
    found = ledger.sources(connection)
    desks = [source for source in found if source.helpdesk]
    fresh = [source.fresh_until for source in desks if source.fresh_until is not None]
    return (
        {source.name: source.revision for source in found},
        Known(
            since_at=max((source.since_at for source in desks), default=0),
            fresh_until=min(fresh) if fresh and len(fresh) == len(desks) else None,
        ),
        {
            source.name.removeprefix(ledger.FILES): Known(source.since_at, source.fresh_until)
            for source in found
            if not source.helpdesk
        },
    )
