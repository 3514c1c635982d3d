"""Who had each ticket, and how urgent it was, at any instant of its life."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from metrics.tickets.columns import Cut, Ints, Solves, Spans, Tickets
from metrics.tickets.intervals import place


class Lives(Protocol):
    """What tells who had which ticket."""

    @property
    def tickets(self) -> Tickets: ...
    @property
    def solves(self) -> Solves: ...
    @property
    def spans(self) -> Spans: ...


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """One row for each time a ticket was held alike, by ticket and then by `since_at`."""

    ticket: Ints
    since_at: Ints
    cut: Cut

    @classmethod
    def of(cls, columns: Lives) -> Holdings:
        """Told by solves and unsolved spans; a ticket without them was always held as today."""
        tickets, solves, spans = columns.tickets, columns.solves, columns.spans
        bare = ~(np.isin(tickets.key, spans.ticket) | np.isin(tickets.key, solves.ticket))
        ticket = np.concatenate([tickets.key[bare], solves.ticket, spans.ticket])
        since_at = np.concatenate([tickets.created_at[bare], solves.at, spans.started_at])
        order = np.lexsort((since_at, ticket))
        cut = {
            name: np.concatenate([codes[bare], solves.cut[name], spans.cut[name]])[order]
            for name, codes in tickets.latest.items()
        }
        return cls(ticket=ticket[order], since_at=since_at[order], cut=cut)

    def rows(self, ticket: Ints, at: Ints) -> Ints:
        """The row that holds for each ticket at an instant; before its first one, that one."""
        # The last row at or before (ticket, instant); where that is of another ticket, the first of
        # ours.
        row = np.searchsorted(self._places, place(ticket, at), side="right") - 1
        first = np.searchsorted(self.ticket, ticket)
        return np.maximum(row, first)

    def with_cuts(self, ticket: Ints, at: Ints) -> Holdings:
        """The same, with one more row for each of these instants of a ticket."""
        row = self.rows(ticket, at)
        both = np.concatenate([self.ticket, ticket]), np.concatenate([self.since_at, at])
        order = np.lexsort(both[::-1])
        cut = {name: np.concatenate([codes, codes[row]])[order] for name, codes in self.cut.items()}
        return Holdings(ticket=both[0][order], since_at=both[1][order], cut=cut)

    @cached_property
    def _places(self) -> Ints:
        return place(self.ticket, self.since_at)
