"""The targets people set, kept as they were said: a later row leaves the past as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from metrics.store.database.rows import clean
from metrics.store.tables.people import TargetRow
from metrics.store.tables.tickets import table

TARGET = table(TargetRow)


def all_targets(connection: Connection) -> tuple[RowMapping, ...]:
    """All that was ever said about targets, the oldest first."""
    return tuple(connection.execute(select(TARGET).order_by(TARGET.c.key)).mappings())


def add_target(connection: Connection, row: Mapping[str, Any]) -> None:
    """Keep one more: its metric, what it is narrowed to, its value, since when and by whom."""
    values = {
        name: clean(value) if isinstance(value, str) else value for name, value in row.items()
    }
    connection.execute(insert(TARGET).values(values))
