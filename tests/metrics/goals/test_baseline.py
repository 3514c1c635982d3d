"""One's own figures, and a target that a person would say."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Better, Unit
from metrics.goals.baseline import WEEKS, baseline, proposal
from metrics.periods import PeriodKind, trail
from metrics.periods.windows import unit_window
from metrics.question.result import Figure, Point
from metrics.statistics.estimates import Estimate

FRT = CATALOGUE["frt"]
HOUR = 3600.0
WEEK = unit_window(PeriodKind.WEEK, date(2026, 11, 16), ZoneInfo("UTC"))


def weeks(*values: float | None, hidden: bool = False) -> tuple[Point, ...]:
    windows = trail(WEEK, len(values), ZoneInfo("UTC"))
    return tuple(
        Point(window=window, figure=Figure(estimate=Estimate(value, 50), hidden=hidden))
        for window, value in zip(windows, values, strict=True)
    )


def test_it_is_the_median_week_with_the_middle_half_around_it() -> None:
    found = baseline(FRT, weeks(*(HOUR * n for n in range(1, 10))))
    assert found is not None
    assert (found.low, found.value, found.high) == (3 * HOUR, 5 * HOUR, 7 * HOUR)
    assert found.proposal == 4.5 * HOUR


@pytest.mark.parametrize(
    ("count", "usable", "firm"),
    [(4, False, False), (5, True, False), (12, True, False), (WEEKS, True, True)],
)
def test_it_is_usable_from_thirty_days_and_firm_from_ninety(
    count: int, usable: bool, firm: bool
) -> None:
    found = baseline(FRT, weeks(*[HOUR] * count))
    assert found is not None
    assert (found.days, found.usable, found.firm) == (count * 7, usable, firm)


def test_weeks_without_a_value_do_not_count_and_are_not_zero() -> None:
    found = baseline(FRT, weeks(HOUR, None, HOUR, None, HOUR))
    assert found is not None
    assert (found.value, found.weeks, found.days) == (HOUR, 3, 35)
    assert baseline(FRT, weeks(None, None)) is None
    assert baseline(FRT, weeks(HOUR, hidden=True)) is None
    assert baseline(FRT, ()) is None


@pytest.mark.parametrize(
    ("value", "unit", "better", "expected"),
    [
        (8040, Unit.SECONDS, Better.LOWER, 2 * HOUR),
        (3600, Unit.SECONDS, Better.LOWER, 55 * 60),
        (90, Unit.SECONDS, Better.LOWER, 60),
        (36 * HOUR, Unit.SECONDS, Better.LOWER, 36 * HOUR - 12 * HOUR),
        (0.70, Unit.SHARE, Better.HIGHER, 0.77),
        (0.92, Unit.SHARE, Better.HIGHER, 0.96),
        (0.08, Unit.SHARE, Better.LOWER, 0.07),
        (0.028, Unit.SHARE, Better.LOWER, 0.025),
        (312, Unit.COUNT, Better.LOWER, 280),
        (7, Unit.COUNT, Better.LOWER, 6),
        (5.8, Unit.EASE, Better.HIGHER, 6.4),
        (88, Unit.POINTS, Better.HIGHER, 94),
        (20, Unit.MONEY, Better.LOWER, 18),
        (31, Unit.NET, Better.HIGHER, 34),
    ],
)
def test_the_proposal_is_a_tenth_better_and_said_as_people_would(
    value: float, unit: Unit, better: Better, expected: float
) -> None:
    assert proposal(value, unit, better) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("value", "unit", "better"),
    [
        (0.995, Unit.SHARE, Better.HIGHER),
        (0.004, Unit.SHARE, Better.LOWER),
        (6.95, Unit.EASE, Better.HIGHER),
        (-12, Unit.NET, Better.HIGHER),
        (1, Unit.COUNT, Better.LOWER),
        (0, Unit.SECONDS, Better.LOWER),
        (100, Unit.COUNT, Better.NEITHER),
    ],
)
def test_where_nothing_is_left_to_gain_nothing_is_proposed(
    value: float, unit: Unit, better: Better
) -> None:
    assert proposal(value, unit, better) is None


@given(
    st.floats(0, 10**7),
    st.sampled_from([Unit.SECONDS, Unit.COUNT]),
    st.sampled_from([Better.LOWER, Better.HIGHER]),
)
def test_a_proposal_is_always_better_than_what_is(value: float, unit: Unit, better: Better) -> None:
    found = proposal(value, unit, better)
    if found is not None:
        assert found > value if better is Better.HIGHER else 0 < found < value
