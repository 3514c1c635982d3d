from __future__ import annotations

import pytest

from metrics.catalogue import measure
from metrics.catalogue.figure_kinds import POINTS, is_count, is_exact


@pytest.mark.parametrize(
    ("key", "count", "exact"),
    [
        ("volume", True, True),
        ("backlog", True, True),
        ("aging", True, True),
        ("backlog_growth", False, True),
        ("frt", False, False),
        ("csat", False, False),
        ("utilization", False, False),
    ],
)
def test_a_count_and_a_step_between_counts_are_exact_and_a_sample_is_not(
    key: str, count: bool, exact: bool
) -> None:
    assert (is_count(measure(key)), is_exact(measure(key))) == (count, exact)


@pytest.mark.parametrize(
    ("key", "points"), [("csat", True), ("nps", True), ("frt", False), ("volume", False)]
)
def test_shares_and_scores_step_in_points(key: str, points: bool) -> None:
    assert (measure(key).unit in POINTS) is points
