"""Rows of which some are those of changed tickets: in order, and the others as they were."""

from __future__ import annotations

import numpy as np

from metrics.tickets.columns import Facts, Ints, Spans, facts, spans
from metrics.tickets.facts import Rows, changed, narrowed
from metrics.tickets.intervals import by_ticket
from metrics.tickets.records import Dimension
from metrics.tickets.renewed import renewed

TEAM = Dimension.TEAM


def made(*rows: tuple[int, int]) -> Facts:
    """Facts of tickets, each at an instant and cut by a team of ten times the ticket."""
    ticket, at = (np.array(column, np.int64) for column in zip(*rows, strict=True))
    return kept(facts(ticket=ticket, at=at, cut={TEAM: (10 * ticket).astype(np.int32)}))


def kept(rows: Rows) -> Rows:
    """The rows as they are kept."""
    return narrowed(rows, lambda array: array)


def pairs(ticket: Ints, at: Ints) -> list[tuple[int, int]]:
    return list(zip(ticket.tolist(), at.tolist(), strict=True))


def test_rows_of_changed_tickets_go_and_the_new_ones_are_where_they_belong() -> None:
    rows = renewed(made((1, 5), (2, 6), (3, 7), (2, 9)), np.array([2, 4]), made((2, 1), (4, 7)))
    assert pairs(rows.ticket, rows.at) == [(2, 1), (1, 5), (3, 7), (4, 7)]
    assert rows.cut[TEAM].tolist() == [20, 10, 30, 40]
    assert rows.earlier_at is None
    assert rows.paused is None
    within = rows.within(5, 8)
    assert pairs(within.ticket, within.at) == [(1, 5), (3, 7), (4, 7)]


def test_spans_stay_in_the_order_of_their_ends() -> None:
    def lasting(*rows: tuple[int, int, int]) -> Spans:
        ticket, start, end = (np.array(column, np.int64) for column in zip(*rows, strict=True))
        return kept(spans(ticket=ticket, started_at=start, ended_at=end, since_at=start, cut={}))

    rows = renewed(lasting((1, 0, 4), (2, 1, 8)), np.array([1]), lasting((1, 2, 9), (1, 0, 2)))
    assert pairs(rows.ticket, rows.ended_at) == [(1, 2), (2, 8), (1, 9)]
    assert pairs(rows.at(3).ticket, rows.at(3).started_at) == [(2, 1), (1, 2)]


def test_pauses_stay_by_ticket_and_start() -> None:
    def paused(rows: Facts, *pauses: tuple[int, int]) -> Facts:
        ticket, start = (np.array(column, np.int64) for column in zip(*pauses, strict=True))
        of = spans(ticket=ticket, started_at=start, ended_at=start + 1, since_at=start, cut={})
        return kept(changed(rows, paused=by_ticket(of)))

    before = paused(made((1, 5), (2, 6), (3, 7)), (1, 1), (2, 2), (2, 4), (3, 1))
    rows = renewed(before, np.array([2]), paused(made((2, 9)), (2, 3), (2, 1)))
    assert rows.paused is not None
    pauses = pairs(rows.paused.ticket, rows.paused.started_at)
    assert pauses == [(1, 1), (2, 1), (2, 3), (3, 1)]
