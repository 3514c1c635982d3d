"""Facts in windows and spans at instants."""

from __future__ import annotations

import numpy as np

from metrics.tickets.facts import facts, spans, subset
from metrics.tickets.records import NEVER, Dimension


def codes(*values: int) -> dict[Dimension, np.ndarray]:
    return {Dimension.CHANNEL: np.array(values, dtype=np.int32)}


def ints(*values: int) -> np.ndarray:
    return np.array(values, dtype=np.int64)


def test_facts_come_in_the_order_of_their_instants_with_their_cut() -> None:
    made = facts(ticket=ints(1, 2, 3), at=ints(30, 10, 20), cut=codes(3, 1, 2))
    assert made.at.tolist() == [10, 20, 30]
    assert made.ticket.tolist() == [2, 3, 1]
    assert made.cut[Dimension.CHANNEL].tolist() == [1, 2, 3]


def test_what_has_not_happened_is_no_fact() -> None:
    assert len(facts(ticket=ints(1, 2), at=ints(NEVER, 5), cut=codes(0, 0))) == 1


def test_a_window_holds_its_start_and_not_its_end() -> None:
    made = facts(ticket=ints(1, 2, 3), at=ints(10, 20, 30), cut=codes(0, 0, 0))
    assert made.within(10, 30).at.tolist() == [10, 20]


def test_a_span_holds_from_its_start_to_just_before_its_end() -> None:
    made = spans(
        ticket=ints(1, 2),
        started_at=ints(10, 20),
        ended_at=ints(20, NEVER),
        since_at=ints(10, 20),
        cut=codes(1, 2),
    )
    assert [made.at(at).ticket.tolist() for at in (9, 10, 19, 20, 10**9)] == [
        [],
        [1],
        [1],
        [2],
        [2],
    ]


def test_choosing_all_rows_gives_the_same_object() -> None:
    made = facts(ticket=ints(1), at=ints(1), cut=codes(0))
    assert subset(made, np.array([True])) is made
