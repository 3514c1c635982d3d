"""What of a figure is still to be read: older tickets, while a helpdesk is being read back.

A window after the edge knows all that happened in it. But of a ticket that began before the edge
nobody knows yet whether its first reply there is the first one, say, or what was promised for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from metrics.ask import figures
from metrics.ask.figures import Rows
from metrics.ask.limits import due
from metrics.ask.tiers import with_attributes, with_tiers
from metrics.catalogue.exclusions import BEGAN_BEFORE
from metrics.catalogue.limits import Within
from metrics.catalogue.metric import AnyMetric
from metrics.catalogue.unsolved import unsolved
from metrics.office_hours.business_time import BusinessClock
from metrics.periods import Window
from metrics.question.query import Query
from metrics.sources.knowledge import Edge
from metrics.store.tickets.snapshot import Snapshot
from metrics.tickets.columns import Bools, Facts, Ints, Spans, subset
from metrics.tickets.facts import changed
from metrics.tickets.records import NEVER, Dimension, Instant


@dataclass(frozen=True, slots=True)
class Unread:
    """Which tickets may be missing in a figure, and from when to when."""

    ticket: Ints
    start_at: Ints
    end_at: Ints

    def count(self, window: Window, as_of: Instant) -> int:
        """How many may be missing in a window as known at an instant."""
        there = (self.start_at < min(window.end, as_of + 1)) & (self.end_at > window.start)
        return len(np.unique(self.ticket[there]))


@dataclass(frozen=True, slots=True)
class Older:
    """The older tickets that a question asks for: `began` says which of all those are."""

    metric: AnyMetric
    query: Query
    where: Mapping[Dimension, Ints]
    snapshot: Snapshot
    began: Bools

    def unread(self, rows: Rows, hours: BusinessClock) -> Unread:
        """What may be missing in figures of what happens, which are made of these rows."""
        metric, tickets = self.metric, self.snapshot.tickets
        found = [_left_out(metric, figures.matching(rows, self.where))]
        if metric.older is not None:
            found.append(_times(self._asked_for(metric.older(self.snapshot))))
        if isinstance(metric, Within):
            overdue = _overdue(metric, self.query, self.snapshot, hours)
            found.append(_times(self._asked_for(overdue)))
        ticket, start, end = (
            np.concatenate([getattr(each, name) for each in found])
            for name in ("ticket", "start_at", "end_at")
        )
        at, there = tickets.lookup(ticket)
        mask = there & self.began[at] if len(self.began) else there
        return Unread(ticket[mask], start[mask], end[mask])

    def unseen(self, counted: Rows, window: Window, as_of: Instant) -> int:
        """How many of them are unsolved and not `counted` in a level, since they are older."""
        if not self.metric.unseen or not self.began.any():
            return 0
        rows = self._asked_for(unsolved(self.snapshot))
        there = figures.rows_of(self.metric, rows, (window.start, window.end), as_of, {}).ticket
        return self._beside(there, counted)

    def waiting(self, counted: Spans, as_of: Instant) -> int:
        """How many of them are unsolved and not `counted` among those of whom it is known."""
        there = self._asked_for(unsolved(self.snapshot))
        assert isinstance(there, Spans)
        return self._beside(there.at(as_of).ticket, counted)

    def _beside(self, ticket: Ints, counted: Rows) -> int:
        older = self.began[self.snapshot.tickets.rows(ticket)]
        return int((older & ~np.isin(ticket, counted.ticket)).sum())

    def _asked_for(self, rows: Rows) -> Rows:
        """Those of the tickets asked for."""
        rows = with_attributes(with_tiers(rows, self.snapshot), self.query, self.snapshot)
        return figures.matching(rows, self.where)


def began_before(snapshot: Snapshot, edges: Sequence[Edge]) -> Bools:
    """Which tickets began before what has been read of their helpdesk so far."""
    tickets, words = snapshot.tickets, snapshot.words[Dimension.SOURCE]
    edge_at = np.full(len(words), -NEVER)
    for edge in edges:
        edge_at[[code for code, word in enumerate(words) if word == edge.source]] = edge.since_at
    mask: Bools = tickets.created_at < edge_at[tickets.latest[Dimension.SOURCE]]
    return mask


def _left_out(metric: AnyMetric, rows: Rows) -> Unread:
    """The rows that are left out because they began before the history."""
    if not isinstance(rows, Facts) or BEGAN_BEFORE not in metric.reasons:
        return _times(subset(rows, np.zeros(len(rows), dtype=np.bool_)))
    return _times(subset(rows, rows.reason == metric.reasons.index(BEGAN_BEFORE) + 1))


def _times(rows: Rows) -> Unread:
    if isinstance(rows, Spans):
        return Unread(rows.ticket, rows.started_at, rows.ended_at)
    return Unread(rows.ticket, rows.at, rows.at + 1)


def _overdue(metric: Within, query: Query, snapshot: Snapshot, hours: BusinessClock) -> Spans:
    """When a limit ran out on tickets that were unsolved then, told from their creation."""
    rows = unsolved(snapshot)
    at = due(metric, rows.ticket, rows.since_at, query.clock, hours) + 1
    there = (rows.started_at <= at) & (at < rows.ended_at)
    return subset(changed(rows, started_at=at, ended_at=at + 1), there)
