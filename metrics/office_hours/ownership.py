"""Who had each ticket, and how urgent it was, at any instant of its life."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from metrics.tickets.arrays import in_order_of_all
from metrics.tickets.columns import Cut, Ints, Solves, Spans, Tickets, cut_of
from metrics.tickets.facts import joined
from metrics.tickets.intervals import at_of, find, group_of, place


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
    """One row for each time a ticket was held alike, by ticket and then by its instant.

    `places` are ticket and instant as one number.
    """

    places: Ints
    cut: Cut

    @classmethod
    def of(cls, columns: Lives) -> Holdings:
        """Told by solves and unsolved spans; a ticket without them was always held as today."""
        tickets, solves, spans = columns.tickets, columns.solves, columns.spans
        held = np.isin(tickets.key, spans.ticket) | np.isin(tickets.key, solves.ticket)
        bare = np.flatnonzero(~held)
        ticket = np.concatenate([tickets.key[bare], solves.ticket, spans.ticket])
        since_at = np.concatenate([tickets.created_at[bare], solves.at, spans.started_at])
        order = in_order_of_all(since_at, ticket)
        cut = cut_of(joined(cut_of(tickets.latest, bare), solves.cut, spans.cut), order)
        return cls(places=place(ticket[order], since_at[order]), cut=cut)

    @property
    def ticket(self) -> Ints:
        """The ticket of each row."""
        return group_of(self.places)

    @property
    def since_at(self) -> Ints:
        """From when each row holds."""
        return at_of(self.places)

    def rows(self, ticket: Ints, at: Ints) -> Ints:
        """The row that holds for each ticket at an instant; before its first one, that one."""
        # The last row at or before (ticket, instant); where that is of another ticket, the first of
        # ours is the next.
        row = find(self.places, place(ticket, at), "right") - 1
        if not len(self.places):
            return row + 1
        held = (row >= 0) & (group_of(self.places[row]) == ticket)
        return np.where(held, row, row + 1)

    def with_cuts(self, ticket: Ints, at: Ints) -> Holdings:
        """The same, with one more row for each of these instants of a ticket."""
        row = self.rows(ticket, at)
        places = np.concatenate([self.places, place(ticket, at)])
        order = np.argsort(places, kind="stable")
        rows = np.concatenate([np.arange(len(self.places)), row])[order]
        return Holdings(places=places[order], cut=cut_of(self.cut, rows))
