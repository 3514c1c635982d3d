"""The business clock: when a team is open, and the working seconds between two instants."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from typing import TypeAlias, overload
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from metrics.office_hours.public_holidays import YEARS

Ints: TypeAlias = NDArray[np.int64]
Day: TypeAlias = tuple[tuple[int, int], ...]
"""The open intervals of a weekday in local wall minutes, closed-open; 1440 is the next midnight."""

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EXAMPLE = '"mon-fri 09:00-12:30 13:30-18:00; sat 10:00-14:00" or "24x7"'
_DAY_SECONDS = 86_400
_MONDAY = 4  # days from 1970-01-01, a Thursday, to a Monday
_LONG_AGO = -(2**62)


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours of a week, Monday first, in wall-clock minutes; none runs over midnight."""

    week: tuple[Day, ...]

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError(f"Office hours need at least one open day; write {_EXAMPLE}.")
        for start, end in (interval for day in self.week for interval in day):
            if not 0 <= start < end <= 1440:
                raise ValueError(f"{_span(start, end)} is no interval within one day.")

    def words(self) -> str:
        """Say the hours so that `parse_hours` reads them back: "Mon-Fri 09:00-18:00"."""
        if self == ALWAYS:
            return "24x7"
        parts = []
        for day in dict.fromkeys(filter(None, self.week)):
            weekdays = [i for i, other in enumerate(self.week) if other == day]
            parts.append(" ".join([days_words(weekdays), *(_span(*span) for span in day)]))
        return "; ".join(parts)


ALWAYS = Hours((((0, 1440),),) * 7)


def _span(start: int, end: int) -> str:
    return f"{start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"


def days_words(weekdays: list[int]) -> str:
    """Write days in a row as one run: "Mon-Wed,Fri"."""
    in_a_row = groupby(enumerate(weekdays), key=lambda pair: pair[1] - pair[0])
    runs = [[DAY_NAMES[day][:3].title() for _, day in run] for _, run in in_a_row]
    return ",".join("-".join(dict.fromkeys((run[0], run[-1]))) for run in runs)


def parse_hours(text: str) -> Hours:
    """Read opening hours such as "mon-fri 09:00-12:30 13:30-18:00; sat 10:00-14:00" or "24x7".

    Raises ValueError with a sentence that says what to write instead.
    """
    if text.strip().lower() in {"24x7", "24/7"}:
        return ALWAYS
    week: list[Day] = [()] * 7
    for entry in filter(str.strip, text.lower().split(";")):
        weekdays, day = _entry(entry.strip())
        for weekday in weekdays:
            if week[weekday]:
                raise ValueError(f"{DAY_NAMES[weekday].title()} is given twice; write it once.")
            week[weekday] = day
    return Hours(tuple(week))


def _entry(entry: str) -> tuple[list[int], Day]:
    words = re.sub(r"\s*[-–]\s*", "-", entry.replace(",", " ")).split()  # noqa: RUF001 - people type it
    first_time = next((i for i, word in enumerate(words) if word[0].isdigit()), len(words))
    weekdays = [day for word in words[:first_time] for day in weekdays_of(word)]
    if not weekdays or first_time == len(words):
        raise ValueError(f'"{entry}" lacks a day or an hour; write {_EXAMPLE}.')
    return list(dict.fromkeys(weekdays)), tuple(sorted(map(_interval, words[first_time:])))


def weekdays_of(word: str) -> list[int]:
    """Read "mon" or "fri-mon", which runs over the end of the week."""
    first, _, last = word.partition("-")
    start, end = _weekday(first), _weekday(last or first)
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]


def _weekday(word: str) -> int:
    matches = [i for i, name in enumerate(DAY_NAMES) if len(word) > 1 and name.startswith(word)]
    if len(matches) != 1:
        raise ValueError(f'"{word}" is not a day of the week; write {_EXAMPLE}.')
    return matches[0]


def _interval(word: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?", word)
    if match is None:
        raise ValueError(f'"{word}" is not a span of hours; write {_EXAMPLE}.')
    hour, minute, end_hour, end_minute = (int(part or 0) for part in match.groups())
    start, end = hour * 60 + minute, end_hour * 60 + end_minute
    if max(minute, end_minute) > 59 or max(start, end) > 1440:
        raise ValueError(f'"{word}" is no time of day; hours run from 00:00 to 24:00.')
    if start >= end:
        night = '"mon 22:00-24:00; tue 00:00-06:00"'
        raise ValueError(f'"{word}" ends before it begins; write a night as two days: {night}.')
    return start, end


@dataclass(frozen=True)
class Calendar:
    """The opening hours of a team in its time zone, without its holidays (whole local days).

    Instants are UTC epoch seconds. A wall-clock time that the spring change skips moves forward by
    the gap; one that the autumn change doubles is its first occurrence.
    """

    zone: ZoneInfo
    hours: Hours
    holidays: frozenset[date] = frozenset()
    name: str = ""

    def words(self) -> str:
        """Say the hours and their zone: "Mon-Fri 09:00-18:00, Europe/Berlin"."""
        return f"{self.hours.words()}, {self.zone}"

    @overload
    def working_seconds(self, start: int, end: int) -> int: ...
    @overload
    def working_seconds(self, start: Ints, end: Ints | int) -> Ints: ...
    def working_seconds(self, start: Ints | int, end: Ints | int) -> Ints | int:
        """Count the open seconds in [start, end), for one span or for arrays of spans.

        0 where `end` is before `start`: finding such a span wrong is the caller's business.
        """
        spent = np.maximum(self.openings.until(end) - self.openings.until(start), 0)
        return spent if isinstance(spent, np.ndarray) else int(spent)

    @cached_property
    def openings(self) -> Openings:
        walls = _walls(self.hours, self.holidays)
        switches, offsets = _clock_changes(self.zone)
        return _apart(walls - offsets[np.searchsorted(switches, walls, side="right")])


@dataclass(frozen=True, slots=True)
class Openings:
    """Open intervals in order, apart from each other, and the open seconds up to each one's end.

    The first is empty and lies before all time, so that every instant has one that began earlier.
    """

    starts: Ints
    ends: Ints
    totals: Ints

    def until(self, at: Ints | int) -> Ints:
        """Count the open seconds of all time before `at`."""
        i = np.searchsorted(self.starts, at, side="right") - 1
        total: Ints = self.totals[i] - np.maximum(self.ends[i] - at, 0)
        return total


def _apart(spans: Ints) -> Openings:
    """Put (start, end) rows in order and join those that touch or overlap."""
    spans = spans[spans[:, 0] < spans[:, 1]]
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    starts, ends = spans[:, 0], np.maximum.accumulate(spans[:, 1])
    gaps = np.flatnonzero(starts[1:] > ends[:-1])
    starts = np.concatenate(([_LONG_AGO], starts[:1], starts[gaps + 1]))
    ends = np.concatenate(([_LONG_AGO], ends[gaps], ends[-1:]))
    return Openings(starts, ends, np.cumsum(ends - starts))


def _walls(hours: Hours, holidays: frozenset[date]) -> Ints:
    """List the (start, end) of every interval of every date, as a clock on the wall shows them."""
    days = np.arange(_day(date(YEARS[0], 1, 1)), _day(date(YEARS[-1] + 1, 1, 1)), dtype=np.int64)
    days = days[~np.isin(days, [_day(holiday) for holiday in holidays])]
    walls = [
        days[(days - _MONDAY) % 7 == weekday].reshape(-1, 1, 1) * _DAY_SECONDS
        + np.array(day, dtype=np.int64).reshape(-1, 2) * 60
        for weekday, day in enumerate(hours.week)
    ]
    return np.concatenate([wall.reshape(-1, 2) for wall in walls])


@lru_cache(maxsize=64)
def _clock_changes(zone: ZoneInfo) -> tuple[Ints, Ints]:
    """Give the wall-clock seconds at which the zone's offset changes, and the offsets around them.

    The old offset holds for the times that a change skips and for the first pass of those that it
    doubles, so the new one starts at the later of the two readings of the clock.
    """

    def offset(at: int) -> int:
        return int((datetime.fromtimestamp(at, zone).utcoffset() or timedelta()).total_seconds())

    first, last = (_day(date(year, 1, 1)) * _DAY_SECONDS for year in (YEARS[0], YEARS[-1] + 1))
    days = range(first - _DAY_SECONDS, last + 2 * _DAY_SECONDS, _DAY_SECONDS)
    switches, offsets = [], [offset(days[0])]
    for day in days:
        before, after = offsets[-1], offset(day)
        if after != before:
            seconds = range(day - _DAY_SECONDS, day)
            at = seconds.start + bisect_left(seconds, 1, key=lambda s: offset(s) != before)
            switches.append(at + max(before, after))
            offsets.append(after)
    return np.array(switches, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _day(day: date) -> int:
    return day.toordinal() - date(1970, 1, 1).toordinal()
