"""Statements in bulk that both databases understand: one code path for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Select, Table
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
    for chunk in chunks(rows, ROWS_AT_ONCE):
        connection.execute(statement, chunk)


def insert_new(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert `rows`, leaving alone what is there."""
    statement = _insert(connection, table).on_conflict_do_nothing()
    for chunk in chunks(rows, ROWS_AT_ONCE):
        connection.execute(statement, chunk)


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
