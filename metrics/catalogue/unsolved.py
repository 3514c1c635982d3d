"""When tickets were unsolved, whose they are and since when: what the levels are counted from."""

from __future__ import annotations

import numpy as np

from metrics.catalogue.replies import every_wait
from metrics.tickets.columns import Columns, Spans, cut_of, in_order, spans, subset
from metrics.tickets.facts import changed
from metrics.tickets.intervals import by_ticket, meetings, spells
from metrics.tickets.records import NEVER, Dimension


def unsolved(columns: Columns) -> Spans:
    """When tickets were unsolved, up to their removal for those merged, deleted or spam.

    What agents opened in side conversations is left out: it is no customer's ticket.
    """
    tickets, rows = columns.tickets, columns.spans
    return subset(rows, ~tickets.child[tickets.rows(rows.ticket)])


def unsolved_of_all(columns: Columns) -> Spans:
    """The same, those that agents opened in side conversations among them."""
    return columns.spans


def unsolved_children(columns: Columns) -> Spans:
    """Only when those that agents opened in side conversations were unsolved."""
    tickets, rows = columns.tickets, columns.spans
    return subset(rows, tickets.child[tickets.rows(rows.ticket)])


def unsolved_again(columns: Columns) -> Spans:
    """The same, their ages told from when they were last opened or reopened, where that is known.

    What was unsolved as the history began had been so for nobody knows how long.
    """
    tickets, rows = columns.tickets, by_ticket(unsolved(columns))
    first, last = spells(rows)
    rows = changed(rows, since_at=np.repeat(rows.started_at[first], last - first + 1))
    known = rows.since_at != tickets.known_from_at[tickets.rows(rows.ticket)]
    return in_order(subset(rows, known))


def unsolved_unheard(columns: Columns) -> Spans:
    """The same, their ages told from the last reply of a human, else from their creation.

    Of a ticket that is older than the history only a reply that was seen tells it.
    """
    tickets, rows = columns.tickets, unsolved(columns)
    assert rows.replied_at is not None
    known = (rows.replied_at < NEVER) | ~tickets.began_before[tickets.rows(rows.ticket)]
    since_at = np.where(rows.replied_at < NEVER, rows.replied_at, rows.since_at)
    return subset(changed(rows, since_at=since_at), known)


def ownerless(columns: Columns) -> Spans:
    """When tickets were unsolved and nobody had them."""
    rows = unsolved(columns)
    return subset(rows, rows.cut[Dimension.AGENT] == 0)


def unanswered(columns: Columns) -> Spans:
    """When tickets were unsolved and their customers waited for an answer."""
    waits, open_ = by_ticket(every_wait(columns)), columns.spans
    span, wait = meetings(open_.ticket, open_.started_at, open_.ended_at, waits)
    start = np.maximum(open_.started_at[span], waits.started_at[wait])
    end = np.minimum(open_.ended_at[span], waits.ended_at[wait])
    return spans(
        ticket=open_.ticket[span],
        started_at=start,
        ended_at=end,
        since_at=waits.started_at[wait],
        cut=cut_of(open_.cut, span),
    )
