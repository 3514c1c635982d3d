"""Columns made of others: some of their rows in an order, and several as one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from threading import RLock
from typing import Any, Final
from weakref import ref

import numpy as np
from numpy.typing import NDArray

from metrics.tickets.narrow import Column, Narrow, Which

STEP: Final = 1024
"""Among so many values at a time a place is looked for."""
MOST_BYTES, LEAST = 32 * 2**20, 8
"""So many bytes, or columns, are held put together: those of a few questions."""


@dataclass(frozen=True, slots=True, eq=False)
class Picked:
    """The rows of a column that have these numbers, in their order."""

    column: Column
    order: NDArray[Any]

    @property
    def kind(self) -> str:
        return self.column.kind

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, which: Which) -> NDArray[Any]:
        return self.column[self.order[which]]

    def whole(self) -> NDArray[Any]:
        return self.column[self.order]


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """The rows of several columns of one kind, one after the other."""

    parts: tuple[Column, ...]

    @property
    def kind(self) -> str:
        return self.parts[0].kind

    def __len__(self) -> int:
        return sum(map(len, self.parts))

    def __getitem__(self, which: Which) -> NDArray[Any]:
        numbers = numbers_of(which, len(self))
        head, *others = self.parts
        # Most rows are of the first part as a rule: all are read there, then those of others anew.
        values = np.empty(len(numbers), self.kind)
        if len(head):
            values[:] = head[np.minimum(numbers, len(head) - 1)]
        first = len(head)
        for part in others:
            own = np.flatnonzero((numbers >= first) & (numbers < first + len(part)))
            values[own] = part[numbers[own] - first]
            first += len(part)
        return values

    def whole(self) -> NDArray[Any]:
        return np.concatenate([part.whole() for part in self.parts])


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Rows of several tables as one: stretches of them, in an order.

    `first` are the numbers of the first row of each stretch, counted through all tables; `at` says
    where each stretch begins, and behind the last one how many rows there are.
    """

    first: NDArray[Any]
    at: NDArray[Any]

    def __len__(self) -> int:
        return int(self.at[-1])

    def pieces(self, *parts: NDArray[Any]) -> Iterator[NDArray[Any]]:
        """The stretches of the values of these tables."""
        begins = np.cumsum([0, *map(len, parts)])
        part = np.searchsorted(begins, self.first, "right") - 1
        start = self.first - begins[part]
        stop = start + np.diff(self.at)
        places = zip(part.tolist(), start.tolist(), stop.tolist(), strict=True)
        return (parts[k][a:b] for k, a, b in places)


def splice(many: int, gone: NDArray[Any], before: NDArray[Any]) -> Runs:
    """Of a table of `many` rows those that are not `gone`, with the rows of another one in it.

    Each of the other's comes `before` one of this table's rows, or `many`: behind the last. These
    go up, as `gone` does.
    """
    # Whatever stays lies between two cuts: where a row goes, behind it, and where others come in.
    cuts = np.unique(np.concatenate([[0, many], gone, gone + 1, before]))
    stays = ~np.isin(cuts[:-1], gone)
    start, length = cuts[:-1][stays], np.diff(cuts)[stays]
    place, first, count = np.unique(before, return_index=True, return_counts=True)
    # Of one place what comes in is first, and then the row that was there.
    order = np.lexsort([np.repeat([0, 1], [len(place), len(start)]), np.append(place, start)])
    lengths = np.append(count, length)[order]
    return Runs(np.append(many + first, start)[order], np.append(0, np.cumsum(lengths)))


@dataclass(frozen=True, eq=False)
class Spliced:
    """Stretches of several columns of one kind: what a few changed rows leave of many."""

    joined: Joined
    runs: Runs

    @property
    def kind(self) -> str:
        return self.joined.kind

    def __len__(self) -> int:
        return len(self.runs)

    def __getitem__(self, which: Which) -> NDArray[Any]:
        return RECENT.narrow(self)[which]

    def whole(self) -> NDArray[Any]:
        return RECENT.narrow(self).whole()

    def together(self) -> Narrow:
        """The same as one column."""
        head, *others = self.joined.parts
        if isinstance(head, Narrow):
            codes = (head.coded(part.whole()) for part in others)
            coded = [each for each in codes if each is not None]
            if len(coded) == len(others):
                pieces = self.runs.pieces(head.stored, *coded)
                stored = np.concatenate([np.empty(0, head.stored.dtype), *pieces])
                return replace(head, stored=stored, length=len(self))
        pieces = self.runs.pieces(*(part.whole() for part in self.joined.parts))
        return Narrow.of(np.concatenate([np.empty(0, self.kind), *pieces]))


class Recent:
    """Spliced columns that were read last, put together; others are when they are read again.

    Holds `most_bytes` of them, or the `least` ones. Safe among threads.
    """

    def __init__(self, most_bytes: int, least: int) -> None:
        self._most_bytes, self._least = most_bytes, least
        self._columns: OrderedDict[int, tuple[ref[Spliced], Narrow]] = OrderedDict()
        self._lock = RLock()

    def narrow(self, column: Spliced) -> Narrow:
        """The column as one."""
        key = id(column)
        with self._lock:
            if found := self._columns.get(key):
                self._columns.move_to_end(key)
                return found[1]
        made = column.together()
        with self._lock:
            self._columns[key] = ref(column, partial(self._drop, key)), made
            while len(self._columns) > self._least and self._bytes() > self._most_bytes:
                self._columns.popitem(last=False)
        return made

    def _bytes(self) -> int:
        return sum(made.nbytes for _, made in self._columns.values())

    def _drop(self, key: int, gone: ref[Spliced]) -> None:
        with self._lock:
            if key in self._columns and self._columns[key][0] is gone:
                del self._columns[key]


RECENT: Final = Recent(MOST_BYTES, LEAST)


def spliced(column: Column, other: Column, runs: Runs) -> Narrow | Spliced:
    """Two columns as one, in these stretches."""
    both = join(column, other)
    return replace(both, length=len(runs)) if isinstance(both, Narrow) else Spliced(both, runs)


def join(*parts: Column) -> Narrow | Joined:
    """Several columns as one."""
    first = parts[0]
    if isinstance(first, Narrow) and all(_is_same(part, first) for part in parts):
        return replace(first, length=sum(map(len, parts)))
    return Joined(parts)


def _is_same(column: Column, other: Narrow) -> bool:
    """Whether both are one value, and the same."""
    if not isinstance(column, Narrow) or not len(column.stored) == len(other.stored) == 1:
        return False
    as_they_are = column.stored.dtype.str == other.stored.dtype.str == column.kind == other.kind
    return as_they_are and bool(column.stored[0] == other.stored[0])


def numbers_of(which: Which, length: int) -> NDArray[Any]:
    """The numbers of the rows that are meant."""
    if isinstance(which, slice):
        return np.arange(*which.indices(length))
    return np.flatnonzero(which) if which.dtype == np.bool_ else which


class Part(Mapping[str, Column]):
    """Some rows of a table, in an order; a column is picked when it is asked for."""

    def __init__(self, table: Mapping[str, Column], which: slice | NDArray[Any], many: int) -> None:
        self._table, self._which, self._many = table, which, many
        self._length = len(range(many)[which]) if isinstance(which, slice) else len(which)
        self._picked: dict[str, Column] = {}
        self._orders: dict[int, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> Column:
        column = self._picked.get(name)
        if column is None:
            column = self._picked[name] = self._pick(self._table[name])
        return column

    def __contains__(self, name: object) -> bool:
        return name in self._table

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)

    def _pick(self, column: Column) -> Column:
        if isinstance(column, Picked):
            return Picked(column.column, self._composed(column.order))
        if isinstance(column, Narrow) and (column.is_one_value or isinstance(self._which, slice)):
            return column.part(self._which, self._length)
        if isinstance(column, Spliced) and isinstance(self._which, slice):
            return RECENT.narrow(column).part(self._which, self._length)
        return Picked(column, self._numbers)

    def _composed(self, order: NDArray[Any]) -> NDArray[Any]:
        """Columns that have their order in common have it here as well."""
        if id(order) not in self._orders:
            self._orders[id(order)] = order[self._which]
        return self._orders[id(order)]

    @cached_property
    def _numbers(self) -> NDArray[Any]:
        return numbers_of(self._which, self._many)


def small(
    column: Column,
    share: Callable[[NDArray[Any]], NDArray[Any]],
    orders: dict[int, NDArray[Any]],
) -> Column:
    """The same column in few bytes: of each array that is its own, what `share` gives for it.

    Columns of one table share their order: `orders` are those that were given, by their ids.
    """
    match column:
        case Picked(Narrow() as inner) if inner.is_wide:
            return _own(column, share)
        case Picked(inner, order):
            if id(order) not in orders:
                orders[id(order)] = share(order.astype(np.uint32))
            return Picked(small(inner, share, orders), orders[id(order)])
        case Joined(parts):
            return Joined(tuple(small(part, share, orders) for part in parts))
        case Narrow() if column.is_wide:
            return _own(column, share)
        case _:
            return column


def _own(column: Column, share: Callable[[NDArray[Any]], NDArray[Any]]) -> Narrow:
    narrow = Narrow.of(column.whole())
    return narrow if narrow.is_one_value else replace(narrow, stored=share(narrow.stored))


def search(column: Column, value: int, side: Any = "left") -> int:
    """Where a value belongs in a column that is in order, as `np.searchsorted` has it."""
    low, high = 0, len(column)
    while high - low > STEP:
        step = -(-(high - low) // STEP)
        n = int(np.searchsorted(column[slice(low, high, step)], value, side))
        # The last probe before it is number n - 1, the first behind it number n.
        low, high = low + max((n - 1) * step + 1, 0) * (n > 0), min(low + n * step, high)
    return low + int(np.searchsorted(column[slice(low, high)], value, side))
