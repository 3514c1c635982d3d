"""The business clock against the catalogue's rules, real clock changes and a plain walk."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from metrics.office_hours.calendar import ALWAYS, Calendar, Hours, parse_hours
from metrics.office_hours.public_holidays import (
    YEARS,
    holiday_names,
    parse_holidays,
    public_holidays,
)

HOUR, DAY = 3600, 86_400
BERLIN, UTC = ZoneInfo("Europe/Berlin"), ZoneInfo("UTC")
OFFICE = Calendar(BERLIN, parse_hours("mon-fri 09:00-18:00"))
LUNCH = Calendar(BERLIN, parse_hours("mon-fri 09:00-12:30 13:30-18:00; sat 10:00-14:00"))


def at(wall: str, zone: str = "Europe/Berlin", fold: int = 0) -> int:
    return int(datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone), fold=fold).timestamp())


def on(hours: str, zone: str = "Europe/Berlin", *holidays: date) -> Calendar:
    return Calendar(ZoneInfo(zone), parse_hours(hours), frozenset(holidays))


def day_seconds(calendar: Calendar, day: str) -> int:
    """The working seconds of a local date, from midnight to midnight."""
    after = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    zone = str(calendar.zone)
    return calendar.working_seconds(at(day, zone), at(after, zone))


# Any calendar and any span, for the properties

quarters = st.integers(0, 95).flatmap(lambda q: st.tuples(st.just(q), st.integers(q + 1, 96)))
intervals = quarters.map(lambda pair: (pair[0] * 15, pair[1] * 15))
days = st.lists(intervals, min_size=1, max_size=3).map(lambda spans: tuple(sorted(spans)))
weeks = st.dictionaries(st.integers(0, 6), days, min_size=1).map(
    lambda week: Hours(tuple(week.get(weekday, ()) for weekday in range(7)))
)
CHANGING = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago"]
zones = st.sampled_from([*CHANGING, "UTC", "Asia/Kolkata", "Africa/Casablanca"]).map(ZoneInfo)
dates_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))
calendars = st.builds(Calendar, zones, weeks, st.frozensets(dates_2026, max_size=5))
instants = st.integers(at("2026-01-01"), at("2027-01-01"))


# The rules of the catalogue


def test_a_span_inside_the_hours_counts_in_full() -> None:
    assert OFFICE.working_seconds(at("2026-07-01 10:00"), at("2026-07-01 10:12:30")) == 750


def test_a_night_between_two_working_days_does_not_count() -> None:
    assert OFFICE.working_seconds(at("2026-07-01 17:00"), at("2026-07-02 10:00")) == 2 * HOUR


def test_a_weekend_does_not_count() -> None:
    assert OFFICE.working_seconds(at("2026-07-03 17:30"), at("2026-07-06 09:30")) == HOUR


def test_the_clock_of_a_start_outside_hours_begins_at_the_next_opening() -> None:
    assert OFFICE.working_seconds(at("2026-07-04 11:00"), at("2026-07-06 09:00:03")) == 3


def test_a_reply_before_any_opening_took_no_working_time() -> None:
    assert OFFICE.working_seconds(at("2026-07-03 18:00"), at("2026-07-05 23:00")) == 0


def test_a_lunch_break_does_not_count() -> None:
    assert LUNCH.working_seconds(at("2026-07-01 12:00"), at("2026-07-01 14:00")) == HOUR


def test_hours_may_end_at_24() -> None:
    late = on("mon 18:00-24:00; tue 00:00-02:00")
    assert late.working_seconds(at("2026-07-06 12:00"), at("2026-07-07 12:00")) == 8 * HOUR


def test_touching_and_overlapping_intervals_count_once() -> None:
    patched = on("mon 09:00-12:00 12:00-15:00 14:00-18:00")
    assert day_seconds(patched, "2026-07-06") == 9 * HOUR


def test_a_span_that_ends_before_it_starts_has_no_working_time() -> None:
    assert OFFICE.working_seconds(at("2026-07-01 12:00"), at("2026-07-01 10:00")) == 0


def test_many_spans_are_answered_at_once() -> None:
    starts = np.array([at("2026-07-01 17:00"), at("2026-07-03 18:00"), at("2026-07-06 10:00")])
    ends = np.array([at("2026-07-02 10:00"), at("2026-07-05 23:00"), at("2026-07-06 09:00")])
    assert OFFICE.working_seconds(starts, ends).tolist() == [2 * HOUR, 0, 0]
    until_noon = OFFICE.working_seconds(starts, at("2026-07-06 12:00"))
    assert until_noon.tolist() == [22 * HOUR, 3 * HOUR, 2 * HOUR]


def test_no_spans_are_answered_with_none() -> None:
    nothing = np.array([], dtype=np.int64)
    assert OFFICE.working_seconds(nothing, nothing).tolist() == []


# Clock changes


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Berlin", "2026-03-29", 23),
        ("Europe/Berlin", "2026-10-25", 25),
        ("America/New_York", "2026-03-08", 23),
        ("America/New_York", "2026-11-01", 25),
        ("Australia/Lord_Howe", "2026-10-04", 23.5),
        ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ("America/Santiago", "2026-09-06", 23),
        ("America/Santiago", "2026-04-04", 25),
        ("Pacific/Apia", "2011-12-30", 0),
        ("UTC", "2026-03-29", 24),
    ],
)
def test_an_open_day_lasts_as_long_as_the_zone_makes_it(zone: str, day: str, hours: float) -> None:
    assert day_seconds(Calendar(ZoneInfo(zone), ALWAYS), day) == hours * HOUR


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25"])
def test_hours_away_from_the_change_keep_their_length(day: str) -> None:
    assert day_seconds(on("sun 09:00-18:00"), day) == 9 * HOUR


@pytest.mark.parametrize(
    ("hours", "spring", "autumn"),
    [
        ("sun 01:00-04:00", 2, 4),
        ("sun 02:00-03:00", 0, 2),
        ("sun 02:30-04:00", 0.5, 2.5),
        ("sun 01:00-02:30", 1.5, 1.5),
        ("sun 02:15-02:45", 0.5, 0.5),
        ("sun 02:30-03:00", 0, 1.5),
        ("sun 02:30-03:00 04:00-05:00", 1, 2.5),
        ("sun 01:00-02:30 03:00-05:00", 3, 3.5),
    ],
)
def test_times_in_the_gap_move_forward_and_doubled_times_are_the_first(
    hours: str, spring: float, autumn: float
) -> None:
    assert day_seconds(on(hours), "2026-03-29") == spring * HOUR
    assert day_seconds(on(hours), "2026-10-25") == autumn * HOUR


def test_the_second_pass_of_a_doubled_hour_is_closed_to_hours_that_ended_in_the_first() -> None:
    early = on("sun 01:00-02:30")
    first, second = at("2026-10-25 02:15"), at("2026-10-25 02:15", fold=1)
    assert early.working_seconds(first, first + 60) == 60
    assert early.working_seconds(second, second + 60) == 0


# Holidays


def test_a_holiday_is_closed_for_its_whole_local_day() -> None:
    closed = on("24x7", "America/New_York", date(2026, 12, 24))
    assert day_seconds(closed, "2026-12-24") == 0
    assert day_seconds(closed, "2026-12-23") == DAY
    assert day_seconds(closed, "2026-12-25") == DAY


def test_public_holidays_know_countries_and_their_parts() -> None:
    chavez_day = date(2026, 3, 31)
    assert date(2026, 5, 1) in public_holidays("DE", [2026])
    assert chavez_day not in public_holidays("US", [2026])
    assert chavez_day in public_holidays("us", [2026], "ca")


def test_public_holidays_reach_over_all_years_of_the_calendar() -> None:
    days = public_holidays("DE")
    assert {date(year, 12, 25) for year in YEARS} <= days


def test_parse_holidays_mixes_dates_and_countries() -> None:
    days = parse_holidays(" 2026-12-24, 2026-12-31,DE , US-CA,", [2026])
    assert days == {date(2026, 12, 24), date(2026, 12, 31)} | public_holidays(
        "DE", [2026]
    ) | public_holidays("US", [2026], "CA")


@pytest.mark.parametrize("nothing", ["", "none", " None "])
def test_parse_holidays_of_nothing_is_no_holiday(nothing: str) -> None:
    assert parse_holidays(nothing) == frozenset()
    assert holiday_names(nothing) == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-02-30", '"2026-02-30" is no date; write "2026-12-24", "DE"'),
        ("24.12.2026", '"24.12.2026" is no date'),
        ("XX", 'No public holidays are known for "XX"; write'),
        ("US-ZZ", '"ZZ" is no part of US; known are: AK, AL'),
        ("mon-fri 09:00-17:00", 'No public holidays are known for "mon"; write'),
        ("sat,sun", 'No public holidays are known for "sat"; write'),
        ("type_checking", 'No public holidays are known for "type_checking"; write'),
        ("-", 'No public holidays are known for ""; write'),
        ("none, DE", 'No public holidays are known for "none"; write'),
    ],
)
def test_unknown_holidays_are_answered_with_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_holidays(text)


# Reading and saying hours


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mon-fri 09:00-18:00", "Mon-Fri 09:00-18:00"),
        (
            "mon-fri 09:00-12:30 13:30-18:00; sat 10:00-14:00",
            "Mon-Fri 09:00-12:30 13:30-18:00; Sat 10:00-14:00",
        ),
        ("24x7", "24x7"),
        ("24/7", "24x7"),
        ("mon-sun 0-24", "24x7"),
        ("Mo, Wednesday, fri – mon 8:30 - 17", "Mon,Wed,Fri-Sun 08:30-17:00"),
        ("sat-sun 13-14, 9-12;", "Sat-Sun 09:00-12:00 13:00-14:00"),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, words: str) -> None:
    assert parse_hours(text).words() == words


@given(weeks)
def test_hours_are_read_back_from_their_words(hours: Hours) -> None:
    assert parse_hours(hours.words()) == hours


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "at least one open day; write"),
        ("mon", '"mon" lacks a day or an hour; write "mon-fri'),
        ("9-17", '"9-17" lacks a day or an hour'),
        ("monday-frog 9-17", '"frog" is not a day of the week'),
        ("t 9-17", '"t" is not a day'),
        ("mon 9am-5pm", '"9am-5pm" is not a span of hours'),
        ("mon 9-17 tue 9-17", '"tue" is not a span of hours'),
        ("mon 9-24:30", "hours run from 00:00 to 24:00"),
        ("mon 9:75-10", "is no time of day"),
        ("mon 22:00-06:00", 'write a night as two days: "mon 22:00-24:00; tue 00:00-06:00"'),
        ("mon 9-9", "ends before it begins"),
        ("mon-fri 9-17; fri 9-15", "Friday is given twice"),
    ],
)
def test_unreadable_hours_are_answered_with_what_to_write(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_hours(text)


def test_hours_beyond_a_day_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="22:00-30:00 is no interval within one day"):
        Hours((((1320, 1800),), (), (), (), (), (), ()))


def test_a_calendar_says_its_hours_and_its_zone() -> None:
    assert OFFICE.words() == "Mon-Fri 09:00-18:00, Europe/Berlin"


def test_equal_calendars_are_one_key() -> None:
    again = on("Monday-Friday 9-18")
    assert OFFICE.openings is not again.openings
    assert {OFFICE: 1}[again] == 1


# Openings and breach moments


@pytest.mark.parametrize(
    ("wall", "is_open"),
    [
        ("2026-07-01 08:59:59", False),
        ("2026-07-01 09:00", True),
        ("2026-07-01 12:30", False),
        ("2026-07-01 13:30", True),
        ("2026-07-01 17:59:59", True),
        ("2026-07-01 18:00", False),
        ("2026-07-04 10:00", True),
        ("2026-07-05 10:00", False),
    ],
)
def test_hours_are_closed_open(wall: str, *, is_open: bool) -> None:
    assert LUNCH.working_seconds(at(wall), at(wall) + 1) == is_open


def test_a_team_on_holiday_for_ever_never_works() -> None:
    every_monday = public_holidays("DE", [2026]) | {
        date(YEARS[0], 1, 3) + timedelta(weeks=week) for week in range(53 * len(YEARS))
    }
    never = Calendar(BERLIN, parse_hours("mon 9-17"), every_monday)
    assert never.working_seconds(0, at("2045-01-01")) == 0


# What holds for every calendar


def plainly_open(calendar: Calendar, moment: int) -> bool:
    """The rule said without arrays: does any interval of a date nearby hold this instant?"""
    near = datetime.fromtimestamp(moment, calendar.zone).date()
    for day in (near - timedelta(days=1), near, near + timedelta(days=1)):
        if day in calendar.holidays:
            continue
        midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001
        for interval in calendar.hours.week[day.weekday()]:
            walls = (midnight + timedelta(minutes=minute) for minute in interval)
            start, end = (wall.replace(tzinfo=calendar.zone).timestamp() for wall in walls)
            if start <= moment < end:
                return True
    return False


near_changes = st.sampled_from(["2026-03-07", "2026-03-28", "2026-04-04", "2026-10-03"])


@settings(max_examples=40, deadline=None)
@given(calendars, near_changes | dates_2026.map(str), st.integers(0, DAY // 60), st.data())
def test_working_time_is_that_of_a_walk_minute_by_minute(
    calendar: Calendar, day: str, minute: int, data: st.DataObject
) -> None:
    start = at(day, "UTC") + minute * 60
    end = start + data.draw(st.integers(0, 2 * DAY // 60)) * 60
    walked = sum(60 for moment in range(start, end, 60) if plainly_open(calendar, moment))
    assert calendar.working_seconds(start, end) == walked


@settings(max_examples=40, deadline=None)
@given(calendars, st.lists(instants, min_size=3, max_size=3).map(sorted))
def test_working_time_adds_up_over_a_cut_and_never_passes_wall_time(
    calendar: Calendar, moments: list[int]
) -> None:
    first, cut, last = moments
    whole = calendar.working_seconds(first, last)
    parts = calendar.working_seconds(first, cut) + calendar.working_seconds(cut, last)
    assert whole == parts
    assert 0 <= whole <= last - first


@settings(max_examples=40, deadline=None)
@given(calendars, st.lists(st.tuples(instants, instants), min_size=1, max_size=10))
def test_arrays_are_answered_as_their_members_are(
    calendar: Calendar, spans: list[tuple[int, int]]
) -> None:
    starts, ends = np.array(spans, dtype=np.int64).T
    one_by_one = [calendar.working_seconds(start, end) for start, end in spans]
    assert calendar.working_seconds(starts, ends).tolist() == one_by_one


@settings(max_examples=10, deadline=None)
@given(zones, st.frozensets(st.integers(0, 167), min_size=1, max_size=167), instants, instants)
def test_open_and_closed_hours_make_up_all_time(
    zone: ZoneInfo, opened: frozenset[int], start: int, end: int
) -> None:
    assume(start <= end)
    week = [[(h * 60, h * 60 + 60) for h in range(24) if d * 24 + h in opened] for d in range(7)]
    rest = [
        [(h * 60, h * 60 + 60) for h in range(24) if d * 24 + h not in opened] for d in range(7)
    ]
    spent = [
        Calendar(zone, Hours(tuple(map(tuple, side)))).working_seconds(start, end)
        for side in (week, rest)
    ]
    assert sum(spent) == end - start


KOLKATA = on("mon-fri 09:30-18:30", "Asia/Kolkata")
THE_SAME_IN_UTC = on("mon-fri 04:00-13:00", "UTC")


@settings(deadline=None)
@given(instants, instants)
def test_the_same_hours_written_in_another_zone_are_the_same(start: int, end: int) -> None:
    expected = THE_SAME_IN_UTC.working_seconds(start, end)
    assert KOLKATA.working_seconds(start, end) == expected


def test_public_holidays_have_their_names_and_single_dates_have_none() -> None:
    names = holiday_names("2026-12-24, US", range(2026, 2027))
    assert ("Thanksgiving Day", date(2026, 11, 26)) in names
    assert date(2026, 12, 24) not in {day for _, day in names}
    with pytest.raises(ValueError, match="ZZ"):
        holiday_names("ZZ")
