"""Columns of some tickets: all at one time, those that changed since, and both as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from metrics.service_levels.promises import Stretches
from metrics.store.syncs.ledger import Source
from metrics.store.tickets import attributes, sla_stretches
from metrics.store.tickets.loading import Loader
from metrics.store.tickets.ratings import add_holders
from metrics.store.tickets.retirement import end, lifetimes
from metrics.tickets.arrays import Bools, Ints
from metrics.tickets.columns import Ratings, Solves, Spans, Tickets, Waits, in_order
from metrics.tickets.lazy import ColumnsByName, lazy
from metrics.tickets.narrow import Column, Narrow, Table, table_of
from metrics.tickets.picked import Picked, join
from metrics.tickets.records import Dimension

TICKETS: Final = "tickets"
KINDS: Final[Mapping[str, type[Any]]] = {
    TICKETS: Tickets,
    "waits": Waits,
    "solves": Solves,
    "spans": Spans,
    "stretches": Stretches,
    "ratings": Ratings,
}
ORDER: Final = {TICKETS: "key", "spans": "ended_at"}
"""By what the rows of a table are in order; those of the others may come in any."""


@dataclass(frozen=True, eq=False)
class Part:
    """Tables of some tickets, and of each whatever it was read with."""

    tables: Mapping[str, Table]

    def __len__(self) -> int:
        return len(self.tables[TICKETS]["key"])

    def has(self, keys: Ints) -> Bools:
        """Which of these keys are those of its tickets."""
        own = self.tables[TICKETS]["key"]
        if not len(own):
            return np.zeros(len(keys), np.bool_)
        found: Bools = own[np.minimum(own.search(keys), len(own) - 1)] == keys
        return found

    def columns(self) -> dict[str, ColumnsByName]:
        """The columns of each table."""
        return {name: ColumnsByName(table) for name, table in self.tables.items()}


@dataclass(frozen=True)
class _Lives:
    tickets: Tickets
    solves: Solves
    spans: Spans


def read_part(loader: Loader, sources: Sequence[Source]) -> Part:
    """The tables of the tickets that `loader` reads."""
    tickets = loader.tickets()
    words = tuple(loader.codebooks[Dimension.SOURCE])
    bounds = lifetimes(sources, words, tickets)
    spans = in_order(end(loader.spans(tickets), bounds))
    solves = loader.solves(tickets)
    columns = {
        TICKETS: tickets,
        "waits": end(loader.waits(tickets), bounds),
        "solves": solves,
        "spans": spans,
        "stretches": end(sla_stretches.load(loader), bounds),
        "ratings": add_holders(loader.ratings(tickets), _Lives(tickets, solves, spans)),
    }
    tables = {name: table_of(each) for name, each in columns.items()}
    for dimension, codes in attributes.load(loader, tickets).items():
        tables[TICKETS][f"attributes.{dimension}"] = Narrow.of(codes)
    return Part(tables)


@dataclass(frozen=True, eq=False)
class Merged:
    """A base without the tickets that changed since, and what those are now."""

    base: Part
    delta: Part
    changed: Ints

    def columns(self) -> dict[str, ColumnsByName]:
        """The columns of each table, made of both when they are read."""
        return {
            name: ColumnsByName(_Both(name, table, self.delta.tables[name], self.changed))
            for name, table in self.base.tables.items()
        }

    def whole(self) -> Part:
        """Both as one part."""
        return Part(
            {
                name: {key: Narrow.of(columns[key]) for key in columns.table}
                for name, columns in self.columns().items()
            }
        )


@dataclass(frozen=True, eq=False)
class _Both(Mapping[str, Column]):
    """A table of the base with the rows of the delta in the places where they belong."""

    name: str
    base: Table
    delta: Table
    changed: Ints

    def __getitem__(self, name: str) -> Column:
        if name not in self.base and name not in self.delta:
            raise KeyError(name)
        both = join(self._of(self.base, name), self._of(self.delta, name))
        if isinstance(both, Narrow):
            return replace(both, length=len(self._order))
        return Picked(both, self._order)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self.base, *self.delta)))

    def __len__(self) -> int:
        return len(set(self.base) | set(self.delta))

    def _of(self, table: Table, name: str) -> Narrow:
        """A column; nobody has an attribute of which a part knows nothing."""
        return table[name] if name in table else Narrow.same(np.int32(0), len(table["key"]))

    @cached_property
    def _order(self) -> NDArray[Any]:
        """The numbers of the rows in the base, and behind it in the delta, in their order."""
        of = self.base["key" if self.name == TICKETS else "ticket"].whole()
        unchanged = np.flatnonzero(~np.isin(of, self.changed))
        many = len(self.delta["key" if self.name == TICKETS else "ticket"])
        at = np.full(many, len(unchanged))
        if self.name in ORDER:
            by = ORDER[self.name]
            at = np.searchsorted(self.base[by][unchanged], self.delta[by].whole(), "right")
        order = np.insert(unchanged, at, len(of) + np.arange(many))
        return order.astype(np.uint32)


def snapshot_columns(columns: Mapping[str, ColumnsByName]) -> dict[str, Any]:
    """The tables as the dataclasses that measures know."""
    return {name: lazy(kind, columns[name]) for name, kind in KINDS.items()}


def empty_like(part: Part) -> Part:
    """A part of no tickets."""
    return Part(
        {
            name: {key: Narrow(each.stored[:0], 0, each.kind) for key, each in table.items()}
            for name, table in part.tables.items()
        }
    )
