"""What a helpdesk tells of a ticket counts from when to when it is that helpdesk's to tell."""

from __future__ import annotations

import numpy as np

from metrics.tickets.facts import Facts, facts, spans
from metrics.tickets.lifetimes import NONE, Lifetimes
from metrics.tickets.records import NEVER
from tests.metrics.small import ints

BOUNDS = Lifetimes(ints([2, 5]), ints([-NEVER, 100]), ints([50, NEVER]))


def rows(*pairs: tuple[int, int]) -> Facts:
    tickets, at = zip(*pairs, strict=True)
    return facts(ticket=ints(tickets), at=ints(at), cut={})


def test_what_happened_outside_is_dropped() -> None:
    within = BOUNDS.within(rows((1, 10), (2, 50), (2, 51), (5, 99), (5, 100), (9, 900)))
    assert list(zip(within.ticket.tolist(), within.at.tolist(), strict=True)) == [
        *((1, 10), (2, 50), (5, 100), (9, 900))
    ]


def test_times_are_cut_and_stay_in_the_order_of_their_ends() -> None:
    times = spans(
        ticket=ints([1, 2, 2, 5, 5]),
        started_at=ints([0, 10, 60, 90, 10]),
        ended_at=ints([70, NEVER, 90, 200, 99]),
        since_at=ints([0, 10, 60, 90, 10]),
        cut={},
    )
    within = BOUNDS.within(times)
    assert within.ticket.tolist() == [2, 1, 5]
    assert within.started_at.tolist() == [10, 0, 100]
    assert within.ended_at.tolist() == [50, 70, 200]


def test_where_nothing_bounds_anything_all_is_as_it_was() -> None:
    whole = rows((1, 10), (2, 60))
    assert NONE.within(whole) is whole
    assert BOUNDS.ends(ints([1, 2, 5]), ints([NEVER] * 3)).tolist() == [NEVER, 50, NEVER]
    assert np.array_equal(NONE.ends(ints([1]), ints([7])), ints([7]))
