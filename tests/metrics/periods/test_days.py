"""Weekdays, half years, and what has been since."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import Period
from metrics.periods.days import Months, Since, Weekday, Weekend

WEEK = 7


@given(st.integers(0, 6), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_weekday_is_the_latest_that_is_over(number: int, today: date) -> None:
    _, first, last = Weekday(number).days(today)
    assert first == last
    assert first.weekday() == number
    assert 1 <= (today - first).days <= WEEK


@given(st.integers(0, 6), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_since_a_weekday_runs_up_to_today(number: int, today: date) -> None:
    _, first, last = Since(Weekday(number)).days(today)
    assert (first.weekday(), last) == (number, today)


@pytest.mark.parametrize(
    ("months", "first", "last"),
    [
        (Months("h1", 1, 6), (2026, 1, 1), (2026, 6, 30)),
        (Months("h2", 7, 6), (2025, 7, 1), (2025, 12, 31)),
        (Months("fiscal year", 4, 12), (2026, 4, 1), (2027, 3, 31)),
        (Months("last fiscal year", 4, 12, ago=1), (2025, 4, 1), (2026, 3, 31)),
        (Months("fiscal quarter", 2, 3, cycle=3), (2026, 5, 1), (2026, 7, 31)),
    ],
)
def test_months_are_the_latest_that_have_begun(
    months: Months, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert months.days(date(2026, 6, 30))[1:] == (date(*first), date(*last))


@given(st.integers(0, 9), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_weekend_is_the_latest_that_has_begun(ago: int, today: date) -> None:
    _, first, last = Weekend(ago).days(today)
    assert (first.weekday(), (last - first).days) == (5, 1)
    assert 7 * ago <= (today - first).days < 7 * ago + WEEK


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("weekend", "last weekend"),
        ("the weekend", "last weekend"),
        ("this weekend", "last weekend"),
        ("weekend before last", "weekend before last"),
    ],
)
def test_a_weekend_is_named_as_people_name_it(words: str, name: str) -> None:
    found = Period.parse(words)
    assert str(found) == name
    assert Period.parse(name) == found
