"""Whole columns into tables, by what either database takes fastest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from metrics.tickets.arrays import Bools

Values: TypeAlias = NDArray[Any] | Sequence[Any]
"""The values of a column; those that a masked array masks are NULL."""
Columns: TypeAlias = Mapping[str, Values]


def write(connection: Connection, table: Table, columns: Columns) -> int:
    """Insert rows of which each column has its values; returns how many."""
    whole = {**_defaults(table, columns), **columns}
    rows = list(zip(*(_plain(values) for values in whole.values()), strict=True))
    names = [connection.dialect.identifier_preparer.quote(name) for name in whole]
    into = f"{table.name} ({', '.join(names)})"
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        places = ", ".join("?" * len(names))
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES ({places})", rows)
    return len(rows)


def only(values: NDArray[Any], where: Bools) -> NDArray[Any]:
    """The values where something holds, and NULL elsewhere."""
    masked: NDArray[Any] = np.ma.array(values, mask=~where)
    return masked


def taken(columns: Columns, where: Bools) -> Columns:
    """The rows where something holds."""
    return {name: np.ma.asanyarray(values)[where] for name, values in columns.items()}


def _defaults(table: Table, columns: Columns) -> Columns:
    """What the columns that are not told have in each row."""
    n = len(next(iter(columns.values())))
    rest = {each.name: each.default for each in table.columns if each.name not in columns}
    return {k: [d.arg] * n for k, d in rest.items() if isinstance(d, ScalarElementColumnDefault)}


def _plain(values: Values) -> Sequence[Any]:
    plain: Sequence[Any] = values.tolist() if isinstance(values, np.ndarray) else values
    return plain
