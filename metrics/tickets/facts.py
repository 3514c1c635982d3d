"""What a measure is made of: things that happened, and things that were the case for a time."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from metrics.tickets.arrays import Bools, Codes, Cut, Floats, Ints, in_order_of
from metrics.tickets.lazy import ColumnsByName, LazyCut, columns_of, lazy
from metrics.tickets.narrow import Column, Narrow
from metrics.tickets.picked import Part, join, search, small
from metrics.tickets.records import NEVER, Dimension, Instant

Rows = TypeVar("Rows", bound="Facts | Spans")
_CUT: Final = "cut."


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Things that happened, each at an instant `at` that puts it in a window; in the order of `at`.

    `start_at` is when the measured time began (it ends at `at`), and `paused` when it stood still;
    `hit_at` when a row became a hit (NEVER: it is none) and `lost_at` when it was one no longer;
    `gone_at` when a later fact of the same ticket took its place, `earlier_at` when an earlier one
    had: a window that holds both counts one. `reason` is 0 for rows that count, else says why one
    is left out (see the metric's `reasons`); `step` says which step of several a row is (see the
    metric's `steps`). `amount` is what a row adds, `of` to what it is compared with, where a
    measure is made of amounts.
    """

    ticket: Ints
    at: Ints
    cut: Cut
    start_at: Ints
    hit_at: Ints
    lost_at: Ints
    gone_at: Ints
    reason: Codes
    step: Codes
    earlier_at: Ints | None = None
    paused: Spans | None = None
    amount: Floats | None = None
    of: Floats | None = None

    def __len__(self) -> int:
        return len(column(self, "at"))

    def within(self, start: Instant, end: Instant) -> Facts:
        """Those with start <= at < end."""
        at = column(self, "at")
        return _each(self, slice(search(at, start), search(at, end)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Times during which something was the case, in the order of their ends.

    `since_at` is the instant from which an age is counted (usually the ticket's creation);
    `replied_at` that of the last public reply by a human, NEVER before the first, where it is told.
    """

    ticket: Ints
    started_at: Ints
    ended_at: Ints
    since_at: Ints
    cut: Cut
    replied_at: Ints | None = None

    def __len__(self) -> int:
        return len(column(self, "ended_at"))

    def ending_after(self, at: Instant) -> Spans:
        """Those not over at `at`: all that can be the case then or later."""
        return _each(self, slice(search(column(self, "ended_at"), at, "right"), None))

    def at(self, at: Instant) -> Spans:
        """Those that are the case at `at` (started <= at < ended)."""
        late = self.ending_after(at)
        start = column(late, "started_at")
        return subset(late, start.up_to(at) if isinstance(start, Narrow) else start.whole() <= at)


def facts(  # noqa: PLR0913 - one argument a column
    *,
    ticket: Ints,
    at: Ints,
    cut: Cut,
    table: object = None,
    where: Bools | None = None,
    start_at: Ints | None = None,
    hit_at: Ints | None = None,
    lost_at: Ints | None = None,
    gone_at: Ints | None = None,
    earlier_at: Ints | None = None,
    reason: Codes | None = None,
    step: Codes | None = None,
    paused: Spans | None = None,
    amount: Floats | None = None,
    of: Floats | None = None,
) -> Facts:
    """Put rows that happened (at < NEVER) in order, those alone for which `where` holds.

    What is not given has not happened. What is a column of `table` is not copied.
    """
    n = len(at)
    never, none = Narrow.same(np.int64(NEVER), n), Narrow.same(np.int32(0), n)
    given: dict[str, NDArray[Any] | Column | None] = {
        "ticket": ticket,
        "at": at,
        "start_at": never if start_at is None else start_at,
        "hit_at": never if hit_at is None else hit_at,
        "lost_at": never if lost_at is None else lost_at,
        "gone_at": never if gone_at is None else gone_at,
        "reason": none if reason is None else reason,
        "step": none if step is None else step,
        "earlier_at": earlier_at,
        "amount": amount,
        "of": of,
    }
    rows = _made(Facts, _table(given, cut, table), paused=paused)
    happened = at < NEVER if where is None else where & (at < NEVER)
    return _in_order(rows, at, happened)


def spans(  # noqa: PLR0913 - one argument a column
    *,
    ticket: Ints,
    started_at: Ints,
    ended_at: Ints,
    since_at: Ints,
    cut: Cut,
    table: object = None,
    where: Bools | None = None,
) -> Spans:
    """Make spans, in the order of their ends; `table` and `where` are as those of `facts`."""
    given = {"ticket": ticket, "started_at": started_at, "ended_at": ended_at}
    made = _made(Spans, _table({**given, "since_at": since_at}, cut, table))
    return _in_order(made, ended_at, where)


def in_order(rows: Spans) -> Spans:
    """The same spans in the order of their ends."""
    return _each(rows, in_order_of(rows.ended_at))


def subset(rows: Rows, mask: Bools) -> Rows:
    """The rows for which `mask` holds; the same object when it holds for all."""
    return rows if bool(mask.all()) else _each(rows, mask)


def reorder(rows: Rows, order: Ints) -> Rows:
    """The rows with these numbers, in the order given."""
    return _each(rows, order)


def union(rows: Facts, others: Facts) -> Facts:
    """Both together, of the columns that all facts have."""
    tables = _columns(rows), _columns(others)
    table: dict[str, Column] = {
        name: join(column, tables[1][name])
        for name, column in tables[0].items()
        if name in tables[1] and name not in {"earlier_at", "amount", "of"}
    }
    both = _made(Facts, table)
    return _in_order(both, both.at)


def changed(rows: Rows, **columns: Any) -> Rows:
    """The rows with other columns in the places of these; what is not changed is not read."""
    table = dict(_columns(rows))
    others = {name: each for name, each in _others(rows).items() if name not in columns}
    for name, values in columns.items():
        if name == "cut":
            table = {n: c for n, c in table.items() if not n.startswith(_CUT)} | _table({}, values)
        elif isinstance(values, np.ndarray):
            table[name] = Narrow.as_it_is(values)
        else:
            table.pop(name, None)
            others[name] = values
    return _made(_kind(rows), table, **others)


def cut_also(rows: Rows, dimension: Dimension, codes: Column) -> Rows:
    """The rows cut by one more dimension."""
    table = {**_columns(rows), f"{_CUT}{dimension}": codes}
    return _made(_kind(rows), table, held=_holds(rows), **_others(rows))


def cut_only(rows: Rows, dimensions: Collection[Dimension]) -> Rows:
    """The rows cut by these dimensions alone."""
    names = {f"{_CUT}{dimension}" for dimension in dimensions}
    table = {n: c for n, c in _columns(rows).items() if not n.startswith(_CUT) or n in names}
    return _made(_kind(rows), table, held=_holds(rows), **_others(rows))


def cut_of(cut: Cut, which: Bools | Ints) -> LazyCut:
    """A cut of some of its rows."""
    numbers = np.flatnonzero(which) if which.dtype == np.bool_ else which
    part = Part(_table({}, cut), numbers.astype(np.uint32), 0)
    return LazyCut(ColumnsByName(part), "cut")


def joined(cut: Cut, *others: Cut) -> Cut:
    """A cut and others of the same dimensions, one after the other."""
    tables = [_table({}, each) for each in (cut, *others)]
    table = {name: join(*(each[name] for each in tables)) for name in tables[0]}
    return LazyCut(ColumnsByName(table), "cut")


def column(rows: Facts | Spans, name: str) -> Column:
    """A column of rows, not read yet."""
    columns = columns_of(rows)
    return columns.table[name] if columns else Narrow.as_it_is(getattr(rows, name))


def _columns(rows: Facts | Spans) -> Mapping[str, Column]:
    """The columns of rows by name, those of the cut as "cut.team"."""
    columns = columns_of(rows)
    if columns is not None:
        return columns.table
    given = {entry.name: getattr(rows, entry.name) for entry in fields(rows)}
    return _table({name: v for name, v in given.items() if isinstance(v, np.ndarray)}, rows.cut)


def _table(
    given: Mapping[str, NDArray[Any] | Column | None], cut: Cut, table: object = None
) -> dict[str, Column]:
    """Columns as they are in `table`, where they are of it, else as they are given."""
    source, made = columns_of(table), dict[str, Column]()
    for name, values in given.items():
        if isinstance(values, np.ndarray):
            origin = source.origin(values) if source else None
            made[name] = Narrow.as_it_is(values) if origin is None else origin
        elif values is not None:
            made[name] = values
    for dimension in cut:
        lazy_cut = cut if isinstance(cut, LazyCut) else None
        codes = lazy_cut.column(dimension) if lazy_cut else Narrow.as_it_is(cut[dimension])
        made[f"{_CUT}{dimension}"] = codes
    return made


def _holds(rows: Facts | Spans) -> bool:
    """Whether rows hold what was read of them."""
    columns = columns_of(rows)
    return columns is None or columns.holds


def _others(rows: Facts | Spans) -> dict[str, Any]:
    """What rows have beside their columns."""
    table = _columns(rows)
    names = (entry.name for entry in fields(rows) if entry.name != "cut")
    return {name: getattr(rows, name) for name in names if name not in table}


def _made(
    kind: type[Rows], table: Mapping[str, Column], *, held: bool = True, **others: Any
) -> Rows:
    """Rows of these columns, and nothing else where it is not given."""
    names = (entry.name for entry in fields(kind) if entry.name != "cut")
    nothing = dict.fromkeys(name for name in names if name not in table)
    return lazy(kind, ColumnsByName(table, held=held), **{**nothing, **others})


def narrowed(rows: Rows, share: Callable[[NDArray[Any]], NDArray[Any]]) -> Rows:
    """The same rows in few bytes, holding nothing that is read; `share` is given each array."""
    orders: dict[int, NDArray[Any]] = {}
    table = {name: small(each, share, orders) for name, each in _columns(rows).items()}
    if isinstance(rows, Spans):  # whether they have begun is asked of many, time and again
        table["started_at"] = small(Narrow.as_it_is(rows.started_at), share, orders)
    others = _others(rows)
    if isinstance(rows, Facts) and rows.paused is not None:
        others["paused"] = narrowed(rows.paused, share)
    return _made(_kind(rows), table, held=False, **others)


def _kind(rows: Rows) -> type[Rows]:
    kind: Any = Facts if isinstance(rows, Facts) else Spans
    return cast(type[Rows], kind)


def _each(rows: Rows, which: slice | Bools | Ints) -> Rows:
    if not isinstance(which, slice) and which.dtype == np.bool_:
        which = np.flatnonzero(which)
    table = Part(_columns(rows), which, len(rows))
    return _made(_kind(rows), table, **_others(rows))


def _in_order(rows: Rows, at: Ints, there: Bools | None = None) -> Rows:
    """Those that are there, in the order of their instants."""
    numbers = np.arange(len(at)) if there is None else np.flatnonzero(there)
    order = in_order_of(at if len(numbers) == len(at) else at[numbers])
    if len(numbers) == len(at) and bool((order[1:] > order[:-1]).all()):
        return rows
    return _each(rows, numbers[order].astype(np.uint32))
