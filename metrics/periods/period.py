"""Periods: the stretches of time people name; with the day it is asked on they become windows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from zoneinfo import ZoneInfo

from metrics.errors import AskError
from metrics.periods.windows import (
    DAY,
    MONTHS,
    PeriodKind,
    Window,
    local_date,
    opening,
    step,
    window,
)
from metrics.records import Instant

Days: TypeAlias = tuple[PeriodKind, date, date]


@dataclass(frozen=True, slots=True)
class Period(ABC):
    """A stretch of time as a person names it. `str` gives its canonical words."""

    @abstractmethod
    def days(self, today: date) -> Days:
        """The kind and the first and last local day, if today is `today`."""

    @abstractmethod
    def __str__(self) -> str: ...

    def window(self, now: Instant, zone: ZoneInfo) -> Window:
        """The period's instants, for one who asks at `now` and lives in `zone`."""
        return window(*self.days(local_date(now, zone)), zone)

    @staticmethod
    def parse(words: str) -> Period | None:
        """The period that `words` name, all of them; None if they name none."""
        from metrics.periods.words import period

        return period(words)

    @staticmethod
    def of(words: str) -> Period:
        """The period that `words` name; AskError if they name none."""
        found = Period.parse(words)
        if found is None:
            raise AskError(
                f"I do not know the period \N{LEFT DOUBLE QUOTATION MARK}{words[:40]}"
                "\N{RIGHT DOUBLE QUOTATION MARK}. Try last week, July, 2026-W31 or last 30 days."
            )
        return found


@dataclass(frozen=True, slots=True)
class Relative(Period):
    """The unit of the calendar that holds today (`ago` 0) or the one before it (`ago` 1)."""

    kind: PeriodKind
    ago: int

    def days(self, today: date) -> Days:
        first = step(self.kind, opening(self.kind, today), -self.ago)
        return self.kind, first, step(self.kind, first, 1) - DAY

    def __str__(self) -> str:
        if self.kind is PeriodKind.DAY:
            return ("today", "yesterday")[self.ago]
        return f"{('this', 'last')[self.ago]} {self.kind}"


@dataclass(frozen=True, slots=True)
class Rolling(Period):
    """The last `count` complete days, ISO weeks, months, quarters or years; `count` is above 1."""

    unit: PeriodKind
    count: int

    def days(self, today: date) -> Days:
        after = opening(self.unit, today)
        kind = PeriodKind.DAYS if self.unit is PeriodKind.DAY else PeriodKind.SPAN
        return kind, step(self.unit, after, -self.count), after - DAY

    def __str__(self) -> str:
        return f"last {self.count} {self.unit}s"


@dataclass(frozen=True, slots=True)
class Named(Period):
    """A week, month, quarter or year by its number. Without a year: the latest that has begun."""

    kind: PeriodKind
    number: int
    year: int | None = None

    @staticmethod
    def holding(kind: PeriodKind, day: date) -> Named:
        """The week, month, quarter or year that holds `day`, with its year."""
        if kind is PeriodKind.WEEK:
            year, week, _ = day.isocalendar()
            return Named(kind, week, year)
        months = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3}.get(kind)
        return Named(kind, (day.month - 1) // months + 1 if months else 0, day.year)

    def days(self, today: date) -> Days:
        # An ISO week can belong to next year; only some years have a week 53.
        years = (self.year,) if self.year else range(today.year + 1, today.year - 9, -1)
        openings = filter(None, map(self.opening_in, years))
        first = next(day for day in openings if self.year or day <= today)
        return self.kind, first, step(self.kind, first, 1) - DAY

    def opening_in(self, year: int) -> date | None:
        """Its first day in `year`; None where the year has no such week."""
        if self.kind is PeriodKind.WEEK:
            weeks = date(year, 12, 28).isocalendar().week
            return date.fromisocalendar(year, self.number, 1) if self.number <= weeks else None
        return date(year, self.first_month, 1)

    @property
    def first_month(self) -> int:
        """The month it begins in; 1 for a week."""
        return {PeriodKind.MONTH: self.number, PeriodKind.QUARTER: 3 * self.number - 2}.get(
            self.kind, 1
        )

    def __str__(self) -> str:
        match self.kind, self.year:
            case PeriodKind.YEAR, _:
                return f"{self.year}"
            case PeriodKind.WEEK, None:
                return f"w{self.number}"
            case PeriodKind.WEEK, year:
                return f"{year}-W{self.number:02}"
            case PeriodKind.QUARTER, year:
                return f"{year}-q{self.number}" if year else f"q{self.number}"
            case _, year:
                return f"{year}-{self.number:02}" if year else MONTHS[self.number - 1].lower()


@dataclass(frozen=True, slots=True)
class Dated(Period):
    """One day by its date. Without a year: the latest that has begun."""

    month: int
    day: int
    year: int | None = None

    def days(self, today: date) -> Days:
        day = self.latest(today)
        return PeriodKind.DAY, day, day

    def latest(self, today: date) -> date:
        """The date itself, or the latest one up to `today`; 29 February may be years ago."""
        if self.year:
            return date(self.year, self.month, self.day)
        years = (y for y in range(today.year, today.year - 9, -1) if self.exists_in(y))
        return next(day for y in years if (day := date(y, self.month, self.day)) <= today)

    def earliest(self, first: date) -> date:
        """The date itself, or the earliest one from `first` on; 28 February stands in for 29."""
        if self.year:
            return date(self.year, self.month, self.day)
        year = first.year + ((self.month, self.day) < (first.month, first.day))
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))

    def exists_in(self, year: int) -> bool:
        """Whether `year` has that day."""
        return self.day <= monthrange(year, self.month)[1]

    def __str__(self) -> str:
        if self.year:
            return f"{self.year}-{self.month:02}-{self.day:02}"
        return f"{self.day} {MONTHS[self.month - 1].lower()}"


@dataclass(frozen=True, slots=True)
class Span(Period):
    """Two dates and all days between; without a `last`, up to and including today."""

    first: Dated
    last: Dated | None = None

    def days(self, today: date) -> Days:
        first = self.first.latest(today)
        last = self.last.earliest(first) if self.last else max(first, today)
        return PeriodKind.SPAN, first, last

    def __str__(self) -> str:
        return f"{self.first}..{self.last}" if self.last else f"since {self.first}"
