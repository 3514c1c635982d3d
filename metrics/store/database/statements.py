"""Statements in bulk that both databases understand: one code path for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Select,
    Table,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

Row: TypeAlias = dict[str, Any]
"""A row of a table: column name -> value as stored."""

T = TypeVar("T")

ROWS_AT_ONCE: Final = 1000
KEYS_AT_ONCE: Final = 500
"""How many values stand in one IN (...): far below the limit of either database."""


def chunks(items: Iterable[T], size: int = KEYS_AT_ONCE) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def upsert(
    connection: Connection, table: Table, rows: Sequence[Row], key: Sequence[str], version: str = ""
) -> None:
    """Insert `rows`, or where `key` is there already replace what they name of the row.

    With `version` the name of a column, an older row never replaces a newer one.
    """
    if not rows:
        return
    insert = _insert(connection, table)
    values = {name: insert.excluded[name] for name in rows[0] if name not in key}
    newer = insert.excluded[version] >= table.c[version] if version else None
    statement = insert.on_conflict_do_update(index_elements=key, set_=values, where=newer)
    for chunk in chunks(_last_of_each(rows, key, version), ROWS_AT_ONCE):
        _execute(connection, statement, chunk)


def insert_all(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert `rows`, none of which is there."""
    for chunk in chunks(rows, ROWS_AT_ONCE):
        _execute(connection, _insert(connection, table), chunk)


def insert_new(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert `rows`, leaving alone what is there."""
    statement = _insert(connection, table).on_conflict_do_nothing()
    for chunk in chunks(rows, ROWS_AT_ONCE):
        _execute(connection, statement, chunk)


def insert_first(connection: Connection, table: Table, row: Row) -> bool:
    """Insert a row; False where it is there already, also when two try it at the same time."""
    return connection.execute(insert_first_statement(connection, table, row)).first() is not None


def insert_first_statement(
    bind: Connection | Engine, table: Table, row: Row
) -> ReturningInsert[Any]:
    """What inserts a row and returns its key, or nothing where it is there already."""
    statement = _insert(bind, table).values(row).on_conflict_do_nothing()
    return statement.returning(*table.primary_key)


def insert_first_from_select(
    bind: Connection | Engine, table: Table, names: Sequence[str], query: Select[Any]
) -> ReturningInsert[Any]:
    """The same for what `query` yields. It must have a WHERE (SQLite)."""
    statement = _insert(bind, table).from_select(names, query).on_conflict_do_nothing()
    return statement.returning(*table.primary_key)


def insert_or_update(
    connection: Connection,
    table: Table,
    row: Row,
    names: Sequence[str],
    where: ColumnElement[bool],
) -> bool:
    """Insert a row, or where its key is there already and `where` holds, update what `names` name.

    False where nothing was done, also when two try it at the same time.
    """
    insert = _insert(connection, table).values(row)
    statement = insert.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={name: insert.excluded[name] for name in names},
        where=where,
    )
    return connection.execute(statement.returning(*table.primary_key)).first() is not None


def insert_from_select(
    connection: Connection, table: Table, names: Sequence[str], query: Select[Any]
) -> int:
    """Insert what `query` yields, leaving alone what is there; how many rows are new.

    It must have a WHERE (SQLite).
    """
    insert = _insert(connection, table).from_select(names, query)
    statement = insert.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount


def select_in(
    connection: Connection, query: Select[Any], column: ColumnElement[Any], keys: Iterable[Any]
) -> Iterator[RowMapping]:
    """The rows of `query` whose `column` is one of `keys`, however many those are."""
    for chunk in chunks(keys):
        yield from connection.execute(query.where(column.in_(chunk))).mappings()


def _insert(bind: Connection | Engine, table: Table) -> postgresql.Insert | sqlite.Insert:
    postgres = bind.dialect.name == "postgresql"
    return postgresql.insert(table) if postgres else sqlite.insert(table)


def _execute(
    connection: Connection, statement: postgresql.Insert | sqlite.Insert, rows: Sequence[Row]
) -> None:
    """Insert rows that name the same columns, the way that takes either database least.

    SQLite takes them from the bare driver: what SQLAlchemy does to each value takes longer. To
    PostgreSQL they go as one array a column, in one statement and not in one a row.
    """
    if len(rows) == 1:
        connection.execute(statement, list(rows))
    elif isinstance(statement, postgresql.Insert):
        names = tuple(rows[0])
        values = {name: [row[name] for row in rows] for name in names}
        connection.execute(_of_arrays(statement, names), values)
    else:
        compiled = statement.compile(dialect=connection.dialect, column_keys=list(rows[0]))
        names = tuple(compiled.positiontup or ())
        if {*names} != rows[0].keys():  # a column has a default that SQLAlchemy knows
            connection.execute(statement, list(rows))
            return
        values_of = itemgetter(*names)
        connection.exec_driver_sql(str(compiled), [values_of(row) for row in rows])


def _of_arrays(statement: postgresql.Insert, names: Sequence[str]) -> postgresql.Insert:
    """The same, of rows that come as an array for each column."""
    types = {name: statement.table.c[name].type for name in names}
    arrays = (bindparam(name, type_=ARRAY(kind)) for name, kind in types.items())
    columns = (column(name, kind) for name, kind in types.items())
    rows = func.unnest(*arrays).table_valued(*columns).render_derived()
    return statement.from_select(list(names), select(*rows.c))


def _last_of_each(rows: Sequence[Row], key: Sequence[str], version: str) -> list[Row]:
    """What is left of rows put one after the other: in one statement no row may come twice."""
    last: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        id = tuple(row[name] for name in key)
        if id not in last or not version or row[version] >= last[id][version]:
            last[id] = row
    return list(last.values())
