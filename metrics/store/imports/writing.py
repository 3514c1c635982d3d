"""Rows out of files on their way into the tables: one file is one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, select, text, update

from metrics.imports.outcome import ImportCounts
from metrics.store.database.rows import clean
from metrics.store.database.statements import ROWS_AT_ONCE, Row, chunks, select_in, upsert
from metrics.store.syncs import ledger
from metrics.store.tables.files import FILE_TABLES
from metrics.store.tables.tickets import TicketRow, table
from metrics.tickets.records import Instant

FileRow: TypeAlias = Mapping[str, str | int | float | bool | None]
TICKET = table(TicketRow)
FILES_LOCK: Final = 0x6B7069_F1


def keep_files_away(connection: Connection) -> None:
    """Let all who write rows of files, or forget people in them, wait for one another.

    What is judged after it in the same transaction still holds when that ends. SQLite has one
    writer anyway.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({FILES_LOCK})"))


def compare(
    connection: Connection, kind: str, rows: Iterable[FileRow]
) -> tuple[ImportCounts, list[Row]]:
    """What these rows would bring, and those of them that would be written."""
    target, source = FILE_TABLES[kind].table, ledger.file_source(kind)
    new_rows: list[Row] = [{"source": source} | {n: _plain(v) for n, v in r.items()} for r in rows]
    names = new_rows[0] if new_rows else target.c.keys()  # a helpdesk may fill more columns
    query = select(*(target.c[name] for name in names)).where(target.c.source == source)
    ids = (row["id"] for row in new_rows)
    before = {row["id"]: row for row in select_in(connection, query, target.c.id, ids)}
    changed_rows = [row for row in new_rows if before.get(row["id"]) != row]
    new = sum(row["id"] not in before for row in changed_rows)
    changed, same = len(changed_rows) - new, len(new_rows) - len(changed_rows)
    return ImportCounts(new, changed, same), changed_rows


def try_out(
    connection: Connection, kind: str, rows: Iterable[FileRow], _now: Instant
) -> ImportCounts:
    """What `save` would bring."""
    counts = ImportCounts(0, 0, 0)
    for chunk in chunks(rows, ROWS_AT_ONCE):
        counts += compare(connection, kind, chunk)[0]
    return counts


def save(connection: Connection, kind: str, rows: Iterable[FileRow], now: Instant) -> ImportCounts:
    """Store the rows of a file; the kind's source is complete up to `now`.

    What is stored already under the same id is replaced, and what is the same already is not
    written: a file imported again changes nothing.
    """
    target, source = FILE_TABLES[kind], ledger.file_source(kind)
    counts, earliest = ImportCounts(0, 0, 0), now
    for chunk in chunks(rows, ROWS_AT_ONCE):
        more, changed_rows = compare(connection, kind, chunk)
        upsert(connection, target.table, changed_rows, ("source", "id"))
        counts += more
        if target.at:
            earliest = min(earliest, *(int(row[target.at] or 0) for row in chunk))
    _reach_back(connection, kind, earliest)
    if counts.new or counts.changed:
        ledger.next_revision(connection, source)
    ledger.freshen(connection, source, now)
    return counts


def values(
    connection: Connection, kind: str, name: str, but: Collection[str] = ()
) -> frozenset[Any]:
    """The different values that a column of a kind holds, but for the rows with these ids."""
    columns = FILE_TABLES[kind].table.c
    rows = connection.execute(select(columns.id, columns[name]))
    return frozenset(value for id, value in rows if id not in but)


def ambiguous_tickets(
    connection: Connection, tickets: Collection[str]
) -> Mapping[str, Sequence[str]]:
    """Of these numbers those of tickets of more than one helpdesk, and what people call those."""
    names = ledger.helpdesk_names(ledger.sources(connection))
    if len(names) < 2:
        return {}
    query = select(TICKET.c.source, TICKET.c.id).where(TICKET.c.source.in_(names))
    desks_by_ticket: dict[str, list[str]] = defaultdict(list)
    for row in select_in(connection, query, TICKET.c.id, tickets):
        desks_by_ticket[row["id"]].append(names[row["source"]])
    return {ticket: sorted(desks) for ticket, desks in desks_by_ticket.items() if len(desks) > 1}


def _reach_back(connection: Connection, kind: str, since_at: Instant) -> None:
    """Let what is known of a kind of file begin no later than `since_at`."""
    ledger.register(connection, ledger.FILE_VENDOR, kind, since_at)
    later = (ledger.SOURCE.c.name == ledger.file_source(kind)) & (
        ledger.SOURCE.c.since_at > since_at
    )
    earlier = {"since_at": since_at, "wanted_at": since_at, "kept_from_at": None}
    connection.execute(update(ledger.SOURCE).where(later).values(earlier))


def _plain(value: Any) -> Any:
    return clean(value) if isinstance(value, str) else value
