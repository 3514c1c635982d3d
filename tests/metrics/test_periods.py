"""Periods in words, and the windows they become on the calendars of difficult places."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.errors import AskError
from metrics.periods import Period, PeriodKind, Window, elapsed, previous, same_elapsed, trail
from metrics.periods.windows import local_date, midnight, opening, unit_window

BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
SAO_PAULO = ZoneInfo("America/Sao_Paulo")
APIA = ZoneInfo("Pacific/Apia")
UNITS = (
    *(PeriodKind.DAY, PeriodKind.WEEK, PeriodKind.MONTH),
    *(PeriodKind.QUARTER, PeriodKind.YEAR),
)

zones = st.sampled_from(
    [BERLIN, LORD_HOWE, SAO_PAULO, APIA]
    + [ZoneInfo(name) for name in ("America/Havana", "America/St_Johns", "Asia/Kathmandu", "UTC")]
)
dates = st.dates(date(1990, 1, 1), date(2040, 12, 31))
years = st.none() | st.integers(1900, 2099)


def at(zone: ZoneInfo, *moment: int) -> int:
    return int(datetime(*moment, tzinfo=zone).timestamp())  # type: ignore[misc,arg-type]


def window(words: str, now: int, zone: ZoneInfo = BERLIN) -> Window:
    return Period.of(words).window(now, zone)


NOW = at(BERLIN, 2026, 7, 21, 11, 30)


# Windows tile the line


@given(zones, st.sampled_from(UNITS), dates)
def test_each_window_ends_where_the_next_begins(
    zone: ZoneInfo, kind: PeriodKind, day: date
) -> None:
    windows = trail(unit_window(kind, opening(kind, day), zone), 12, zone)
    assert all(a.end == b.start for a, b in pairwise(windows))
    assert all(a.last + timedelta(days=1) == b.first for a, b in pairwise(windows))


@given(zones, st.sampled_from(UNITS), dates)
def test_the_window_before_touches_the_window(zone: ZoneInfo, kind: PeriodKind, day: date) -> None:
    current = unit_window(kind, opening(kind, day), zone)
    assert previous(current, zone).end == current.start
    assert previous(current, zone) == trail(current, 2, zone)[0]


@given(zones, st.integers(631_152_000, 2_240_000_000))
def test_every_instant_lies_in_the_day_that_clocks_show_or_in_a_doubled_hour(
    zone: ZoneInfo, moment: int
) -> None:
    today = window("today", moment, zone)
    assert today.first == local_date(moment, zone)
    doubled = moment < today.start or moment >= today.end
    if doubled:
        assert zone.key == "America/St_Johns"


@given(zones, dates)
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
    havana = ZoneInfo("America/Havana")
    day = unit_window(PeriodKind.DAY, date(2026, 11, 1), havana)
    assert day.end - day.start == 25 * 3600
    assert datetime.fromtimestamp(day.start, havana).fold == 0


# What words mean


@pytest.mark.parametrize(
    ("words", "kind", "first", "last"),
    [
        ("today", PeriodKind.DAY, (2026, 7, 21), (2026, 7, 21)),
        ("yesterday", PeriodKind.DAY, (2026, 7, 20), (2026, 7, 20)),
        ("this week", PeriodKind.WEEK, (2026, 7, 20), (2026, 7, 26)),
        ("wtd", PeriodKind.WEEK, (2026, 7, 20), (2026, 7, 26)),
        ("past week", PeriodKind.WEEK, (2026, 7, 13), (2026, 7, 19)),
        ("previous month", PeriodKind.MONTH, (2026, 6, 1), (2026, 6, 30)),
        ("MTD", PeriodKind.MONTH, (2026, 7, 1), (2026, 7, 31)),
        ("last quarter", PeriodKind.QUARTER, (2026, 4, 1), (2026, 6, 30)),
        ("year to date", PeriodKind.YEAR, (2026, 1, 1), (2026, 12, 31)),
        ("last year", PeriodKind.YEAR, (2025, 1, 1), (2025, 12, 31)),
        ("7d", PeriodKind.DAYS, (2026, 7, 14), (2026, 7, 20)),
        ("last 30 days", PeriodKind.DAYS, (2026, 6, 21), (2026, 7, 20)),
        ("last four weeks", PeriodKind.SPAN, (2026, 6, 22), (2026, 7, 19)),
        ("last 3 months", PeriodKind.SPAN, (2026, 4, 1), (2026, 6, 30)),
        ("2026-W01", PeriodKind.WEEK, (2025, 12, 29), (2026, 1, 4)),
        ("2020-w53", PeriodKind.WEEK, (2020, 12, 28), (2021, 1, 3)),
        ("week 53", PeriodKind.WEEK, (2020, 12, 28), (2021, 1, 3)),
        ("w31", PeriodKind.WEEK, (2025, 7, 28), (2025, 8, 3)),
        ("week 30", PeriodKind.WEEK, (2026, 7, 20), (2026, 7, 26)),
        ("2026-q3", PeriodKind.QUARTER, (2026, 7, 1), (2026, 9, 30)),
        ("q4", PeriodKind.QUARTER, (2025, 10, 1), (2025, 12, 31)),
        ("July", PeriodKind.MONTH, (2026, 7, 1), (2026, 7, 31)),
        ("aug", PeriodKind.MONTH, (2025, 8, 1), (2025, 8, 31)),
        ("july 2024", PeriodKind.MONTH, (2024, 7, 1), (2024, 7, 31)),
        ("2026-07-14", PeriodKind.DAY, (2026, 7, 14), (2026, 7, 14)),
        ("14th of July", PeriodKind.DAY, (2026, 7, 14), (2026, 7, 14)),
        ("july 3, 2026", PeriodKind.DAY, (2026, 7, 3), (2026, 7, 3)),
        ("29 feb", PeriodKind.DAY, (2024, 2, 29), (2024, 2, 29)),
        ("1 jul..15 jul", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 15)),
        ("1–15 Jul 2025", PeriodKind.SPAN, (2025, 7, 1), (2025, 7, 15)),
        ("1 july to 15 july", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 15)),
        ("between 1 july and 5 july", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 5)),
        ("15 dec … 10 jan", PeriodKind.SPAN, (2025, 12, 15), (2026, 1, 10)),
        ("jan to feb", PeriodKind.SPAN, (2026, 1, 1), (2026, 2, 28)),
        ("2026-07-15..2026-07-01", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 15)),
        ("since 1 july", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 21)),
        ("since 2026-07", PeriodKind.SPAN, (2026, 7, 1), (2026, 7, 21)),
    ],
)
def test_words_mean_these_days(
    words: str, kind: PeriodKind, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    found = window(words, NOW)
    assert (found.kind, found.first, found.last) == (kind, date(*first), date(*last))
    assert (found.start, found.end) == (
        at(BERLIN, *first),
        midnight(date(*last) + timedelta(days=1), BERLIN),
    )


@pytest.mark.parametrize(
    "words",
    [
        *("", "soon", "0d", "9999 days", "2026-13", "2025-w53", "30 feb", "w54", "q5", "week"),
        *("2026-02-29", "30 feb 2026..1 mar", "since", "..", "1 jul..", "1-0 jul", "july" * 50),
    ],
)
def test_other_words_are_no_period(words: str) -> None:
    assert Period.parse(words) is None


def test_asking_for_an_unknown_period_says_what_to_try() -> None:
    with pytest.raises(AskError, match="last week"):
        Period.of("soonish")


def test_one_of_something_is_the_last_one() -> None:
    assert Period.of("last 1 week") == Period.of("last week")
    assert Period.of("1d") == Period.of("yesterday")


def test_the_week_belongs_to_the_day_where_the_people_are() -> None:
    sunday_evening = at(ZoneInfo("UTC"), 2026, 7, 19, 22, 30)
    assert window("this week", sunday_evening, BERLIN).first == date(2026, 7, 20)
    assert window("this week", sunday_evening, SAO_PAULO).first == date(2026, 7, 13)


# Words and periods, both ways

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
    st.builds("{}..{}".format, month_days, month_days),
    st.builds("since {}".format, month_days),
)


@given(phrases)
def test_the_words_of_a_period_are_read_as_the_same_period(words: str) -> None:
    period = Period.of(words)
    assert Period.parse(str(period)) == period
    assert str(Period.of(str(period))) == str(period)


@given(phrases, zones, st.integers(631_152_000, 2_240_000_000))
def test_every_period_has_a_window_on_every_day(words: str, zone: ZoneInfo, now: int) -> None:
    found = window(words, now, zone)
    assert found.first <= found.last
    assert found.start <= found.end
    assert previous(found, zone).end == found.start
    assert trail(found, 3, zone)[-1].end >= found.end


@given(st.text(max_size=80))
def test_any_text_is_read_without_failing(words: str) -> None:
    period = Period.parse(words)
    assert period is None or Period.parse(str(period)) == period


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
        ("last 7 days", ["W28", "W29", "W30"]),
        ("1 jul..15 jul", ["W27", "W28", "W29"]),
    ],
)
def test_the_trend_runs_up_to_the_period(words: str, shorts: list[str]) -> None:
    assert [w.short for w in trail(window(words, NOW), 3, BERLIN)] == shorts


# Unfinished windows


def test_an_unfinished_window_is_cut_at_now() -> None:
    week = elapsed(window("this week", NOW), NOW)
    assert (week.start, week.end) == (at(BERLIN, 2026, 7, 20), NOW)


def test_a_finished_window_is_not_cut() -> None:
    assert elapsed(window("last week", NOW), NOW) == window("last week", NOW)


def test_a_window_that_has_not_begun_is_empty() -> None:
    later = elapsed(window("2027-01", NOW), NOW)
    assert later.end == later.start


def test_the_same_part_of_last_week_ends_at_the_same_weekday_and_time() -> None:
    week = window("this week", NOW)
    part = same_elapsed(previous(week, BERLIN), elapsed(week, NOW), BERLIN)
    assert (part.start, part.end) == (at(BERLIN, 2026, 7, 13), at(BERLIN, 2026, 7, 14, 11, 30))


def test_the_same_part_keeps_to_the_clock_on_the_wall_when_it_is_set_back() -> None:
    now = at(BERLIN, 2026, 10, 26, 9)
    day = window("today", now)
    part = same_elapsed(previous(day, BERLIN), elapsed(day, now), BERLIN)
    assert part.end == at(BERLIN, 2026, 10, 25, 9)
    assert part.end - part.start == 10 * 3600


def test_the_same_part_of_a_shorter_month_is_at_most_that_month() -> None:
    now = at(BERLIN, 2026, 3, 31, 12)
    month = window("this month", now)
    before = previous(month, BERLIN)
    assert same_elapsed(before, elapsed(month, now), BERLIN) == before


def test_a_finished_window_is_compared_with_the_whole_one_before() -> None:
    month = window("2026-02", NOW)
    before = previous(month, BERLIN)
    assert same_elapsed(before, elapsed(month, NOW), BERLIN) == before


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
