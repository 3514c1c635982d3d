"""Windows on the calendars of difficult places, and the windows beside them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.periods import (
    Period,
    PeriodKind,
    as_far,
    before,
    previous,
    trail,
    until_now,
    year_before,
)
from metrics.periods.windows import local_date, midnight, opening, unit_window
from tests.metrics.periods.places import (
    APIA,
    BERLIN,
    HAVANA,
    LORD_HOWE,
    NOW,
    SAO_PAULO,
    at,
    instants,
    window,
    zones,
)

UNITS = (PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)
dates = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@given(zones, st.sampled_from(UNITS), dates)
@settings(deadline=None)
def test_each_window_ends_where_the_next_begins(
    zone: ZoneInfo, kind: PeriodKind, day: date
) -> None:
    windows = trail(unit_window(kind, opening(kind, day), zone), 12, zone)
    assert all(a.end == b.start for a, b in pairwise(windows))
    assert all(a.last + timedelta(days=1) == b.first for a, b in pairwise(windows))


@given(zones, st.sampled_from(UNITS), dates)
@settings(deadline=None)
def test_the_window_before_touches_the_window(zone: ZoneInfo, kind: PeriodKind, day: date) -> None:
    current = unit_window(kind, opening(kind, day), zone)
    assert previous(current, zone).end == current.start
    assert previous(current, zone) == trail(current, 2, zone)[0]


@pytest.mark.parametrize(
    ("words", "when"),
    [
        ("yesterday", "on Mon 20 Jul 2026"),
        ("this morning", "on Tue 21 Jul 2026, 06:00\u201312:00"),
        ("last 24 hours", "in Mon 20 Jul 11:30 \u2013 Tue 21 Jul 2026 11:30"),
        ("last month", "in June 2026"),
    ],
)
def test_a_day_is_on_and_a_month_in_its_name(words: str, when: str) -> None:
    assert window(words, NOW).when == when


@given(zones, instants)
@settings(deadline=None)
def test_every_instant_lies_in_the_day_that_clocks_show_or_in_a_doubled_hour(
    zone: ZoneInfo, moment: int
) -> None:
    today = window("today", moment, zone)
    assert today.first == local_date(moment, zone)
    doubled = moment < today.start or moment >= today.end
    if doubled:
        assert zone.key == "America/St_Johns"


@given(zones, dates)
@settings(deadline=None)
def test_a_day_starts_at_the_first_instant_that_shows_it(zone: ZoneInfo, day: date) -> None:
    start = midnight(day, zone)
    assert local_date(start, zone) >= day
    assert local_date(start - 1, zone) < day


# Days that are not 24 hours long


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (BERLIN, (2026, 3, 29), 23),
        (BERLIN, (2026, 10, 25), 25),
        (LORD_HOWE, (2026, 10, 4), 23.5),
        (LORD_HOWE, (2026, 4, 5), 24.5),
        (SAO_PAULO, (2018, 11, 4), 23),
        (SAO_PAULO, (2018, 2, 17), 25),
        (APIA, (2011, 12, 30), 0),
        (APIA, (2011, 12, 31), 24),
        (ZoneInfo("America/Toronto"), (1919, 3, 31), 23.5),
    ],
)
def test_days_are_as_long_as_clocks_say(
    zone: ZoneInfo, day: tuple[int, int, int], hours: float
) -> None:
    found = unit_window(PeriodKind.DAY, date(*day), zone)
    assert found.end - found.start == hours * 3600


def test_a_day_without_midnight_starts_when_the_clocks_have_jumped() -> None:
    start = unit_window(PeriodKind.DAY, date(2018, 11, 4), SAO_PAULO).start
    assert datetime.fromtimestamp(start, SAO_PAULO).hour == 1


def test_a_day_with_two_midnights_starts_at_the_first() -> None:
    day = unit_window(PeriodKind.DAY, date(2026, 11, 1), HAVANA)
    assert day.end - day.start == 25 * 3600
    assert datetime.fromtimestamp(day.start, HAVANA).fold == 0


# Windows beside a window


def test_the_window_before_a_month_is_the_month_before() -> None:
    assert previous(window("2026-03", NOW), BERLIN).label == "February 2026"


def test_whole_months_are_compared_with_as_many_months() -> None:
    before = previous(window("last 3 months", NOW), BERLIN)
    assert (before.first, before.last) == (date(2026, 1, 1), date(2026, 3, 31))


def test_loose_days_are_compared_with_as_many_days() -> None:
    before = previous(window("1 jul..15 jul", NOW), BERLIN)
    assert (before.first, before.last) == (date(2026, 6, 16), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("words", "shorts"),
    [
        ("last week", ["W27", "W28", "W29"]),
        ("yesterday", ["18 Jul", "19 Jul", "20 Jul"]),
        ("last month", ["Apr", "May", "Jun"]),
        ("last quarter", ["Q4 2025", "Q1 2026", "Q2 2026"]),
        ("last year", ["2023", "2024", "2025"]),
        ("last 7 days", ["30 Jun \N{EN DASH} 6 Jul", "7\N{EN DASH}13 Jul", "14\N{EN DASH}20 Jul"]),
        (
            "7 days ending 3 days ago",
            ["27 Jun \N{EN DASH} 3 Jul", "4\N{EN DASH}10 Jul", "11\N{EN DASH}17 Jul"],
        ),
        ("last 8 days", ["W28", "W29", "W30"]),
        ("1 jul..15 jul", ["W27", "W28", "W29"]),
    ],
)
def test_the_trend_runs_up_to_the_period(words: str, shorts: list[str]) -> None:
    assert [w.short for w in trail(window(words, NOW), 3, BERLIN)] == shorts


# Unfinished windows


def test_an_unfinished_window_is_cut_at_now() -> None:
    week = until_now(window("this week", NOW), NOW)
    assert (week.start, week.end) == (at(BERLIN, 2026, 7, 20), NOW)


def test_a_finished_window_is_not_cut() -> None:
    assert until_now(window("last week", NOW), NOW) == window("last week", NOW)


def test_a_window_that_has_not_begun_is_empty() -> None:
    later = until_now(window("2027-01", NOW), NOW)
    assert later.end == later.start


def test_the_same_part_of_last_week_ends_at_the_same_weekday_and_time() -> None:
    week = window("this week", NOW)
    part = as_far(previous(week, BERLIN), until_now(week, NOW), BERLIN)
    assert (part.start, part.end) == (at(BERLIN, 2026, 7, 13), at(BERLIN, 2026, 7, 14, 11, 30))


def test_the_same_part_keeps_to_the_clock_on_the_wall_when_it_is_set_back() -> None:
    now = at(BERLIN, 2026, 10, 26, 9)
    day = window("today", now)
    part = as_far(previous(day, BERLIN), until_now(day, now), BERLIN)
    assert part.end == at(BERLIN, 2026, 10, 25, 9)
    assert part.end - part.start == 10 * 3600


def test_the_same_part_of_a_shorter_month_is_at_most_that_month() -> None:
    now = at(BERLIN, 2026, 3, 31, 12)
    month = window("this month", now)
    before = previous(month, BERLIN)
    assert as_far(before, until_now(month, now), BERLIN) == before


def test_a_finished_window_is_compared_with_the_whole_one_before() -> None:
    month = window("2026-02", NOW)
    before = previous(month, BERLIN)
    assert as_far(before, until_now(month, NOW), BERLIN) == before


# Labels


@pytest.mark.parametrize(
    ("words", "label", "short"),
    [
        ("2026-W47", "Week 47 (16–22 Nov 2026)", "W47"),
        ("2026-W31", "Week 31 (27 Jul – 2 Aug 2026)", "W31"),
        ("2026-W01", "Week 1 (29 Dec 2025 – 4 Jan 2026)", "W1"),
        ("2026-07", "July 2026", "Jul"),
        ("2026-07-14", "Tue 14 Jul 2026", "14 Jul"),
        ("2026-07-01..2026-07-15", "1–15 Jul 2026", "1–15 Jul"),
        ("2026-q3", "Q3 2026", "Q3 2026"),
        ("2026", "2026", "2026"),
    ],
)
def test_windows_are_labelled(words: str, label: str, short: str) -> None:
    assert (window(words, NOW).label, window(words, NOW).short) == (label, short)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2026-W47", date(2025, 11, 17), date(2025, 11, 23)),
        ("2026-W53", date(2025, 12, 29), date(2026, 1, 4)),  # 2025 has no week 53
        ("2027-W10", date(2026, 3, 2), date(2026, 3, 8)),  # 53 weeks earlier, after a long year
        ("2026-11-24", date(2025, 11, 25), date(2025, 11, 25)),  # both are Tuesdays
        ("2024-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2026-q1", date(2025, 1, 1), date(2025, 3, 31)),
        ("2026", date(2025, 1, 1), date(2025, 12, 31)),
        ("2026-07-01..2026-08-31", date(2025, 7, 1), date(2025, 8, 31)),
        ("2026-07-06..2026-07-19", date(2025, 7, 7), date(2025, 7, 20)),
    ],
)
def test_a_year_before_has_the_same_months_or_the_same_weekdays(
    words: str, first: date, last: date
) -> None:
    current = Period.of(words).window(NOW, BERLIN)
    earlier = year_before(current, BERLIN)
    assert (earlier.kind, earlier.first, earlier.last) == (current.kind, first, last)


def test_a_day_is_compared_with_its_weekday_a_week_earlier_and_a_week_with_the_one_before() -> None:
    day, week = (Period.of(words).window(NOW, BERLIN) for words in ("2026-11-24", "2026-W47"))
    assert before(day, BERLIN).first == date(2026, 11, 17)
    assert before(week, BERLIN) == previous(week, BERLIN)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("1 nov 2026..20 nov 2026", date(2025, 11, 2), date(2025, 11, 21)),  # no whole months
        ("2026-W53", date(2025, 12, 29), date(2026, 1, 4)),  # 2025 had no such week
        ("2027-W10", date(2026, 3, 2), date(2026, 3, 8)),  # 53 weeks earlier
    ],
)
def test_a_year_before_is_the_same_days_of_the_same_weeks(
    words: str, first: date, last: date
) -> None:
    current = window(words, at(BERLIN, 2027, 6, 1))
    earlier = year_before(current, BERLIN)
    assert (earlier.first, earlier.last, earlier.kind) == (first, last, current.kind)
    assert (earlier.start, earlier.end) == (
        midnight(first, BERLIN),
        midnight(last, BERLIN) + 86_400,
    )


def test_before_many_months_there_are_as_many() -> None:
    current = window("2025-01-01..2026-03-31", NOW)
    earlier = previous(current, BERLIN)
    assert (earlier.first, earlier.last) == (date(2023, 10, 1), date(2024, 12, 31))
    assert earlier.kind is current.kind


def test_the_day_before_is_of_the_same_place() -> None:
    day = unit_window(PeriodKind.DAY, date(2026, 11, 24), APIA)
    earlier = before(day, APIA)
    assert (earlier.kind, earlier.first) == (PeriodKind.DAY, date(2026, 11, 17))
    assert earlier.start == midnight(date(2026, 11, 17), APIA)
