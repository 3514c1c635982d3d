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
from metrics.store.database.schema import NO_TABLES_YET, expected, reflect, refuse_newer, revision
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


def copy(reading: Connection, writing: Connection) -> Mapping[str, int]:
    """Make the tables of `reading` in a database without, and fill them; gives rows by table."""
    tables = _described(reading)
    tables.create_all(writing)
    return {one.name: _fill(reading, writing, one) for one in tables.sorted_tables}


def clear(writing: Connection, *, replace: bool) -> None:
    """Take away our tables. Raises StoreError where they hold rows, unless those may go too."""
    refuse_newer(writing)
    there = set(inspect(writing).get_table_names()) & _names(writing)
    if not there:
        return
    tables = MetaData()
    reflect(writing, tables, sorted(there))
    holding = [one for one in tables.sorted_tables if one.name != MARK and _holds(writing, one)]
    if holding and not replace:
        raise StoreError(
            f"The database to write to is not empty (its table {holding[0].name} has rows). Name "
            "an empty one, or add --replace to put this in the place of all it holds."
        )
    tables.drop_all(writing)


def let_go(writing: Connection) -> None:
    """Free what processes of the other database held."""
    source, delivery = table(SourceRow), table(DeliveryRow)
    writing.execute(update(source).values(lease_holder=None, lease_until=None))
    writing.execute(update(delivery).values(holder=None, held_until=0))


def say_nothing_twice(writing: Connection, now: Instant) -> int:
    """Post nothing that may have been posted since the back-up; gives how many stay in doubt.

    Schedules go on with their next slot, and whoever posts is not told of those between.
    """
    schedule, delivery = table(DigestScheduleRow), table(DeliveryRow)
    past = schedule.c.next_due_at < now
    writing.execute(update(schedule).where(past).values(next_due_at=now))
    doubt = {"state": State.UNSURE, "settled_at": now, "reason": "a back-up was restored"}
    open_ones = update(delivery).where(delivery.c.state.in_(OPEN))
    return writing.execute(open_ones.values(doubt)).rowcount


def _described(reading: Connection) -> MetaData:
    """Our tables as they are, also where they are none that a revision makes."""
    refuse_newer(reading)
    there = set(inspect(reading).get_table_names())
    if MARK not in there or revision(reading) is None:
        raise NoDatabaseError(NO_TABLES_YET)
    tables = MetaData()
    reflect(reading, tables, sorted(there & _names(reading)))
    return tables


def _names(connection: Connection) -> set[str]:
    """The names our tables have now, and had at the revision the database is of."""
    found = revision(connection)
    earlier = set(expected(found).tables) if found else set()
    return {MARK, *METADATA.tables, *earlier}


def _fill(reading: Connection, writing: Connection, one: Table) -> int:
    if one.name in OF_A_RUN:
        return 0
    count = 0
    rows = reading.execute(select(one), execution_options={"yield_per": ROWS}).mappings()
    for batch in rows.partitions():
        writing.execute(insert(one), [dict(row) for row in batch])
        count += len(batch)
    count_on(writing, one)
    return count


def count_on(writing: Connection, one: Table) -> None:
    """Let PostgreSQL number new rows after those that came with their numbers."""
    counted = one.autoincrement_column
    if counted is None or writing.dialect.name != "postgresql":
        return
    highest = writing.execute(select(func.max(counted))).scalar_one()
    if highest is not None:
        sequence = "SELECT setval(pg_get_serial_sequence(:table, :column), :highest)"
        named = {"table": writing.dialect.identifier_preparer.quote(one.name)}
        writing.execute(text(sequence), named | {"column": counted.name, "highest": highest})


def _holds(connection: Connection, one: Table) -> bool:
    return one.name not in OF_A_RUN and connection.execute(select(one).limit(1)).first() is not None
