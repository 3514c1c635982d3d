"""Dataclasses of arrays whose columns are made when they are read: nobody pays for the others."""

from __future__ import annotations

import weakref
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import fields
from functools import cache, cached_property
from typing import Any, Final, TypeVar, cast

from numpy.typing import NDArray

from metrics.tickets.narrow import Column, keys_of
from metrics.tickets.records import Dimension

Kind = TypeVar("Kind")
HELD: Final = "key"
"""The keys of the tickets are held, since every look-up needs them. They are no array of the table,
which may outlive these columns: by them one knows whether anybody holds those."""


class ColumnsByName:
    """The columns of a table, each read when it is asked for: once as long as anybody holds it.

    With `held` they are held as long as these columns are, for rows that are soon let go of.
    """

    def __init__(self, table: Mapping[str, Column], *, held: bool = False) -> None:
        self.table = table
        self.holds = held
        self._alive: dict[str, weakref.ref[NDArray[Any]]] = {}
        self._held: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        ref = self._alive.get(name)
        values = ref() if ref else None
        if values is None:
            values = self.table[name].whole()
            values = values.view() if name == HELD else values
            values.flags.writeable = False
            self._alive[name] = weakref.ref(values)
            if self.holds or name == HELD:
                self._held[name] = values
        return values

    def origin(self, values: NDArray[Any]) -> Column | None:
        """The column of which these are the values, where somebody has just read them here."""
        alive = tuple(self._alive.items())
        return next((self.table[name] for name, ref in alive if ref() is values), None)


def lazy(kind: type[Kind], columns: ColumnsByName, **others: Any) -> Kind:
    """A dataclass of that kind over such columns, those of its mappings as "cut.team".

    `others` are its fields that are none.
    """
    made: Kind = object.__new__(_lazy_kind(cast(Hashable, kind)))
    object.__setattr__(made, "_columns", columns)
    for entry in fields(kind):  # type: ignore[arg-type]
        if entry.name in others:
            object.__setattr__(made, entry.name, others[entry.name])
        elif entry.name not in columns.table:
            object.__setattr__(made, entry.name, LazyCut(columns, entry.name))
    return made


def columns_of(made: object) -> ColumnsByName | None:
    """The columns of a dataclass that reads them when they are asked for; None of any other."""
    columns = getattr(made, "_columns", None)
    return columns if isinstance(columns, ColumnsByName) else None


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

    @cached_property
    def _keys(self) -> Mapping[Dimension, None]:
        names = keys_of(self._columns.table, self._name)
        return {Dimension.attribute(name): None for name in names}

    def __getitem__(self, key: Dimension) -> NDArray[Any]:
        if key not in self:
            raise KeyError(key)
        return self._columns[f"{self._name}.{key}"]

    def __contains__(self, key: object) -> bool:
        return f"{self._name}.{key}" in self._columns.table

    def column(self, key: Dimension) -> Column:
        """The column of a key, not read yet."""
        return self._columns.table[f"{self._name}.{key}"]

    def __iter__(self) -> Iterator[Dimension]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)
