"""Columns in as few bytes as their values need, and back to the arrays measures are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from metrics.tickets.arrays import Bools, Ints
from metrics.tickets.records import NEVER

Table: TypeAlias = Mapping[str, "Narrow"]
"""The columns of something by name; those of a mapping in it as "cut.team"."""
Which: TypeAlias = slice | Bools | NDArray[Any]
"""Which of the rows: a stretch of them, those for which a mask holds, or their numbers."""
MADE: Final = (np.uint8, np.uint16, np.uint32)


class Column(Protocol):
    """Values of rows, made when they are read."""

    @property
    def kind(self) -> str:
        """The type of the values."""
        ...

    def __len__(self) -> int: ...

    def __getitem__(self, which: Which) -> NDArray[Any]:
        """Some of the values."""
        ...

    def whole(self) -> NDArray[Any]:
        """All values. They may be shared, and none may be written to."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Narrow:
    """A column of `length` values: what is stored of each, and `least` to add to it.

    One value is stored where all are equal. With `never` the highest number that fits stands for
    NEVER. `kind` is the type of the values; equal to that of what is stored: those are the values.
    """

    stored: NDArray[Any]
    length: int
    kind: str
    least: int = 0
    never: bool = False

    @classmethod
    def as_it_is(cls, values: NDArray[Any]) -> Narrow:
        """The values themselves."""
        return cls(values, len(values), values.dtype.str)

    @classmethod
    def same(cls, value: Any, length: int) -> Narrow:
        """So many times the same value, a scalar of NumPy's."""
        return cls(np.array([value]), length, np.dtype(type(value)).str)

    @classmethod
    def of(cls, values: NDArray[Any]) -> Narrow:
        """The same values in as few bytes as they need."""
        n, kind = len(values), values.dtype.str
        if n and bool((values == values[0]).all()):
            return cls(np.array(values[:1]), n, kind)
        if not n or values.dtype.kind != "i":
            return cls(np.ascontiguousarray(values), n, kind)
        is_never = values == NEVER
        never = bool(is_never.any())
        known = values[~is_never] if never else values
        least, most = int(known.min()), int(known.max())
        for made in MADE:
            top = np.iinfo(made).max
            if most - least < top and np.dtype(made).itemsize < values.dtype.itemsize:
                stored = (np.where(is_never, least, values) - least).astype(made)
                stored[is_never] = top
                return cls(stored, n, kind, least, never)
        return cls(np.ascontiguousarray(values), n, kind)

    def coded(self, values: NDArray[Any]) -> NDArray[Any] | None:
        """Values as they would be stored among these; None where they do not fit."""
        if self.is_wide:
            return values.astype(self.kind)
        if self.is_one_value:
            return None
        top = np.iinfo(self.stored.dtype).max
        is_never = values == NEVER if self.never else np.zeros(len(values), np.bool_)
        known = values[~is_never]
        if len(known) and not (self.least <= known.min() and known.max() - self.least < top):
            return None
        stored = (np.where(is_never, self.least, values) - self.least).astype(self.stored.dtype)
        stored[is_never] = top
        return stored

    def __len__(self) -> int:
        return self.length

    @property
    def is_wide(self) -> bool:
        """Whether the values themselves are stored."""
        return self.stored.dtype.str == self.kind and not self.is_one_value

    @property
    def nbytes(self) -> int:
        """How many bytes are stored."""
        return int(self.stored.nbytes)

    @property
    def is_one_value(self) -> bool:
        """Whether one value stands for all."""
        return len(self.stored) == 1 and self.length != 1

    def __getitem__(self, which: Which) -> NDArray[Any]:
        """Some of the values."""
        if not self.is_one_value:
            return self._values(self.stored[which])
        if isinstance(which, slice):
            return np.broadcast_to(self.stored[0], len(range(*which.indices(self.length))))
        many = int(which.sum()) if which.dtype == np.bool_ else len(which)
        return np.broadcast_to(self.stored[0], many)

    def part(self, which: Which, length: int) -> Narrow:
        """Some of the values, which are so many, not read yet."""
        stored = self.stored if self.is_one_value else self.stored[which]
        return Narrow(stored, length, self.kind, self.least, self.never)

    def up_to(self, value: int) -> Bools:
        """Which values are not above a value, which lies before NEVER."""
        if self.is_wide or self.is_one_value:
            return self.whole() <= value
        highest = int(np.iinfo(self.stored.dtype).max) - self.never
        within: Bools = self.stored <= self.stored.dtype.type(
            min(max(value - self.least, 0), highest)
        )
        return within if value >= self.least else np.zeros(len(self), np.bool_)

    def whole(self) -> NDArray[Any]:
        """All values. Equal ones share their bytes, and none may be written to."""
        if self.is_one_value:
            return np.broadcast_to(self.stored[0], self.length)
        return self._values(self.stored)

    def search(self, values: Ints, side: Any = "left") -> Ints:
        """Where values belong in a column that is in order, as `np.searchsorted` has it."""
        if len(self.stored) != self.length or self.stored.dtype.str == self.kind:
            return np.searchsorted(self.whole(), values, side)
        top = np.iinfo(self.stored.dtype).max
        values = np.asarray(values, np.int64)
        beyond = np.minimum(values - self.least, top)
        # What lies between the highest value and NEVER is before every NEVER.
        within = np.clip(beyond, 0, top).astype(self.stored.dtype)
        found = np.searchsorted(self.stored, within, side)
        last = np.searchsorted(self.stored, self.stored.dtype.type(top), "left")
        found = np.where((beyond >= top) & (values < NEVER), last, found)
        return np.where(values < self.least, 0, found)

    def _values(self, stored: NDArray[Any]) -> NDArray[Any]:
        if self.stored.dtype.str == self.kind:
            return stored
        values = stored.astype(self.kind)
        values += values.dtype.type(self.least)
        if self.never:
            values[stored == np.iinfo(stored.dtype).max] = NEVER
        return values


def table_of(columns: object) -> dict[str, Narrow]:
    """The columns of a dataclass of arrays, those of mappings and of dataclasses in it too."""
    table: dict[str, Narrow] = {}
    for entry in fields(columns):  # type: ignore[arg-type]
        value = getattr(columns, entry.name)
        if isinstance(value, Mapping):
            table |= {f"{entry.name}.{key}": Narrow.of(each) for key, each in value.items()}
        elif isinstance(value, np.ndarray):
            table[entry.name] = Narrow.of(value)
    return table


def keys_of(names: Iterable[str], name: str) -> list[str]:
    """The keys of a mapping among the names of columns."""
    return [each.partition(".")[2] for each in names if each.startswith(f"{name}.")]
