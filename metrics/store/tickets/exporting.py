"""All that is stored of one person, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, or_, select

from metrics.store.database.statements import Row, select_in
from metrics.store.tables.metadata import METADATA
from metrics.store.tables.personal import PERSONAL, Holds
from metrics.store.tickets.subjects import Subject, columns_of, naming, rephrased

OF_TICKETS: Final = ("attribute", "rating", "sla_event", "schedule_choice")
"""What is told of a customer's ticket and names nobody, by the number of the ticket."""


def everything(connection: Connection, known: Subject) -> dict[str, list[Row]]:
    """The rows that name a person, by table; of a customer also those of their tickets."""
    rows = {name: list(_rows(connection, METADATA.tables[name], known)) for name in PERSONAL}
    for name in OF_TICKETS:
        theirs = _of_tickets(connection, METADATA.tables[name], rows["ticket"], known)
        rows[name] = [*rows.get(name, ()), *theirs]
    return {name: own for name, own in rows.items() if own}


def _rows(connection: Connection, rows: Table, known: Subject) -> Iterator[Row]:
    columns = columns_of(rows.name)
    clauses = {c: naming(rows, c, how, known) for c, how in columns.items()}
    asked = [clause for clause in clauses.values() if clause is not None]
    if not asked:
        return
    has_phrase = Holds.PHRASE in columns.values()
    for row in connection.execute(select(rows).where(or_(*asked))).mappings():
        plain = {name: _plain(value) for name, value in row.items()}
        if not has_phrase or _is_of(plain, columns, known):
            yield plain


def _is_of(row: Row, columns: Mapping[str, Holds], known: Subject) -> bool:
    """Whether a row with a phrase names somebody, by its phrase or by who asked."""
    for column, how in columns.items():
        value = str(row[column] or "")
        if how is Holds.PHRASE and rephrased(value, known, "") != value:
            return True
        if how is Holds.SLACK and set(value.split()) & set(known.slack):
            return True
    return False


def _of_tickets(
    connection: Connection, rows: Table, tickets: Sequence[Row], known: Subject
) -> Iterator[Row]:
    """What is told of the tickets that somebody has asked for."""
    for source, id in known.desks:
        asked = [t["id"] for t in tickets if (t["source"], t["requester"]) == (source, id)]
        query = select(rows).where(rows.c.source == source)
        for row in select_in(connection, query, rows.c.ticket, asked):
            yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    return f"{len(value)} bytes" if isinstance(value, bytes) else value
