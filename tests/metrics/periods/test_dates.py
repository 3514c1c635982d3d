"""Periods by their dates: the same days whenever they are asked for."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics import periods
from metrics.periods import Period

BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 25)
LATER = timedelta(days=8)


def at(day: date, hour: int = 12) -> int:
    return int(datetime(day.year, day.month, day.day, hour, tzinfo=BERLIN).timestamp())


@pytest.mark.parametrize(
    ("words", "dated"),
    [
        ("today", "25 nov 2026"),
        ("yesterday", "24 nov 2026"),
        ("last week", "16..22 nov 2026"),
        ("this week", "23..29 nov 2026 up to 25 nov"),
        ("last month", "oct 2026"),
        ("this month", "nov 2026 up to 25 nov"),
        ("q4", "q4 2026 up to 25 nov"),
        ("this year", "2026 up to 25 nov"),
        ("last 4 weeks", "26 oct..22 nov 2026"),
        ("last 3 months", "1 aug..31 oct 2026"),
        ("since 20 nov", "20..25 nov 2026"),
        ("w53", "28 dec 2026..3 jan 2027"),
        ("1..30 nov 2026", "1..30 nov 2026 up to 25 nov"),
        ("1 jul 2025..30 jun 2027", "1 jul 2025..30 jun 2027 up to 25 nov 2026"),
        ("nov 2026 up to 3 nov", "nov 2026 up to 3 nov"),
    ],
)
def test_it_is_said_by_its_dates(words: str, dated: str) -> None:
    if words == "w53":
        assert str(Period.of(words).by_dates(date(2027, 1, 10))) == dated
        return
    assert str(Period.of(words).by_dates(TODAY)) == dated


def test_up_to_its_last_day_it_is_the_whole() -> None:
    assert Period.of("nov 2026 up to 30 nov") == Period.of("nov 2026")


@pytest.mark.parametrize(
    "words",
    ["nov 2026 up to 1 dec", "this month up to 3 nov", "3 nov 2026 up to 3 nov", "up to 3 nov"],
)
def test_only_a_day_of_a_dated_period_ends_it(words: str) -> None:
    assert Period.parse(words) is None


named = st.sampled_from(
    (
        *("today", "yesterday", "this week", "last week", "this month", "last quarter", "q2"),
        *("last 30 days", "last 5 weeks", "last 3 months", "since 3 feb", "14 july", "this year"),
    )
)


@given(named, st.dates(date(2020, 1, 1), date(2030, 12, 31)))
def test_the_dates_are_read_as_they_are_said_and_mean_the_same_days(
    words: str, today: date
) -> None:
    bare = Period.of(words)
    dated = bare.by_dates(today)
    assert Period.of(str(dated)) == dated
    assert dated.by_dates(today + LATER) == dated
    now = at(today)
    was, there = bare.window(now, BERLIN), dated.window(now, BERLIN)
    assert (there.first, there.last, there.label) == (was.first, was.last, was.label) or (
        was.kind != there.kind
    )
    assert periods.until_now(there, now) == periods.until_now(there, min(now, was.end))
    end = min(there.end, at(today + LATER))
    assert end <= was.end
    assert end >= min(was.end, now)


def test_what_was_running_is_compared_with_as_much_of_the_period_before() -> None:
    dated = Period.of("this month").by_dates(TODAY)
    later = at(TODAY + LATER)
    window = dated.window(later, BERLIN)
    before = periods.previous(window, BERLIN)
    same = periods.as_far(before, periods.until_now(window, later), BERLIN)
    assert same.end == periods.windows.midnight(date(2026, 10, 26), BERLIN)
    assert periods.trail(window, 3, BERLIN)[-1].end == window.end
    assert window.label == "November 2026 up to 25 Nov"
