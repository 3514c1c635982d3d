"""Who had a ticket at an instant."""

from __future__ import annotations

from metrics.office_hours.ownership import Holdings
from metrics.tickets.records import NEVER, Dimension
from tests.metrics.small import columns, cut, ints, spans, tickets


def test_a_ticket_is_held_by_the_team_of_the_last_span_begun() -> None:
    told = [(2, 100, 300), (1, 10, 20), (1, 20, 30), (1, 50, NEVER)]
    held = Holdings.of(columns(tickets([10, 100]), spans=spans(told, team=[3, 1, 2, 1])))
    rows = held.rows(ints([1, 1, 1, 1, 1, 2, 2]), ints([0, 10, 19, 20, 40, 50, 999]))
    assert held.cut[Dimension.TEAM][rows].tolist() == [1, 1, 1, 2, 2, 3, 3]


def test_a_ticket_without_spans_was_always_held_as_it_is_today() -> None:
    made = columns(
        tickets([10, 20], latest=cut(2, team=[1, 2])), spans=spans([(1, 10, 30)], team=[3])
    )
    held = Holdings.of(made)
    rows = held.rows(ints([1, 2, 2]), ints([15, 15, 50]))
    assert held.cut[Dimension.TEAM][rows].tolist() == [3, 2, 2]
