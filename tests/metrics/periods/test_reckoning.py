"""A team's own words of time: fiscal years and quarters, and days that have names."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from metrics.periods import Period
from metrics.periods.reckoning import Occasion, Reckoning, famous, one_day, plain

TODAY = date(2026, 11, 30)
APRIL = Reckoning(fiscal_month=4)
OURS = Reckoning(occasions=famous()).with_named(
    [
        ("Black Friday", (date(2026, 11, 26), date(2026, 11, 29))),
        ("Payment outage", one_day(date(2026, 11, 12))),
        ("Payment outage", one_day(date(2026, 3, 3))),
        ("2026-11-12", one_day(date(2026, 11, 12))),
    ]
)


@pytest.mark.parametrize(
    ("words", "first", "last", "again"),
    [
        ("fy26", "2025-04-01", "2026-03-31", "fy26"),
        ("FY2027", "2026-04-01", "2027-03-31", "fy27"),
        ("fiscal year 2026", "2025-04-01", "2026-03-31", "fy26"),
        ("fiscal year", "2026-04-01", "2027-03-31", "this fiscal year"),
        ("this fiscal year", "2026-04-01", "2027-03-31", "this fiscal year"),
        ("last fiscal year", "2025-04-01", "2026-03-31", "last fiscal year"),
        ("fytd", "2026-04-01", "2027-03-31", "this fiscal year"),
        ("fiscal q3", "2026-10-01", "2026-12-31", "fiscal q3"),
        ("fq4", "2026-01-01", "2026-03-31", "fiscal q4"),
        ("fiscal q4 2026", "2026-01-01", "2026-03-31", "fiscal q4 2026"),
        ("q1 fy26", "2025-04-01", "2025-06-30", "fiscal q1 2026"),
        ("last fiscal quarter", "2026-07-01", "2026-09-30", "last fiscal quarter"),
    ],
)
def test_a_fiscal_year_is_called_by_the_year_it_ends_in(
    words: str, first: str, last: str, again: str
) -> None:
    found = APRIL.period(words)
    assert found is not None
    assert found.days(TODAY)[1:] == (date.fromisoformat(first), date.fromisoformat(last))
    assert str(found) == again
    assert APRIL.period(again) == found


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("this week", "2026-11-29", "2026-12-05"),
        ("last week", "2026-11-22", "2026-11-28"),
        ("lw", "2026-11-22", "2026-11-28"),
        ("last 2 weeks", "2026-11-15", "2026-11-28"),
        ("2 weeks ago", "2026-11-15", "2026-11-21"),
        ("since last week", "2026-11-22", "2026-11-30"),
        ("w48", "2026-11-23", "2026-11-29"),
        ("last month", "2026-10-01", "2026-10-31"),
    ],
)
def test_weeks_begin_on_the_teams_own_day(words: str, first: str, last: str) -> None:
    found = Reckoning(week_opens=6).period(words)
    assert found is not None
    assert found.days(TODAY)[1:] == (date.fromisoformat(first), date.fromisoformat(last))
    assert Reckoning(week_opens=6).period(str(found)) == found
    dated = found.by_dates(TODAY)
    assert dated.days(date(2027, 5, 1))[1:] == found.days(TODAY)[1:]


@pytest.mark.parametrize(
    ("words", "plainly"),
    [("fy26", "2026"), ("fiscal q3", "q3"), ("last fiscal quarter", "last quarter")],
)
def test_without_a_month_of_its_own_it_is_the_calendar_year(words: str, plainly: str) -> None:
    assert Reckoning().period(words) == Period.of(plainly)


@pytest.mark.parametrize("month", range(1, 13))
def test_four_fiscal_quarters_are_their_year(month: int) -> None:
    reckoning = Reckoning(fiscal_month=month)
    year = reckoning.period("fy26")
    quarters = [reckoning.period(f"fiscal q{n} 2026") for n in range(1, 5)]
    assert year
    spans = [each.days(TODAY)[1:] for each in quarters if each]
    assert (spans[0][0], spans[-1][1]) == year.days(TODAY)[1:]
    assert all((b[0] - a[1]).days == 1 for a, b in pairwise(spans))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("black friday", "2026-11-26", "2026-11-29"),
        ("black friday 2025", "2025-11-28", "2025-11-28"),
        ("cyber monday", "2026-11-30", "2026-11-30"),
        ("thanksgiving 2024", "2024-11-28", "2024-11-28"),
        ("christmas", "2025-12-25", "2025-12-25"),
        ("Payment Outage", "2026-11-12", "2026-11-12"),
    ],
)
def test_days_with_a_name_are_the_latest_that_have_begun(words: str, first: str, last: str) -> None:
    found = OURS.period(words)
    assert isinstance(found, Occasion)
    assert found.days(TODAY)[1:] == (date.fromisoformat(first), date.fromisoformat(last))
    assert OURS.period(str(found)) == found


@pytest.mark.parametrize("words", ["green friday", "black friday 1999", "friday sale"])
def test_other_names_are_no_days(words: str) -> None:
    assert OURS.period(words) is None


def test_a_name_that_is_a_date_stays_a_date() -> None:
    assert OURS.period("2026-11-12") == Period.of("12 nov 2026")
    assert plain("New Year\u2019s Eve!") == "new year eve"
