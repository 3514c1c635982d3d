"""What of a source could not be read, and why: set aside, and counted until it can be."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, func, select

from metrics.store.database.rows import clean
from metrics.store.database.statements import chunks, upsert
from metrics.store.tables.ledger import UnreadableRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Unreadable

UNREADABLE = table(UnreadableRow)


def set_aside(
    connection: Connection, source: str, stream: str, records: Mapping[str, Unreadable | None]
) -> None:
    """Keep what could not be read, by id; None says that it could be read after all."""
    here = (UNREADABLE.c.source == source) & (UNREADABLE.c.stream == stream)
    known_ids = set(connection.execute(select(UNREADABLE.c.id).where(here)).scalars())
    mended_ids = [id for id, record in records.items() if record is None and id in known_ids]
    for chunk in chunks(mended_ids):
        connection.execute(delete(UNREADABLE).where(here, UNREADABLE.c.id.in_(chunk)))
    rows = [
        {
            "source": source,
            "stream": stream,
            "id": id,
            "reason": clean(record.reason),
            "excerpt": clean(record.excerpt),
        }
        for id, record in records.items()
        if record is not None
    ]
    upsert(connection, UNREADABLE, rows, ("source", "stream", "id"))


def unreadable(connection: Connection, source: str) -> dict[str, tuple[Unreadable, ...]]:
    """What was set aside, by stream."""
    query = select(UNREADABLE).where(UNREADABLE.c.source == source)
    records: dict[str, tuple[Unreadable, ...]] = {}
    for row in connection.execute(query.order_by(UNREADABLE.c.id)).mappings():
        record = Unreadable(id=row["id"], reason=row["reason"], excerpt=row["excerpt"])
        records[row["stream"]] = (*records.get(row["stream"], ()), record)
    return records


def reasons(connection: Connection, source: str) -> list[tuple[str, str, int]]:
    """Why records of a source were set aside: stream, reason and how many, the most first."""
    columns = (UNREADABLE.c.stream, UNREADABLE.c.reason)
    query = select(*columns, func.count()).where(UNREADABLE.c.source == source).group_by(*columns)
    rows = [(row[0], row[1], row[2]) for row in connection.execute(query)]
    return sorted(rows, key=lambda each: (-each[2], each))


def counts(connection: Connection) -> dict[tuple[str, str], int]:
    """How many records were set aside, by source and stream."""
    columns = (UNREADABLE.c.source, UNREADABLE.c.stream)
    query = select(*columns, func.count()).group_by(*columns)
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}
