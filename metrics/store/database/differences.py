"""The tables as they are beside those they should be, and what an early first revision lacks."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from alembic.autogenerate import produce_migrations
from alembic.operations import Operations, ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, inspect, text

logger = logging.getLogger(__name__)

HELPDESK: Final = frozenset(
    {
        *("ticket", "event", "person", "person_role", "team", "rating"),
        *("sla_target", "sla_event", "desk_schedule", "schedule_choice"),
        *("timeline", "span", "wait", "solve", "sla_stretch"),
    }
)
"""The tables of the first revision that a sync fills by itself; people made the others."""
DEFAULTS: Final = {
    ("timeline", "ai_replies"): "0",
    ("solve", "replies"): "0",
    ("solve", "handoffs"): "0",
    ("delivery", "checked_at"): "0",
    ("delivery", "receipts"): "''",
}
"""What columns that may not be empty hold at first, where an early first revision lacks them."""
GIVEN_UP: Final = frozenset({("timeline", "handoffs")})
"""Columns of an early first revision that want a value and that nothing fills any more."""


@dataclass(frozen=True, slots=True)
class TableDifference:
    """What sets one table apart from what it should be. `step`: what would mend it, if known."""

    table: str
    words: str
    step: ops.MigrateOperation | None = None


def differences(connection: Connection, target: MetaData) -> list[TableDifference]:
    """What keeps the tables from being those of `target`; only reads.

    Other tables, further indexes and further columns that may stay empty do no harm.
    """
    options = {"compare_type": True, "include_name": _only_tables_of(target)}
    script = produce_migrations(MigrationContext.configure(connection, opts=options), target)
    steps = _flat(script.upgrade_ops.ops if script.upgrade_ops else ())
    parts = (_difference(step) for step in steps)
    return [*filter(None, parts), *_keys(connection, target)]


def words(items: Sequence[TableDifference], most: int = 3) -> str:
    """Differences as text, the first few of them."""
    more = [f"and {len(items) - most} more"] if len(items) > most else []
    return ", ".join([*(difference.words for difference in items[:most]), *more])


def can_mend(items: Sequence[TableDifference]) -> bool:
    """Whether all that differs can be mended without a guess."""
    return all(_is_safe(difference.step) for difference in items)


def mend(connection: Connection, items: Sequence[TableDifference]) -> Sequence[TableDifference]:
    """Make of an early first revision the last one; gives what cannot be done without a guess.

    What people made is kept. Where a table of the helpdesk's lacked something, all of it is read
    again at the next sync, and no question is answered from the half before.
    """
    if not can_mend(items):
        return [difference for difference in items if not _is_safe(difference.step)]
    operations = Operations(MigrationContext.configure(connection))
    # What is given up goes last: what comes may be made of it.
    for difference in sorted(items, key=lambda each: isinstance(each.step, ops.DropColumnOp)):
        if difference.step:
            operations.invoke(_with_default(difference.step))
    if ("delivery", "receipts") in {_place(difference.step) for difference in items}:
        connection.execute(text("UPDATE delivery SET receipts = COALESCE(receipt, '')"))
    if any(difference.table in HELPDESK for difference in items):
        _read_again(connection)
    logger.warning("Mended an early state of the tables: %s", words(items))
    return ()


def _only_tables_of(target: MetaData) -> Callable[..., bool]:
    return lambda name, kind, _: kind != "table" or name in target.tables


def _flat(steps: Iterable[ops.MigrateOperation]) -> Iterator[ops.MigrateOperation]:
    for step in steps:
        if isinstance(step, ops.OpContainer):
            yield from _flat(step.ops)
        else:
            yield step


def _difference(step: ops.MigrateOperation) -> TableDifference | None:
    """What a step would mend, in words; None for what does no harm."""
    table = str(getattr(step, "table_name", "") or getattr(step, "source_table", ""))
    match step:
        case ops.DropColumnOp() if _wants_a_value(step.to_column()):
            sentence = f"the column {table}.{step.column_name} is one too many"
        case ops.DropColumnOp() | ops.DropIndexOp() | ops.DropTableOp():
            return None
        case ops.CreateTableOp():
            sentence = f"the table {table} is missing"
        case ops.AddColumnOp():
            sentence = f"the column {table}.{step.column.name} is missing"
        case ops.CreateIndexOp():
            sentence = f"the index {step.index_name} is missing"
        case ops.AlterColumnOp():
            sentence = f"the column {table}.{step.column_name} is another"
        case _:
            sentence = f"the table {table} has other constraints"
    return TableDifference(table, sentence, step)


def _wants_a_value(column: Column[Any]) -> bool:
    return not column.nullable and column.server_default is None


def _keys(connection: Connection, target: MetaData) -> Iterator[TableDifference]:
    """Tables with another primary key, at which Alembic does not look."""
    keys = inspect(connection).get_multi_pk_constraint(filter_names=list(target.tables))
    actual = {name: set(key["constrained_columns"]) for (_, name), key in keys.items()}
    for name, table in target.tables.items():
        if name in actual and actual[name] != {column.name for column in table.primary_key}:
            yield TableDifference(name, f"the table {name} has another primary key")


def _is_safe(step: ops.MigrateOperation | None) -> bool:
    match step:
        case ops.CreateTableOp():
            return True
        case ops.AddColumnOp():
            return bool(step.column.nullable) or _place(step) in DEFAULTS
        case ops.DropColumnOp():
            return _place(step) in GIVEN_UP
        case ops.CreateIndexOp():
            return not step.unique
    return False


def _place(step: ops.MigrateOperation | None) -> tuple[str, str]:
    match step:
        case ops.AddColumnOp():
            return step.table_name, step.column.name
        case ops.DropColumnOp():
            return step.table_name, step.column_name
    return "", ""


def _with_default(step: ops.MigrateOperation) -> ops.MigrateOperation:
    default = DEFAULTS.get(_place(step))
    if default is None or not isinstance(step, ops.AddColumnOp):
        return step
    kind = step.column.type
    column = Column(step.column.name, kind, nullable=False, server_default=text(default))
    return ops.AddColumnOp(step.table_name, column)


def _read_again(connection: Connection) -> None:
    """Let the next sync begin anew; nothing that is stored is forgotten, nor told as complete."""
    begin = "UPDATE stream SET cursor = NULL, caught_up = :no, through_at = NULL"
    connection.execute(text(begin), {"no": False})
    unknown = (
        "UPDATE source SET fresh_until = NULL, timeline_version = 0 WHERE name NOT LIKE :files"
    )
    connection.execute(text(unknown), {"files": "files:%"})
