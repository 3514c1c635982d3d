"""The way out of the tables: columns of everything, kept in memory, renewed by revision.

A question touches a few arrays, so a million tickets answer as fast as a thousand. After a sync
only the tickets that changed are read again.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlmodel import col

from metrics.columns import Ratings, Solves, Spans, Tickets, Waits, in_order
from metrics.records import Dimension, Instant, Role
from metrics.store import loading
from metrics.store.engine import Store
from metrics.store.tables import PersonRow, SourceRow, TeamRow, TicketRow

CHUNK = 500
"""Keys in one IN list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything stored at one revision of each source, as columns.

    `fresh_until` is the instant up to which all sources are complete, None before the first sync
    has come to its end; `since_at` the instant from which they are.
    """

    revisions: Mapping[str, int]
    fresh_until: Instant | None
    since_at: Instant
    words: Mapping[Dimension, tuple[str, ...]]
    tickets: Tickets
    waits: Waits
    solves: Solves
    ratings: Ratings
    spans: Spans


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
    _books: loading.Books = field(default_factory=loading.Books)
    _latest: Snapshot | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def snapshot(self) -> Snapshot:
        """The newest snapshot; reads only what has changed since the last one."""
        with self._lock, self.store.read() as connection:
            revisions, fresh_until, since_at = _sources(connection)
            latest = self._latest
            if latest is None or latest.revisions != revisions:
                latest = self._loaded(connection, revisions)
            if (latest.fresh_until, latest.since_at) != (fresh_until, since_at):
                latest = replace(latest, fresh_until=fresh_until, since_at=since_at)
            self._latest = latest
            return latest

    def _loaded(self, connection: Connection, revisions: Mapping[str, int]) -> Snapshot:
        latest, books = self._latest, self._books
        load = loading.Loader(connection, books, latest.revisions if latest else None)
        new = load.tickets()
        tickets = loading.renewed_tickets(latest.tickets, new) if latest else new
        waits, solves, spans = load.waits(tickets), load.solves(tickets), load.spans(tickets)
        return Snapshot(
            revisions=revisions,
            fresh_until=None,
            since_at=0,
            tickets=tickets,
            waits=loading.renewed(latest.waits, waits, new.key) if latest else waits,
            solves=loading.renewed(latest.solves, solves, new.key) if latest else solves,
            spans=in_order(loading.renewed(latest.spans, spans, new.key) if latest else spans),
            ratings=load.ratings(tickets),
            words=books.words(),
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


def _sources(connection: Connection) -> tuple[Mapping[str, int], Instant | None, Instant]:
    row = SourceRow
    columns: Sequence[Any] = (row.name, row.revision, row.fresh_until, row.since_at)
    found = connection.execute(select(*columns)).all()
    fresh = [source.fresh_until for source in found]
    return (
        {source.name: source.revision for source in found},
        None if not fresh or None in fresh else min(fresh),
        max((source.since_at for source in found), default=0),
    )
