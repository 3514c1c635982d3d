"""Periods of whole days that have names of their own: weekdays, half years, what began then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from metrics.periods.period import Days, Period
from metrics.periods.windows import DAY, PeriodKind, opening, step

WEEKDAY_NAMES = (
    *("monday", "tuesday", "wednesday", "thursday"),
    *("friday", "saturday", "sunday"),
)


@dataclass(frozen=True, slots=True)
class Weekday(Period):
    """A day of the week, 0 is Monday: the latest that is over, or that of this or last week."""

    number: int
    weeks_ago: int | None = None

    def days(self, today: date) -> Days:
        if self.weeks_ago is None:
            day = today - ((today.weekday() - self.number - 1) % 7 + 1) * DAY
        else:
            monday = opening(PeriodKind.WEEK, today)
            day = monday + (self.number - 7 * self.weeks_ago) * DAY
        return PeriodKind.DAY, day, day

    def __str__(self) -> str:
        name = WEEKDAY_NAMES[self.number]
        match self.weeks_ago:
            case None:
                return name
            case 0:
                return f"this {name}"
            case _:
                return f"{name} last week"


@dataclass(frozen=True, slots=True)
class Weekend(Period):
    """A Saturday with its Sunday: the latest that has begun, or those `ago` before."""

    ago: int = 0

    def days(self, today: date) -> Days:
        saturday = today - ((today.weekday() - 5) % 7 + 7 * self.ago) * DAY
        return PeriodKind.SPAN, saturday, saturday + DAY

    def __str__(self) -> str:
        return "weekend before last" if self.ago else "last weekend"


@dataclass(frozen=True, slots=True)
class Since(Period):
    """From the first day of another period up to and including today."""

    start: Period

    def days(self, today: date) -> Days:
        first = self.start.days(today)[1]
        return PeriodKind.SPAN, first, max(first, today)

    def __str__(self) -> str:
        return f"since {self.start}"


@dataclass(frozen=True, slots=True)
class Months(Period):
    """So many months that open with a certain one, every `cycle` months: a half or a fiscal year.

    `year` is the calendar year they open in; without it they are the latest that have begun, or
    those `ago` before. `name` is what they are called, with the year where it is known.
    """

    name: str
    month: int
    count: int
    year: int | None = None
    cycle: int = 12
    ago: int = 0

    def days(self, today: date) -> Days:
        first = date(self.year, self.month, 1) if self.year else self._latest(today)
        first = step(PeriodKind.MONTH, first, -self.ago * self.cycle)
        return PeriodKind.SPAN, first, step(PeriodKind.MONTH, first, self.count) - DAY

    def _latest(self, today: date) -> date:
        back = (today.month - self.month) % self.cycle
        return step(PeriodKind.MONTH, opening(PeriodKind.MONTH, today), -back)

    def __str__(self) -> str:
        return self.name
