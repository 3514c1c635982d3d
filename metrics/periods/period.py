"""Periods: the stretches of time people name; with the day it is asked on they become windows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from calendar import monthrange
from dataclasses import dataclass, replace
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
    midnight,
    opening,
    step,
    window,
)
from metrics.tickets.records import Instant

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

    def by_dates(self, today: date) -> Period:
        """The same days by their dates, so that they stay the same whenever they are asked for.

        Of a period that is not over by `today`, those up to today.
        """
        if isinstance(self, Partial):
            return self
        kind, first, last = self.days(today)
        whole = of_days(kind, first, last)
        return Partial(whole, Dated.on(today)) if first <= today < last else whole

    def dated(self, now: Instant, zone: ZoneInfo) -> Period:
        """The same days, or hours, by their dates, for one in `zone` who asks at `now`."""
        return self.by_dates(local_date(now, zone))

    @staticmethod
    def parse(words: str) -> Period | None:
        """The period that `words` name, all of them; None if they name none."""
        from metrics.periods.words import period

        return period(words)

    @staticmethod
    def of(words: str) -> Period:
        """The period that `words` name; AskError if they name none."""
        period = Period.parse(words)
        if period is None:
            raise AskError(
                f"I do not know the period \N{LEFT DOUBLE QUOTATION MARK}{words[:40]}"
                "\N{RIGHT DOUBLE QUOTATION MARK}. Try last week, July, 2026-W31 or last 30 days."
            )
        return period


@dataclass(frozen=True, slots=True)
class Relative(Period):
    """The unit of the calendar that holds today (`ago` 0), or one before it (`ago` 1 and more).

    A week `opens` on that weekday, 0 is Monday; where it is another, it is seven days.
    """

    kind: PeriodKind
    ago: int
    opens: int = 0

    def days(self, today: date) -> Days:
        kind = PeriodKind.DAYS if self.opens else self.kind
        first = step(self.kind, opening(self.kind, today, self.opens), -self.ago)
        return kind, first, step(self.kind, first, 1) - DAY

    def __str__(self) -> str:
        if self.ago > 1:
            return f"{self.ago} {self.kind}s ago"
        if self.kind is PeriodKind.DAY:
            return ("today", "yesterday")[self.ago]
        return f"{('this', 'last')[self.ago]} {self.kind}"


@dataclass(frozen=True, slots=True)
class Rolling(Period):
    """The last `count` complete days, weeks, months, quarters or years; `count` is above 1.

    Days may end `ended_days` before today begins. A week `opens` on that weekday, 0 is Monday.
    """

    unit: PeriodKind
    count: int
    ended_days: int = 0
    opens: int = 0

    def days(self, today: date) -> Days:
        after = opening(self.unit, today, self.opens) - self.ended_days * DAY
        kind = PeriodKind.DAYS if self.unit is PeriodKind.DAY else PeriodKind.SPAN
        return kind, step(self.unit, after, -self.count), after - DAY

    def __str__(self) -> str:
        if self.ended_days:
            ago = "1 day" if self.ended_days == 1 else f"{self.ended_days} days"
            return f"{self.count} {self.unit}s ending {ago} ago"
        return f"last {self.count} {self.unit}s"


def latest_week(ended_days: int = 0) -> Period:
    """The last seven complete days, or those that were over `ended_days` before today began."""
    return Rolling(PeriodKind.DAY, 7, ended_days)


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
            case PeriodKind.WEEK, int(year):
                first = date.fromisocalendar(year, self.number, 1)
                return f"{DateSpan(Dated.on(first), Dated.on(first + 6 * DAY))}"
            case PeriodKind.QUARTER, year:
                return f"q{self.number} {year}" if year else f"q{self.number}"
            case _, year:
                month = MONTHS[self.number - 1].lower()
                return f"{month[:3]} {year}" if year else month


@dataclass(frozen=True, slots=True)
class Dated(Period):
    """One day by its date. Without a year: the latest that has begun."""

    month: int
    day: int
    year: int | None = None

    @staticmethod
    def on(day: date) -> Dated:
        """That day, with its year."""
        return Dated(day.month, day.day, day.year)

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
        month = MONTHS[self.month - 1].lower()
        return f"{self.day} {month[:3]} {self.year}" if self.year else f"{self.day} {month}"


@dataclass(frozen=True, slots=True)
class DateSpan(Period):
    """Two dates and all days between; without a `last`, up to and including today."""

    first: Dated
    last: Dated | None = None

    def days(self, today: date) -> Days:
        first = self.first.latest(today)
        last = self.last.earliest(first) if self.last else max(first, today)
        return PeriodKind.SPAN, first, last

    def __str__(self) -> str:
        first, last = self.first, self.last
        if last is None:
            return f"since {first}"
        start = str(first)
        if first.year == last.year and first.year is not None:
            month = "" if first.month == last.month else f" {MONTHS[first.month - 1].lower()[:3]}"
            start = f"{first.day}{month}"
        return f"{start}..{last}"


@dataclass(frozen=True, slots=True)
class Partial(Period):
    """The days of a dated period up to one before its last: what there was of it by then.

    It is compared with as much of the period before, as it was when it was running.
    """

    whole: Period
    until: Dated

    def days(self, today: date) -> Days:
        return self.whole.days(today)

    def window(self, now: Instant, zone: ZoneInfo) -> Window:
        """The instants up to the end of the day `until`; `first` and `last` are of the whole.

        On that day itself it is called what the whole is called, which is then running.
        """
        whole = self.whole.window(now, zone)
        ends = midnight(self.until.latest(whole.last) + DAY, zone)
        until = f" up to {self.until.day} {MONTHS[self.until.month - 1][:3]}"
        return replace(whole, end=ends, label=f"{whole.label}{until if ends <= now else ''}")

    def __str__(self) -> str:
        bare = replace(self.until, year=None)
        first = self.whole.days(self.until.latest(date.max))[1]
        clear = bare.earliest(first) == self.until.earliest(first)
        end = str(self.until).removesuffix(f" {self.until.year}") if clear else str(self.until)
        return f"{self.whole} up to {end}"


def of_days(kind: PeriodKind, first: date, last: date) -> Period:
    """The period of these days, by their dates."""
    if kind in {PeriodKind.DAYS, PeriodKind.SPAN}:
        return spanning(Dated.on(first), Dated.on(last))
    return Dated.on(first) if kind is PeriodKind.DAY else Named.holding(kind, first)


def spanning(first: Dated, last: Dated) -> Period:
    """All days from one date to another; from a Monday to its Sunday they are that week."""
    if first == last:
        return first
    if first.year and last.year:
        monday, sunday = first.earliest(date.min), last.earliest(date.min)
        if monday.weekday() == 0 and sunday == monday + 6 * DAY:
            return Named.holding(PeriodKind.WEEK, monday)
    return DateSpan(first, last)
