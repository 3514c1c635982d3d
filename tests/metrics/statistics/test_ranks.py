"""Whether values are higher than others: the exact figures of textbooks, and of all orders."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest

from metrics.statistics.ranks import higher


@pytest.mark.parametrize(
    ("new", "old", "probability"),
    [
        ((4, 5, 6), (1, 2, 3), 1 / 20),
        ((3, 5, 6), (1, 2, 4), 2 / 20),
        ((1, 2, 3), (4, 5, 6), 1.0),
        ((2,), (1, 3), 2 / 3),
        (tuple(range(26, 34)), tuple(range(26)), 1 / comb(34, 8)),
        ((5, 5, 5), (5, 5), 1.0),
        ((), (1, 2), 1.0),
        ((1, 2), (), 1.0),
    ],
)
def test_it_is_exact(new: tuple[float, ...], old: tuple[float, ...], probability: float) -> None:
    assert higher(new, old) == pytest.approx(probability)


def test_it_is_the_share_of_all_orders_that_are_as_extreme() -> None:
    values, new = range(9), (3, 6, 7, 8)
    pairs = {
        chosen: sum(a > b for a in chosen for b in values if b not in chosen)
        for chosen in combinations(values, 4)
    }
    expected = sum(count >= pairs[new] for count in pairs.values()) / len(pairs)
    assert higher(new, [v for v in values if v not in new]) == pytest.approx(expected)


def test_of_what_only_varies_it_finds_little_as_often_as_it_says() -> None:
    chance = np.random.default_rng(3)
    drawn = (chance.normal(size=34) for _ in range(2_000))
    found = sum(higher(each[:8].tolist(), each[8:].tolist()) < 0.05 for each in drawn)
    assert 60 < found < 140
