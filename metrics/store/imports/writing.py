"""Rows out of files on their way into the tables: one file is one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, select, update

from metrics.store.database.rows import clean
from metrics.store.database.statements import Row, select_in, upsert
from metrics.store.syncs import ledger
from metrics.store.tables.files import FILE_TABLES
from metrics.store.tables.tickets import TicketRow, table
from metrics.tickets.records import Instant

Told: TypeAlias = Mapping[str, str | int | float | bool | None]
TICKET = table(TicketRow)


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file brought: rows that are new, that replaced another, that were there already."""

    new: int
    changed: int
    same: int


def compared(connection: Connection, kind: str, rows: Iterable[Told]) -> tuple[Saved, list[Row]]:
    """What these rows would bring, and those of them that would be written."""
    target, source = FILE_TABLES[kind].table, ledger.file_source(kind)
    told: list[Row] = [{"source": source} | {n: _stored(v) for n, v in r.items()} for r in rows]
    mine = select(target).where(target.c.source == source)
    ids = (row["id"] for row in told)
    before = {row["id"]: dict(row) for row in select_in(connection, mine, target.c.id, ids)}
    written = [row for row in told if before.get(row["id"]) != row]
    new = sum(row["id"] not in before for row in written)
    return Saved(new, len(written) - new, len(told) - len(written)), written


def save(connection: Connection, kind: str, rows: Sequence[Told], now: Instant) -> Saved:
    """Store the rows of a file; the kind's source is complete up to `now`.

    What is stored already under the same id is replaced, and what is the same already is not
    written: a file imported again changes nothing.
    """
    saved, written = compared(connection, kind, rows)
    source, at = ledger.file_source(kind), FILE_TABLES[kind].at
    earliest = min((int(row[at] or 0) for row in rows), default=now) if at else now
    _reach_back(connection, kind, earliest)
    if written:
        upsert(connection, FILE_TABLES[kind].table, written, ("source", "id"))
        ledger.next_revision(connection, source)
    ledger.freshen(connection, source, now)
    return saved


def values(
    connection: Connection, kind: str, name: str, but: Collection[str] = ()
) -> frozenset[Any]:
    """The different values that a column of a kind holds, but for the rows with these ids."""
    columns = FILE_TABLES[kind].table.c
    found = connection.execute(select(columns.id, columns[name]))
    return frozenset(value for id, value in found if id not in but)


def of_several(connection: Connection, tickets: Collection[str]) -> Mapping[str, Sequence[str]]:
    """Of these numbers those of tickets of more than one helpdesk, and what people call those."""
    called = ledger.called(ledger.sources(connection))
    if len(called) < 2:
        return {}
    wanted = select(TICKET.c.source, TICKET.c.id).where(TICKET.c.source.in_(called))
    found: dict[str, list[str]] = defaultdict(list)
    for row in select_in(connection, wanted, TICKET.c.id, tickets):
        found[row["id"]].append(called[row["source"]])
    return {ticket: sorted(desks) for ticket, desks in found.items() if len(desks) > 1}


def tiers(connection: Connection) -> Mapping[str, int]:
    """The tier of each team, by the team's name or id as it was written."""
    target = FILE_TABLES["tiers"].table
    found = connection.execute(select(target.c.team, target.c.tier).order_by(target.c.team))
    return {row.team: row.tier for row in found}


def _reach_back(connection: Connection, kind: str, since_at: Instant) -> None:
    """Let what is known of a kind of file begin no later than `since_at`."""
    ledger.register(connection, ledger.FILE_VENDOR, kind, since_at)
    later = (ledger.SOURCE.c.name == ledger.file_source(kind)) & (
        ledger.SOURCE.c.since_at > since_at
    )
    connection.execute(
        update(ledger.SOURCE).where(later).values(since_at=since_at, wanted_at=since_at)
    )


def _stored(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value
