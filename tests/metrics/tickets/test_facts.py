"""Facts in windows and spans at instants."""

from __future__ import annotations

import numpy as np

from metrics.tickets.facts import (
    Spans,
    changed,
    column,
    cut_only,
    facts,
    spans,
    subset,
    union,
)
from metrics.tickets.lazy import ColumnsByName, lazy
from metrics.tickets.narrow import table_of
from metrics.tickets.picked import Picked
from metrics.tickets.records import NEVER, Dimension
from tests.metrics import small


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


def test_of_a_table_those_rows_are_taken_that_are_meant_and_no_column_is_copied() -> None:
    made = small.spans([(1, 10, 40), (2, 5, 30), (3, 8, NEVER)], team=[1, 2, 3])
    columns = ColumnsByName(table_of(made))
    table = lazy(Spans, columns, replied_at=None)
    rows = facts(
        table=table,
        where=table.ticket != 2,
        ticket=table.ticket,
        at=table.started_at,
        hit_at=table.ended_at,
        cut=table.cut,
    )
    assert rows.ticket.tolist() == [3, 1]
    assert rows.hit_at.tolist() == [NEVER, 40]
    assert rows.cut[Dimension.TEAM].tolist() == [3, 1]
    hit_at = column(rows, "hit_at")
    assert isinstance(hit_at, Picked)
    assert hit_at.column is columns.table["ended_at"]


def test_what_is_changed_stands_beside_what_is_not() -> None:
    made = facts(ticket=ints(1, 2, 3), at=ints(30, 10, 20), cut=codes(3, 1, 2))
    other = changed(made, hit_at=made.at + 5, cut=codes(7, 8, 9), earlier_at=None)
    assert other.hit_at.tolist() == [15, 25, 35]
    assert other.within(20, 40).hit_at.tolist() == [25, 35]
    assert other.within(20, 40).cut[Dimension.CHANNEL].tolist() == [8, 9]
    assert made.hit_at.tolist() == [NEVER] * 3
    assert set(cut_only(made, ()).cut) == set()
    assert cut_only(made, [Dimension.CHANNEL]).cut[Dimension.CHANNEL].tolist() == [1, 2, 3]


def test_both_together_are_in_order() -> None:
    first = facts(ticket=ints(1, 2), at=ints(30, 10), cut=codes(3, 1), start_at=ints(1, 2))
    other = facts(ticket=ints(3), at=ints(20), cut=codes(2))
    both = union(first, other)
    assert (both.at.tolist(), both.ticket.tolist()) == ([10, 20, 30], [2, 3, 1])
    assert both.start_at.tolist() == [2, NEVER, 1]
    assert both.cut[Dimension.CHANNEL].tolist() == [1, 2, 3]
