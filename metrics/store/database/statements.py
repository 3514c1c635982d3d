"""Statements in bulk that both databases understand: one code path for SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Engine,
    LargeBinary,
    Select,
    Table,
    Text,
    any_,
    bindparam,
    cast,
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
_KEYS: Final = "keys_given"
_ROWS: Final = "rows_given"


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
    names = tuple(rows[0])
    statement = _upsert(connection.dialect.name, table, names, tuple(key), version)
    for chunk in chunks(_last_of_each(rows, key, version), ROWS_AT_ONCE):
        _execute(connection, statement, chunk)


@lru_cache(256)
def _upsert(
    dialect: str, table: Table, names: Sequence[str], key: Sequence[str], version: str
) -> postgresql.Insert | sqlite.Insert:
    insert = _insert(dialect, table)
    values = {name: insert.excluded[name] for name in names if name not in key}
    newer = insert.excluded[version] >= table.c[version] if version else None
    return insert.on_conflict_do_update(index_elements=key, set_=values, where=newer)


def insert_all(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert `rows`, none of which is there."""
    statement = _insert(connection.dialect.name, table)
    for chunk in chunks(rows, ROWS_AT_ONCE):
        _execute(connection, statement, chunk)


def insert_new(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert `rows`, leaving alone what is there."""
    statement = _insert_new(connection.dialect.name, table)
    for chunk in chunks(rows, ROWS_AT_ONCE):
        _execute(connection, statement, chunk)


@lru_cache(256)
def _insert_new(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    return _insert(dialect, table).on_conflict_do_nothing()


def insert_first(connection: Connection, table: Table, row: Row) -> bool:
    """Insert a row; False where it is there already, also when two try it at the same time."""
    return connection.execute(insert_first_statement(connection, table, row)).first() is not None


def insert_first_statement(
    bind: Connection | Engine, table: Table, row: Row
) -> ReturningInsert[Any]:
    """What inserts a row and returns its key, or nothing where it is there already."""
    statement = _insert(bind.dialect.name, table).values(row).on_conflict_do_nothing()
    return statement.returning(*table.primary_key)


def insert_first_from_select(
    bind: Connection | Engine, table: Table, names: Sequence[str], query: Select[Any]
) -> ReturningInsert[Any]:
    """The same for what `query` yields. It must have a WHERE (SQLite)."""
    statement = _insert(bind.dialect.name, table).from_select(names, query).on_conflict_do_nothing()
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
    insert = _insert(connection.dialect.name, table).values(row)
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
    insert = _insert(connection.dialect.name, table).from_select(names, query)
    statement = insert.on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return connection.execute(statement).rowcount


def select_in(
    connection: Connection, query: Select[Any], column: ColumnElement[Any], keys: Iterable[Any]
) -> Iterator[Row]:
    """The rows of `query` whose `column` is one of `keys`, however many those are.

    The keys go as one value: a statement that names each takes longer to make than to answer.
    """
    values = list(keys)
    if not values:
        return
    postgres = connection.dialect.name == "postgresql"
    given = {_KEYS: values if postgres else json.dumps(values)}
    result = connection.execute(query.where(_one_of(column, postgres=postgres)), given)
    names = tuple(result.keys())
    for row in result.all():
        yield dict(zip(names, row, strict=True))


@lru_cache(256)
def _one_of(column: ColumnElement[Any], *, postgres: bool) -> ColumnElement[bool]:
    """That `column` is one of the keys that are given with the statement."""
    if postgres:
        return column == any_(bindparam(_KEYS, type_=ARRAY(column.type)))
    keys = func.json_each(bindparam(_KEYS)).table_valued("value")
    return column.in_(select(keys.c.value))


@lru_cache(256)
def _insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _execute(
    connection: Connection, statement: postgresql.Insert | sqlite.Insert, rows: Sequence[Row]
) -> None:
    """Insert rows that name the same columns, the way that takes either database least.

    SQLite takes them from the bare driver: what SQLAlchemy does to each value takes longer. To
    PostgreSQL they go as one JSON document: an array a column takes four times as long to make.
    """
    names = tuple(rows[0])
    if len(rows) == 1 or any(isinstance(statement.table.c[n].type, LargeBinary) for n in names):
        connection.execute(statement, list(rows))
    elif isinstance(statement, postgresql.Insert):
        connection.execute(_of_document(statement, names), {_ROWS: json.dumps(rows)})
    else:
        sql, places = _bare(statement, names)
        if {*places} != {*names}:  # a column has a default that SQLAlchemy knows
            connection.execute(statement, list(rows))
            return
        values_of = itemgetter(*places)
        connection.exec_driver_sql(sql, [values_of(row) for row in rows])


@lru_cache(256)
def _bare(statement: sqlite.Insert, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A statement for SQLite's driver, and which value of a row stands where."""
    compiled = statement.compile(dialect=sqlite.dialect(), column_keys=list(names))
    return str(compiled), tuple(compiled.positiontup or ())


@lru_cache(256)
def _of_document(statement: postgresql.Insert, names: tuple[str, ...]) -> postgresql.Insert:
    """The same, of rows that come as one JSON document."""
    columns = (column(name, statement.table.c[name].type) for name in names)
    document = cast(bindparam(_ROWS, type_=Text), postgresql.JSON)
    rows = func.json_to_recordset(document).table_valued(*columns)
    return statement.from_select(list(names), select(*rows.render_derived(with_types=True).c))


def _last_of_each(rows: Sequence[Row], key: Sequence[str], version: str) -> list[Row]:
    """What is left of rows put one after the other: in one statement no row may come twice."""
    last: dict[Any, Row] = {}
    key_of = itemgetter(*key)
    for row in rows:
        id = key_of(row)
        if id not in last or not version or row[version] >= last[id][version]:
            last[id] = row
    return list(last.values())
