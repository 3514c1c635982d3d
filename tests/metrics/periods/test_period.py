"""Periods keep their meaning when they are put into words and read again."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.periods import Period, PeriodKind, previous, trail
from metrics.periods.period import Named
from tests.metrics.periods.places import instants, window, zones

years = st.none() | st.integers(1900, 2099)


month_days = st.builds(
    lambda day, year: (day.month, day.day, year),
    st.dates(date(2001, 1, 1), date(2001, 12, 31)),
    years,
).map(lambda d: f"{d[2]}-{d[0]:02}-{d[1]:02}" if d[2] else f"{d[1]} {date(2001, d[0], 1):%B}")
counts = st.integers(1, 12)
units = st.sampled_from(["day", "week", "month", "quarter", "year"])
phrases = st.one_of(
    st.sampled_from(["today", "yesterday", "29 feb", "29 feb 2024"]),
    st.builds("{} {}".format, st.sampled_from(["this", "last"]), units).filter(
        lambda words: "day" not in words
    ),
    st.builds("last {} {}s".format, st.integers(1, 10), units),
    st.builds("{}-w{:02}".format, st.integers(1900, 2099), st.integers(1, 52)),
    st.builds("week {}".format, st.integers(1, 53)),
    st.builds("{}-{:02}".format, st.integers(1900, 2099), counts),
    st.builds(lambda n: f"{date(2001, n, 1):%b}", counts),
    st.builds("{}-q{}".format, st.integers(1900, 2099), st.integers(1, 4)),
    st.builds("q{}".format, st.integers(1, 4)),
    st.integers(1900, 2099).map(str),
    month_days,
    st.builds("{}..{}".format, month_days, month_days).filter(Period.parse),
    st.builds("since {}".format, month_days),
)


@given(phrases)
@settings(deadline=None)
def test_the_words_of_a_period_are_read_as_the_same_period(words: str) -> None:
    period = Period.of(words)
    assert Period.parse(str(period)) == period
    assert str(Period.of(str(period))) == str(period)


@given(phrases, zones, instants)
@settings(deadline=None)
def test_every_period_has_a_window_on_every_day(words: str, zone: ZoneInfo, now: int) -> None:
    found = window(words, now, zone)
    assert found.first <= found.last
    assert found.start <= found.end
    assert previous(found, zone).end == found.start
    assert trail(found, 3, zone)[-1].end >= found.end


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text_is_read_without_failing(words: str) -> None:
    period = Period.parse(words)
    assert period is None or Period.parse(str(period)) == period


@pytest.mark.parametrize(
    ("kind", "day", "words"),
    [
        (PeriodKind.WEEK, date(2027, 1, 3), "28 dec 2026..3 jan 2027"),
        (PeriodKind.WEEK, date(2026, 11, 16), "16..22 nov 2026"),
        (PeriodKind.MONTH, date(2026, 12, 31), "dec 2026"),
        (PeriodKind.QUARTER, date(2026, 10, 1), "q4 2026"),
        (PeriodKind.YEAR, date(2026, 2, 1), "2026"),
    ],
)
def test_the_unit_that_holds_a_day_has_its_year(kind: PeriodKind, day: date, words: str) -> None:
    assert str(Named.holding(kind, day)) == words
