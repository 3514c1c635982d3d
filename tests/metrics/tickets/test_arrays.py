"""What was imported, as arrays."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.tickets.arrays import Imported, in_order_of, in_order_of_all, next_of_same
from metrics.tickets.records import NEVER, Dimension


def test_rows_are_kept_with_all_their_columns() -> None:
    rows = Imported(
        ticket=np.array([1, 0, 3]),
        requester=np.array([0, 7, 8]),
        at=np.array([10, 20, 30]),
        cut={Dimension.TEAM: np.array([1, 2, 3], np.int32)},
        numbers={"score": np.array([1.0, np.nan, 3.0])},
        words={"survey": np.array(["a", "b", "c"])},
    )
    kept = rows.where(rows.at > 10)
    assert len(kept) == 2
    assert kept.ticket.tolist() == [0, 3]
    assert kept.requester.tolist() == [7, 8]
    assert kept.cut[Dimension.TEAM].tolist() == [2, 3]
    assert kept.words["survey"].tolist() == ["b", "c"]
    assert kept.instants("score").tolist() == [NEVER, 3]


def test_who_comes_again_is_followed_and_nobody_never_is() -> None:
    who, at = np.array([7, 0, 7, 8, 0, 7]), np.array([50, 10, 20, 30, 40, 20])
    assert next_of_same(who, at).tolist() == [NEVER, NEVER, 20, NEVER, NEVER, 50]
    assert next_of_same(who[:0], at[:0]).tolist() == []


@pytest.mark.parametrize("most", [3, 10**6, 2**40])
def test_rows_are_put_in_order_as_a_stable_sort_does(most: int) -> None:
    chance = np.random.default_rng(most)
    for many in (0, 1, 2, 1000):
        values = np.where(chance.random(many) < 0.2, NEVER, chance.integers(-5, most, many))
        others = chance.integers(0, 7, many)
        assert in_order_of(values).tolist() == np.argsort(values, kind="stable").tolist()
        both = in_order_of_all(values, others)
        assert both.tolist() == np.lexsort((values, others)).tolist()
        assert in_order_of(np.sort(values)).tolist() == list(range(many))


def test_numbers_of_any_kind_are_put_in_order() -> None:
    for kind in (np.int32, np.uint32, np.int64):
        assert in_order_of(np.array([5, 2, 9, 2], kind)).tolist() == [1, 3, 0, 2]
