"""Whether what is stored is whole, and what mends it where it is not; only reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Table, bindparam, exists, func, select, text

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.aside import UNREADABLE
from metrics.store.syncs.ledger import SOURCE
from metrics.store.tables.metadata import METADATA
from metrics.store.tickets.pages import mark_all
from metrics.store.tickets.timelines import STREAM as TIMELINES

RESTORE: Final = "Put a back-up in its place: deskpulse restore FILE --replace"
FULL: Final = "Read the helpdesk again: deskpulse sync --full"
REBUILD: Final = "Build timelines again: deskpulse check --rebuild, then deskpulse sync"
HARMLESS: Final = "No figure is made of them, and nothing need be done."
TICKET, TIMELINE, STALE = (METADATA.tables[name] for name in ("ticket", "timeline", "stale"))
PIECES: Final = ("span", "wait", "solve", "sla_stretch")
OF_TICKETS: Final = ("attribute", "event", "rating", "sla_event", "schedule_choice")
OUR_INDEXES: Final = text(
    "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    "JOIN pg_class t ON t.oid = i.indrelid JOIN pg_am a ON a.oid = c.relam "
    "WHERE a.amname = 'btree' AND t.relname IN :tables AND pg_table_is_visible(t.oid)"
).bindparams(bindparam("tables", expanding=True))
OTHERS: Final = (
    ("card", "receipt", "receipt", "id"),
    ("alert_step", "alert", "alert", "id"),
    ("delivery", "parent", "delivery", "id"),
    ("delivery_step", "delivery", "delivery", "id"),
    ("stream", "source", "source", "name"),
)
"""Table and column, and the table and column that it points to."""


class Flaw(NamedTuple):
    """Something that is not whole, in a sentence, and what mends it."""

    what: str
    mend: str


def flaws(store: Store) -> Iterator[Flaw]:
    """Everything that is not whole: the file or the indexes first, then rows beside each other.

    Takes as long as reading everything does. Raises StoreError where the database is away.
    """
    yield from _of_sqlite(store) if store.engine.dialect.name == "sqlite" else _of_postgres(store)
    with store.read() as connection:
        yield from _orphans(connection)
        yield from _timelines(connection)


def rebuild(store: Store) -> int:
    """Have all timelines built again by the next sync; gives how many sources they are of."""
    with store.write() as connection:
        sources = [each.name for each in ledger.sources(connection) if each.helpdesk]
        for source in sources:
            mark_all(connection, source)
    return len(sources)


def _of_sqlite(store: Store) -> Iterator[Flaw]:
    with store.read() as connection:
        verdicts = connection.execute(text("PRAGMA integrity_check(5)")).scalars().all()
    if verdicts != ["ok"]:
        yield Flaw(f"The file is damaged: {'; '.join(map(str, verdicts))}.", RESTORE)


def _of_postgres(store: Store) -> Iterator[Flaw]:
    """Each of our indexes by amcheck, where the database has it."""
    with store.read() as connection:
        has_amcheck = text("SELECT 1 FROM pg_extension WHERE extname = 'amcheck'")
        if connection.execute(has_amcheck).first() is None:
            return
        names = connection.execute(OUR_INDEXES, {"tables": list(METADATA.tables)}).scalars().all()
    for name in names:
        try:
            with store.read() as connection:
                check = text("SELECT bt_index_check(CAST(:name AS regclass))")
                connection.execute(check, {"name": name})
        except StoreError:
            yield Flaw(f"The index {name} is damaged.", f"In psql: REINDEX INDEX {name}")


def _orphans(connection: Connection) -> Iterator[Flaw]:
    """Rows that belong to a row which is not there."""
    for name in PIECES:
        rows = METADATA.tables[name]
        alone = ~exists().where(TIMELINE.c.ticket == rows.c.ticket)
        yield from _flaw(connection, rows, alone, "without a timeline", REBUILD)
    none = ~exists().where(TICKET.c.key == TIMELINE.c.ticket)
    yield from _flaw(connection, TIMELINE, none, "without a ticket", RESTORE)
    for name in OF_TICKETS:
        rows = METADATA.tables[name]
        own = (TICKET.c.source == rows.c.source) & (TICKET.c.id == rows.c.ticket)
        yield from _flaw(connection, rows, ~exists().where(own), "without a ticket", FULL)
    for name, column, other, key in OTHERS:
        rows, parent = METADATA.tables[name], METADATA.tables[other].alias()
        lost = rows.c[column].is_not(None) & ~exists().where(parent.c[key] == rows.c[column])
        yield from _flaw(connection, rows, lost, f"whose {other} is gone", HARMLESS)


def _timelines(connection: Connection) -> Iterator[Flaw]:
    """Tickets that no figure has though nothing waits, and timelines that no reader would take."""
    own = (STALE.c.source == TICKET.c.source) & (STALE.c.ticket == TICKET.c.id)
    untold = (UNREADABLE.c.source == TICKET.c.source) & (UNREADABLE.c.id == TICKET.c.id)
    built = exists().where(TIMELINE.c.ticket == TICKET.c.key)
    waits = exists().where(own) | exists().where(untold, UNREADABLE.c.stream == TIMELINES)
    yield from _flaw(connection, TICKET, ~built & ~waits, "without a timeline", REBUILD)
    newest = select(SOURCE.c.revision).where(SOURCE.c.name == TIMELINE.c.source).scalar_subquery()
    ahead = TIMELINE.c.revision > func.coalesce(newest, -1)
    yield from _flaw(connection, TIMELINE, ahead, "of a revision that has not come yet", REBUILD)


def _flaw(
    connection: Connection, rows: Table, where: ColumnElement[bool], how: str, mend: str
) -> Iterator[Flaw]:
    count = connection.execute(select(func.count()).select_from(rows).where(where)).scalar_one()
    if count:
        noun = "row" if count == 1 else "rows"
        yield Flaw(f"{count:,} {noun} of {rows.name} {how}.", mend)
