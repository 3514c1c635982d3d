"""What one period is to another."""

from __future__ import annotations

import pytest

from metrics.periods import Period
from metrics.periods.reckoning import Reckoning
from metrics.question.query import Against
from metrics.question.rivals import relation


@pytest.mark.parametrize(
    ("rival", "period", "meant"),
    [
        ("september", "october", Against.BEFORE),
        ("last week", "this week", Against.BEFORE),
        ("23 nov 2026", "30 nov 2026", Against.BEFORE),
        ("oct 2025", "oct 2026", Against.YEAR),
        ("w45", "w46", Against.BEFORE),
        ("sep", "oct 2025", Against.BEFORE),
        ("aug", "oct 2025", "aug 2025"),
        ("august", "october", "august"),
        ("monday", "today", "monday"),
        ("yesterday", "today", "yesterday"),
        ("october", "last month", "october"),
        ("last 24 hours", "yesterday", "last 24 hours"),
    ],
)
def test_a_period_is_the_one_before_a_year_ago_or_itself(
    rival: str, period: str, meant: Against | str
) -> None:
    found = relation(Period.of(rival), Period.of(period))
    assert (found if isinstance(found, Against) else str(found)) == meant


def test_weeks_that_begin_on_another_day_follow_each_other_too() -> None:
    sundays = Reckoning(week_opens=6)
    this, last = sundays.period("this week"), sundays.period("last week")
    assert this
    assert last
    assert relation(last, this) is Against.BEFORE
