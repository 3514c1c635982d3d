"""Days on which a clock's change meets a rule, found by looking at every minute of ten years.

Run `python -m tests.scenarios.odd_days` to print them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

DECADES = {"Pacific/Apia": 2009, "America/Sao_Paulo": 2012, "Asia/Tehran": 2015, "Asia/Amman": 2015}
ZONES = (
    *("Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Europe/Chisinau"),
    *("Atlantic/Azores", "America/Nuuk", "America/New_York", "America/St_Johns", "America/Havana"),
    *("America/Sao_Paulo", "America/Santiago", "America/Asuncion", "America/Mexico_City"),
    *("America/Phoenix", "Africa/Casablanca", "Africa/Cairo", "Asia/Beirut", "Asia/Gaza"),
    *("Asia/Amman", "Asia/Jerusalem", "Asia/Tehran", "Asia/Kolkata", "Asia/Kathmandu"),
    *("Asia/Pyongyang", "Australia/Adelaide", "Australia/Lord_Howe", "Pacific/Chatham"),
    *("Pacific/Apia", "Pacific/Norfolk", "Antarctica/Troll", "US/Eastern", "UTC"),
)
TIMES = ("00:00", "01:30", "02:15", "02:30", "09:00", "23:59")
EPOCH = date(1970, 1, 1)
DAY_MINUTES = 1440


@dataclass(frozen=True)
class Decade:
    """What a clock in one place shows in each minute of ten years, with no time-zone arithmetic.

    Minutes are counted from 1970 in UTC, and as the clock shows them.
    """

    zone: str

    @cached_property
    def years(self) -> tuple[int, int]:
        first = DECADES.get(self.zone, 2017)
        return first, first + 10

    @cached_property
    def minutes(self) -> range:
        first, after = (date(year, 1, 1) - EPOCH for year in self.years)
        return range((first.days - 2) * DAY_MINUTES, (after.days + 2) * DAY_MINUTES)

    @cached_property
    def shown(self) -> NDArray[np.int64]:
        """What the clock shows in each of `minutes`."""
        known = self.minutes[:: DAY_MINUTES // 4]
        stretches = [self._stretch(a, b) for a, b in pairwise([*known, self.minutes.stop])]
        return np.arange(self.minutes.start, self.minutes.stop) + np.concatenate(stretches)

    def _stretch(self, first: int, after: int) -> NDArray[np.int64]:
        if self._offset(first) == self._offset(after):
            return np.full(after - first, self._offset(first), dtype=np.int64)
        return np.array([self._offset(minute) for minute in range(first, after)], dtype=np.int64)

    def _offset(self, minute: int) -> int:
        offset = datetime.fromtimestamp(minute * 60, ZoneInfo(self.zone)).utcoffset()
        return (offset or timedelta()) // timedelta(minutes=1)

    @cached_property
    def latest(self) -> NDArray[np.int64]:
        """The latest time that the clock has shown by each of `minutes`."""
        return np.maximum.accumulate(self.shown)

    def first_at(self, days: NDArray[np.int64], minute: int) -> NDArray[np.int64]:
        """The instants at which the clock first shows that minute of those days, or later."""
        found = np.searchsorted(self.latest, days * DAY_MINUTES + minute)
        return (found + self.minutes.start) * 60

    @cached_property
    def days(self) -> NDArray[np.int64]:
        """The days of the ten years, counted from 1970."""
        first, after = ((date(year, 1, 1) - EPOCH).days for year in self.years)
        return np.arange(first, after)


def minute_of(wall: str) -> int:
    hours, _, minutes = wall.partition(":")
    return int(hours) * 60 + int(minutes)


def odd_days(zone: str) -> Iterator[str]:
    """A line for each day and time that the clock in `zone` skips, or shows twice."""
    decade = Decade(zone)
    first = int(decade.shown.min())
    times = np.bincount(decade.shown - first)
    for wall in TIMES:
        seen = times[decade.days * DAY_MINUTES + minute_of(wall) - first]
        for day in np.flatnonzero(seen != 1):
            due_at = int(decade.first_at(decade.days[day : day + 1], minute_of(wall))[0])
            there = datetime.fromtimestamp(due_at, ZoneInfo(zone))
            when = EPOCH + timedelta(days=int(decade.days[day]))
            what = "skipped" if seen[day] == 0 else "comes twice"
            utc = datetime.fromtimestamp(due_at, UTC)
            yield (
                f"{zone:20} {when:%a %Y-%m-%d} {wall} {what:12}"
                f" posted {there:%a %Y-%m-%d %H:%M %z}  {utc:%Y-%m-%dT%H:%MZ}"
            )


if __name__ == "__main__":
    for place in ZONES:
        sys.stdout.writelines(f"{line}\n" for line in odd_days(place))
