"""Dataclasses of arrays whose columns are made when they are read: nobody pays for the others."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, Final, TypeVar, cast

from numpy.typing import NDArray

from metrics.tickets.narrow import Table, keys_of
from metrics.tickets.records import Dimension

Kind = TypeVar("Kind")
HELD: Final = "key"
"""The keys of the tickets are held, since every look-up needs them."""


class ColumnsByName:
    """Columns, each made when it is read: the same array as long as anybody holds it."""

    def __init__(self, column: Callable[[str], NDArray[Any]], names: Collection[str]) -> None:
        self._column = column
        self.names = names
        self._alive: dict[str, weakref.ref[NDArray[Any]]] = {}
        self._held: dict[str, NDArray[Any]] = {}

    @classmethod
    def of(cls, table: Table) -> ColumnsByName:
        """The columns of a table."""
        return cls(lambda name: table[name].whole(), table)

    def __getitem__(self, name: str) -> NDArray[Any]:
        ref = self._alive.get(name)
        values = ref() if ref else None
        if values is None:
            values = self._column(name)
            values.flags.writeable = False
            self._alive[name] = weakref.ref(values)
            if name == HELD:
                self._held[name] = values
        return values


def lazy(kind: type[Kind], columns: ColumnsByName, **others: Any) -> Kind:
    """A dataclass of that kind over such columns, those of its mappings as "cut.team".

    `others` are its fields that are none.
    """
    made: Kind = object.__new__(_lazy_kind(cast(Hashable, kind)))
    object.__setattr__(made, "_columns", columns)
    for entry in fields(kind):  # type: ignore[arg-type]
        if entry.name in others:
            object.__setattr__(made, entry.name, others[entry.name])
        elif entry.name not in columns.names:
            object.__setattr__(made, entry.name, LazyCut(columns, entry.name))
    return made


@cache
def _lazy_kind(kind: Hashable) -> type[Any]:
    def read(self: Any, name: str) -> NDArray[Any]:
        if name.startswith("_"):
            raise AttributeError(name)
        columns: ColumnsByName = object.__getattribute__(self, "_columns")
        return columns[name]

    assert isinstance(kind, type)
    return type(kind.__name__, (kind,), {"__slots__": ("_columns",), "__getattr__": read})


class LazyCut(Mapping[Dimension, NDArray[Any]]):
    """The columns of a mapping, each made when it is read."""

    def __init__(self, columns: ColumnsByName, name: str) -> None:
        self._columns, self._name = columns, name
        self._keys = {Dimension.attribute(key): None for key in keys_of(columns.names, name)}

    def __getitem__(self, key: Dimension) -> NDArray[Any]:
        if key not in self._keys:
            raise KeyError(key)
        return self._columns[f"{self._name}.{key}"]

    def __iter__(self) -> Iterator[Dimension]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
