"""Rows of tickets of which some have changed: those of the others stay as they were made."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar, cast

import numpy as np

from metrics.tickets.arrays import Ints
from metrics.tickets.columns import Facts, Promises, Spans
from metrics.tickets.facts import Rows
from metrics.tickets.intervals import place
from metrics.tickets.lazy import ColumnsByName, columns_of, lazy
from metrics.tickets.narrow import Column
from metrics.tickets.picked import splice, spliced

Some = TypeVar("Some", bound=Facts | Spans | Promises)
KINDS: tuple[type[Any], ...] = (Facts, Spans, Promises)


def renewed(rows: Rows, changed: Ints, now: Rows) -> Rows:
    """Rows in their order, of the tickets that changed those of `now` in the place of theirs."""
    others: dict[str, Spans] = {}
    if isinstance(rows, Facts) and isinstance(now, Facts) and rows.paused is not None:
        assert now.paused is not None
        others["paused"] = _by_ticket(rows.paused, changed, now.paused)
    before = np.searchsorted(_order(rows), _order(now), "right")
    return _renewed(rows, changed, now, before, **others)


def renewed_promises(promises: Promises, changed: Ints, now: Promises) -> Promises:
    """The same of promises; those of `now` stand at the end."""
    behind = np.full(len(now.ticket), len(promises.ticket))
    return _renewed(promises, changed, now, behind, pauses=promises.pauses)


def _order(rows: Facts | Spans) -> Ints:
    """What rows are in the order of."""
    return rows.at if isinstance(rows, Facts) else rows.ended_at


def _by_ticket(rows: Spans, changed: Ints, now: Spans) -> Spans:
    """The same of spans in the order of their tickets and starts."""
    order, new_order = (place(each.ticket, each.started_at) for each in (rows, now))
    return _renewed(rows, changed, now, np.searchsorted(order, new_order))


def _renewed(rows: Some, changed: Ints, now: Some, before: Ints, **others: Any) -> Some:
    """The same of columns; the rows of `now` come `before` those with these numbers."""
    kind = next(each for each in KINDS if isinstance(rows, each))
    columns, new = columns_of(rows), columns_of(now)
    assert columns is not None
    assert new is not None
    gone = np.flatnonzero(np.isin(rows.ticket, changed))
    runs = splice(len(rows.ticket), gone, before)
    table: dict[str, Column] = {
        name: spliced(each, new.table[name], runs) for name, each in columns.table.items()
    }
    names = (entry.name for entry in fields(kind) if entry.name not in {*table, *others, "cut"})
    rest = {name: getattr(rows, name) for name in names}
    return cast(Some, lazy(kind, ColumnsByName(table), **rest, **others))
