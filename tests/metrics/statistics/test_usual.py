"""What is usual of counts."""

from __future__ import annotations

import pytest

from metrics.statistics.usual import usual

STEADY = [200, 210, 190, 205, 195, 200, 208, 192, 201, 199]


def test_of_too_few_periods_nothing_is_usual() -> None:
    assert usual([100, 110, 90, 105, 95], arrivals=True) is None


@pytest.mark.parametrize(
    ("new", "old", "beyond"),
    [(290, 200, True), (110, 200, True), (215, 200, False), (200, 290, False), (205, 110, False)],
    ids=["far up", "far down", "as usual", "back from a week that stood out", "back from below"],
)
def test_a_step_is_beyond_where_it_leaves_what_is_usual(
    new: float, old: float, *, beyond: bool
) -> None:
    steady = usual(STEADY, arrivals=True)
    assert steady is not None
    assert steady.beyond(new, old) is beyond


def test_one_week_that_stood_out_makes_no_move_usual() -> None:
    calm = usual(STEADY, arrivals=True)
    with_spike = usual([*STEADY[:5], 600, *STEADY[6:]], arrivals=True)
    assert calm is not None
    assert with_spike is not None
    assert with_spike.move < 2 * calm.move


def test_arrivals_move_at_least_as_chance_moves_them() -> None:
    flow, level = usual([200] * 8, arrivals=True), usual([200] * 8, arrivals=False)
    assert flow is not None
    assert level is not None
    assert flow.move == pytest.approx(39.2, abs=0.1)
    assert level.move == pytest.approx(14.1, abs=0.1)
