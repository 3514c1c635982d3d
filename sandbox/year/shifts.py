"""When customers write and when the made-up team works: hours, weekends, German holidays."""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from metrics.tickets.records import Instant

OPENS: Final = time(8)
CLOSES: Final = time(18)

_HOURS: Final = (
    2,
    1,
    1,
    1,
    1,
    2,
    6,
    18,
    42,
    66,
    72,
    70,
    56,
    60,
    68,
    66,
    58,
    44,
    30,
    24,
    20,
    16,
    9,
    4,
)
"""How many customers write in each local hour, one against another."""

_WEEKDAYS: Final = (1.0, 0.92, 0.87, 0.85, 0.75, 0.20, 0.17)


def easter(year: int) -> date:
    """Easter Sunday, after Gauss and Butcher."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day: date) -> bool:
    """Whether all of Germany has this day off."""
    moving = {easter(day.year) + timedelta(days=n) for n in (-2, 1, 39, 50)}
    return day in moving or (day.month, day.day) in {(1, 1), (5, 1), (10, 3), (12, 25), (12, 26)}


def demand(day: date) -> float:
    """How many customers write on a day, an ordinary Monday being 1."""
    autumn = 1 + 0.10 * math.sin(2 * math.pi * (day.timetuple().tm_yday - 230) / 365)
    if (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 1):
        autumn *= 0.5
    return autumn * (0.2 if is_holiday(day) else _WEEKDAYS[day.weekday()])


def hours() -> dict[int, float]:
    """The weight of each local hour."""
    return {hour: float(weight) for hour, weight in enumerate(_HOURS)}


class Shifts:
    """The team's working time between two days, as a sum that can be looked up."""

    def __init__(
        self, first: date, last: date, zone: ZoneInfo, hours: tuple[time, time] = (OPENS, CLOSES)
    ) -> None:
        self.opens, self.closes = hours
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        self._spans = [
            (_at(day, self.opens, zone), _at(day, self.closes, zone))
            for day in days
            if day.weekday() < 5 and not is_holiday(day)
        ]
        self._starts = [start for start, _ in self._spans]
        self._totals = [0]
        for start, end in self._spans:
            self._totals.append(self._totals[-1] + end - start)

    def working(self, at: Instant) -> bool:
        """Whether somebody is at work."""
        number = bisect_right(self._starts, at) - 1
        return number >= 0 and at < self._spans[number][1]

    def seconds_until(self, at: Instant) -> int:
        """Working seconds from the first day until `at`."""
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return 0
        start, end = self._spans[number]
        return self._totals[number] + min(at, end) - start

    def later(self, at: Instant, seconds: float) -> Instant:
        """The instant `seconds` of working time after `at`."""
        due = self.seconds_until(at) + max(1, round(seconds))
        number = bisect_right(self._totals, due - 1) - 1
        return self._starts[number] + due - self._totals[number]

    def latest(self, at: Instant, seconds: int) -> Instant:
        """The last instant by which no more than `seconds` of working time after `at` are over."""
        due = self.seconds_until(at) + seconds
        number = bisect_right(self._totals, due) - 1
        return self._starts[number] + due - self._totals[number]


def _at(day: date, hour: time, zone: ZoneInfo) -> Instant:
    return int(datetime.combine(day, hour, zone).timestamp())
