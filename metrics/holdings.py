"""Who had each ticket, and how urgent it was, at any instant of its life."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from metrics.columns import Columns, Cut, Ints, Tickets

_ROOM = 34
"""Bits for the seconds since the first instant known: some five hundred years."""


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """One row for each time a ticket was held alike, by ticket and then by `since_at`."""

    tickets: Tickets
    ticket: Ints
    since_at: Ints
    cut: Cut

    @classmethod
    def of(cls, columns: Columns) -> Holdings:
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
        return cls(tickets=tickets, ticket=ticket[order], since_at=since_at[order], cut=cut)

    def rows(self, ticket: Ints, at: Ints) -> Ints:
        """The row that holds for each ticket at an instant; before its first one, that one."""
        found = np.searchsorted(self._places, self._place(ticket, at), side="right") - 1
        first = np.searchsorted(self.ticket, ticket)
        return np.maximum(found, first)

    @cached_property
    def _base(self) -> int:
        return int(self.since_at.min()) if len(self.since_at) else 0

    @cached_property
    def _places(self) -> Ints:
        return self._place(self.ticket, self.since_at)

    def _place(self, ticket: Ints, at: Ints) -> Ints:
        """Ticket and instant as one number, so that one search finds both."""
        seconds = np.clip(at - self._base, 0, 2**_ROOM - 1)
        return (self.tickets.rows(ticket) << _ROOM) + seconds
