"""Everything a database holds, table by table into another one: for back-ups and for moving.

What is read is one instant of the database, whatever is written meanwhile; what is written is kept
whole or not at all. Both kinds of database take it from either kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, MetaData, Table, func, insert, inspect, select, text, update

from metrics.errors import NoDatabaseError, StoreError
from metrics.posting.deliveries import OPEN, State
from metrics.store.database.schema import (
    NO_TABLES_YET,
    reflect,
    refuse_foreign,
    refuse_newer,
    revision,
    tables_of,
)
from metrics.store.tables.digests import DeliveryRow, DigestScheduleRow
from metrics.store.tables.ledger import SourceRow
from metrics.store.tables.metadata import METADATA
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

ROWS: Final = 2000
"""So many rows are in memory at a time."""
MARK: Final = "alembic_version"
OF_A_RUN: Final = frozenset({"question", "replica"})
"""Tables whose rows belong to copies of the bot that run now, and mean nothing to others."""


def copy(reader: Connection, writer: Connection) -> Mapping[str, int]:
    """Make the tables of `reader` in a database without, and fill them; gives rows by table."""
    tables = _existing_tables(reader)
    tables.create_all(writer)
    return {one.name: _fill(reader, writer, one) for one in tables.sorted_tables}


def clear(writer: Connection, *, replace: bool) -> None:
    """Take away our tables. Raises StoreError where they hold rows, unless those may go too.

    Tables that another program made stay, whoever says that rows may go.
    """
    refuse_foreign(writer)
    existing = set(inspect(writer).get_table_names()) & _names(writer)
    if not existing:
        return
    tables = MetaData()
    reflect(writer, tables, sorted(existing))
    nonempty = [one for one in tables.sorted_tables if one.name != MARK and _has_rows(writer, one)]
    if nonempty and not replace:
        raise StoreError(
            f"The database to write to is not empty (its table {nonempty[0].name} has rows). Name "
            "an empty one, or add --replace to put this in the place of all Deskpulse has there."
        )
    tables.drop_all(writer)


def free_leases(writer: Connection) -> None:
    """Free what processes of the other database held."""
    source, delivery = table(SourceRow), table(DeliveryRow)
    writer.execute(update(source).values(lease_holder=None, lease_until=None))
    writer.execute(update(delivery).values(holder=None, held_until=0))


def withhold_posts(writer: Connection, now: Instant) -> int:
    """Post nothing that may have been posted since the back-up; gives how many stay in doubt.

    Schedules go on with their next slot, and whoever posts is not told of those between.
    """
    schedule, delivery = table(DigestScheduleRow), table(DeliveryRow)
    past = schedule.c.next_due_at < now
    writer.execute(update(schedule).where(past).values(next_due_at=now))
    doubt = {"state": State.UNSURE, "settled_at": now, "reason": "a back-up was restored"}
    open_posts = update(delivery).where(delivery.c.state.in_(OPEN))
    return writer.execute(open_posts.values(doubt)).rowcount


def _existing_tables(reader: Connection) -> MetaData:
    """Our tables as they are, also where they are none that a revision makes."""
    refuse_newer(reader)
    existing = set(inspect(reader).get_table_names())
    if MARK not in existing or revision(reader) is None:
        raise NoDatabaseError(NO_TABLES_YET)
    tables = MetaData()
    reflect(reader, tables, sorted(existing & _names(reader)))
    return tables


def _names(connection: Connection) -> set[str]:
    """The names our tables have now, and had at the revision the database is of."""
    current = revision(connection)
    earlier = set(tables_of(current).tables) if current else set()
    return {MARK, *METADATA.tables, *earlier}


def _fill(reader: Connection, writer: Connection, one: Table) -> int:
    if one.name in OF_A_RUN:
        return 0
    count = 0
    rows = reader.execute(select(one), execution_options={"yield_per": ROWS}).mappings()
    for batch in rows.partitions():
        writer.execute(insert(one), [dict(row) for row in batch])
        count += len(batch)
    advance_sequence(writer, one)
    return count


def advance_sequence(writer: Connection, one: Table) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers."""
    column = one.autoincrement_column
    if column is None or writer.dialect.name != "postgresql":
        return
    highest = writer.execute(select(func.max(column))).scalar_one()
    if highest is not None:
        sequence = "SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"
        parameters = {"table": writer.dialect.identifier_preparer.quote(one.name)}
        writer.execute(text(sequence), parameters | {"column": column.name, "highest": highest})


def _has_rows(connection: Connection, one: Table) -> bool:
    return one.name not in OF_A_RUN and connection.execute(select(one).limit(1)).first() is not None
