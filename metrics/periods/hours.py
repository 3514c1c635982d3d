"""Periods that begin or end within a day: parts of days, and the last hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from metrics.periods.period import Dated, Days, Period
from metrics.periods.windows import (
    DAY,
    PeriodKind,
    Window,
    clock,
    hours_window,
    local_date,
)
from metrics.tickets.records import Instant

MINUTE = 60


class DayPart(Enum):
    """The hours that a part of a day has; a night goes on into the next day."""

    MORNING = ("morning", 6, 12)
    AFTERNOON = ("afternoon", 12, 18)
    EVENING = ("evening", 18, 24)
    NIGHT = ("night", 22, 30)

    @property
    def word(self) -> str:
        return self.value[0]


@dataclass(frozen=True, slots=True)
class PartOfDay(Period):
    """A part of one day: "this morning", "monday evening"."""

    day: Period
    part: DayPart

    def days(self, today: date) -> Days:
        _, first, _ = self.day.days(today)
        return PeriodKind.HOURS, first, first + (DAY if self.part.value[2] > 24 else 0 * DAY)

    def window(self, now: Instant, zone: ZoneInfo) -> Window:
        """From the first to the last of its hours by the clocks of the place."""
        _, first, _ = self.days(local_date(now, zone))
        _, opens, closes = self.part.value
        day = datetime.combine(first, time())
        start, end = (day + timedelta(hours=hours) for hours in (opens, closes))
        return hours_window(start, end, zone)

    def by_dates(self, today: date) -> Period:
        """The same part of the day by its date."""
        return PartOfDay(self.day.by_dates(today), self.part)

    def __str__(self) -> str:
        day = str(self.day)
        return f"{'this' if day == 'today' else day} {self.part.word}"


@dataclass(frozen=True, slots=True)
class LastHours(Period):
    """The last `count` hours up to the minute."""

    count: int

    def days(self, today: date) -> Days:
        return PeriodKind.HOURS, today - (self.count + 23) // 24 * DAY, today

    def dated(self, now: Instant, zone: ZoneInfo) -> Period:
        """The same stretch by its dates and times."""
        end = now // MINUTE * MINUTE
        ends = (clock(at, zone) for at in (end - self.count * 3600, end))
        return Stretch(*ends)

    def window(self, now: Instant, zone: ZoneInfo) -> Window:
        """The hours up to the minute that has begun."""
        return self.dated(now, zone).window(now, zone)

    def __str__(self) -> str:
        return f"last {self.count} hours" if self.count > 1 else "last hour"


@dataclass(frozen=True, slots=True)
class Stretch(Period):
    """From one minute to another by local clocks; a time that comes twice is its first coming."""

    first: datetime
    last: datetime

    def days(self, today: date) -> Days:  # noqa: ARG002  it has its dates
        return PeriodKind.HOURS, self.first.date(), self.last.date()

    def window(self, now: Instant, zone: ZoneInfo) -> Window:  # noqa: ARG002  it has its dates
        """The instants between both times."""
        return hours_window(self.first, self.last, zone)

    def by_dates(self, today: date) -> Period:  # noqa: ARG002  it has its dates
        """Itself: it has its dates."""
        return self

    def __str__(self) -> str:
        return "..".join(f"{Dated.on(at.date())} {at:%H:%M}" for at in (self.first, self.last))
