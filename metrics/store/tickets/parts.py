"""Columns of some tickets: all at one time, those that changed since, and both as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from sqlalchemy import CompoundSelect, Connection, Select, and_, select, union_all
from sqlmodel import col

from metrics.service_levels.promises import Stretches
from metrics.store.syncs.ledger import Source
from metrics.store.tables.tickets import RatingRow, TicketRow, TimelineRow
from metrics.store.tickets import attributes, sla_stretches
from metrics.store.tickets.loading import Loader
from metrics.store.tickets.ratings import add_holders
from metrics.store.tickets.retirement import end, lifetimes
from metrics.tickets.arrays import Bools, Ints
from metrics.tickets.columns import Ratings, Solves, Spans, Tickets, Waits, in_order
from metrics.tickets.lazy import ColumnsByName, lazy
from metrics.tickets.narrow import Column, Narrow, Table, table_of
from metrics.tickets.picked import Runs, splice, spliced
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
        return spliced(self._of(self.base, name), self._of(self.delta, name), self._runs)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self.base, *self.delta)))

    def __len__(self) -> int:
        return len(set(self.base) | set(self.delta))

    def _of(self, table: Table, name: str) -> Narrow:
        """A column; nobody has an attribute of which a part knows nothing."""
        return table[name] if name in table else Narrow.same(np.int32(0), len(table["key"]))

    @cached_property
    def _runs(self) -> Runs:
        """Which rows of the base stay, and before which of them each of the delta belongs."""
        key = "key" if self.name == TICKETS else "ticket"
        of = self.base[key].whole()
        gone = np.flatnonzero(np.isin(of, self.changed))
        before = np.full(len(self.delta[key]), len(of))
        if self.name in ORDER:
            by = ORDER[self.name]
            before = self.base[by].search(self.delta[by].whole(), "right")
        return splice(len(of), gone, before)


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


def changed_keys(connection: Connection, since: Mapping[str, int]) -> Ints:
    """The keys of the tickets of which something is newer than is known of their sources."""
    keys = connection.execute(_changed(since)).scalars()
    return np.unique(np.fromiter(keys, np.int64))


def _changed(since: Mapping[str, int]) -> CompoundSelect[int]:
    """Each source for itself, so that the index of its revisions finds them."""
    built, rating = TimelineRow, RatingRow
    own_ticket = and_(col(TicketRow.source) == rating.source, col(TicketRow.id) == rating.ticket)
    parts = list[Select[int]]()
    for source, revision in since.items():
        of_source = col(built.source) == source
        parts += [
            select(col(built.ticket)).where(of_source, col(built.revision) > revision),
            select(col(built.ticket))
            .join(TicketRow, col(TicketRow.key) == built.ticket)
            .join(rating, own_ticket)
            .where(col(rating.source) == source, col(rating.revision) > revision),
        ]
    return union_all(*parts)
