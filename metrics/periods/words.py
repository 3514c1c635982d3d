"""The words people use for periods, and which period each of them means."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from typing import TypeGuard

from metrics.periods.days import Months, Since, Weekday
from metrics.periods.forms import ALIASES, DAY, DOTTED, MONTH, PARTS, YEAR, single
from metrics.periods.hours import PartOfDay, Stretch
from metrics.periods.period import Dated, DateSpan, Named, Partial, Period, Relative, spanning
from metrics.periods.windows import DAY as ONE_DAY
from metrics.periods.windows import MONTHS, PeriodKind

LONGEST = 60
"""Longer words are read as no period at all."""
READINGS = 2**12
"""So many words are kept with what they name: a question reads the same ones again and again."""

YEARS = range(1900, 2100)
RANGE = re.compile(r"\s*(?:\.{2,3}|[\u2013\u2014]|--)\s*|\s+(?:to|until|till|through|thru|-)\s+")

TIGHT = re.compile(r"(?<=[\w.])\s?[-/]\s?(?=\w)")
MONTH_FIRST = re.compile(
    rf"{MONTH} (?P<first>\d\d?)(?:st|nd|rd|th)? ?(?:[-\u2013\u2014]|\.\.|to) ?{DAY}(?: {YEAR})?"
)
DOTTED_SHORT = re.compile(rf"(\d\d?)\. ?(?:[-\u2013\u2014]|to) ?({DOTTED})")
SAME_MONTH = re.compile(
    rf"(\d\d?)(?:st|nd|rd|th)? ?(?:[-\u2013\u2014]|\.\.|to) ?({DAY} (?:of )?{MONTH}.*)"
)
HALF_MONTH = re.compile(rf"(?:the )?(?P<half>first|1st|second|2nd) half of {MONTH}(?: {YEAR})?")
SINCE = re.compile(
    r"(?:since|as of|(?:starting|beginning)(?: from| in| on| with)?) (?P<start>.+)"
    r"|from (?P<onward>.+?) (?:on|onwards?|forward|(?:un)?til{1,2} (?:now|today)|to (?:now|date))"
    r"|after (?P<before>.+)"
)
UNTIL = re.compile(r"(?:until|till|up until|through) (?P<last>.+)|before (?P<after>.+)")
CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)")


def period(words: str) -> Period | None:
    """The period that all of `words` name, in any way people have; None if they name none."""
    tidy = " ".join(words.casefold().replace("\u2026", "..").replace(",", " ").split())
    return None if len(tidy) > LONGEST else _read(tidy)


@lru_cache(maxsize=READINGS)
def _read(words: str) -> Period | None:
    """The period that tidy words name. What they name does not depend on the day."""
    readers = (single, since, until, day_part, stretch, partial, half_month, span)
    return next(filter(None, (reader(words) for reader in readers)), None)


def since(words: str) -> Period | None:
    """An open span: "since 1 july", "from july on", "after last week"."""
    match = SINCE.fullmatch(words)
    start = period(match["start"] or match["onward"] or match["before"]) if match else None
    if match and match["before"]:
        start = just_after(start)
    if first := opening(start):
        return DateSpan(first)
    return Since(start) if isinstance(start, Weekday | Relative | Months) else None


def just_after(start: Period | None) -> Period | None:
    """What begins as soon as a period is over, where that is a date or still going on."""
    match start:
        case Relative(kind, ago) if ago:
            return Relative(kind, ago - 1, start.opens)
        case _ if last := closing(start):
            year = last.year or (2000 if (last.month, last.day) == (2, 29) else 2001)
            after = date(year, last.month, last.day) + ONE_DAY
            return Dated(after.month, after.day, after.year if last.year else None)
        case _:
            return None


def until(words: str) -> Period | None:
    """The year up to a date: "until july" with that month, "before july" without it."""
    match = UNTIL.fullmatch(words)
    end = period(match["last"] or match["after"]) if match else None
    if match and match["last"]:
        last = closing(end)
        return between(Dated(1, 1, last.year), last) if last else None
    if (first := opening(end)) is None:
        return None
    before = date(first.year or 2000, first.month, first.day) - ONE_DAY
    year = before.year if first.year else None
    if year is None and before.month == 12 and first.month == 1:
        return Relative(PeriodKind.YEAR, 1)
    return between(Dated(1, 1, year), Dated(before.month, before.day, year))


def day_part(words: str) -> Period | None:
    """A part of a day: "this morning", "monday evening", "1 jul 2026 night"."""
    head, _, tail = words.rpartition(" ")
    part = PARTS.get(tail)
    day = period("today" if head == "this" else head) if part and head else None
    match day:
        case Relative(PeriodKind.DAY) | Weekday() | Dated() if part:
            return PartOfDay(day, part)
        case _:
            return None


def stretch(words: str) -> Period | None:
    """From one time to another: "28 nov 2026 16:05..29 nov 2026 16:05"."""
    ends = [moment(end) for end in RANGE.split(words)]
    match ends:
        case [datetime() as first, datetime() as last] if first < last:
            return Stretch(first, last)
        case _:
            return None


def moment(words: str) -> datetime | None:
    """A date with its year, and a time of that day."""
    head, _, tail = words.rpartition(" ")
    day, at = period(head) if head else None, CLOCK.fullmatch(tail)
    if not isinstance(day, Dated) or day.year is None or at is None:
        return None
    return datetime.combine(day.latest(date.max), time(int(at["hour"]), int(at["minute"])))


def partial(words: str) -> Period | None:
    """What there was of a dated period by a day of it: "nov 2026 up to 17 nov"."""
    head, link, tail = words.rpartition(" up to ")
    whole, until = (period(head), period(tail)) if link else (None, None)
    if not isinstance(until, Dated) or not is_dated(whole):
        return None
    _, first, last = whole.days(date.max)
    day = until.earliest(first)
    if not first <= day <= last or first == last:
        return None
    return Partial(whole, Dated.on(day)) if day < last else whole


def is_dated(period: Period | None) -> TypeGuard[Period]:
    """Whether a period is the same days whenever it is asked for."""
    match period:
        case Named(_, _, year):
            return year is not None
        case DateSpan(Dated(_, _, first), Dated(_, _, last)):
            return first is not None and last is not None
        case _:
            return False


def half_month(words: str) -> Period | None:
    """The days to the 15th of a month or those after it: "first half of november"."""
    half = HALF_MONTH.fullmatch(words)
    if half is None:
        return None
    month = " ".join(filter(None, (half["month"], half["year"])))
    last = closing(period(month))
    if last is None:
        return None
    first, end = (1, 15) if half["half"] in {"first", "1st"} else (16, last.day)
    ends = (f"{first} {month}..{day} {month}" for day in (end, 28))  # february has 29 now and then
    return next(filter(None, map(period, ends)), None)


def span(words: str) -> Period | None:
    """A span of two dates or months: "1 jul..15 jul", "june to august 2026", "1-15 july"."""
    words = words.removeprefix("from ")
    if short := MONTH_FIRST.fullmatch(words):
        year = f" {short['year']}" if short["year"] else ""
        month = short["month"]
        words = f"{month} {short['first']}{year}..{month} {short['day']}{year}"
    if short := DOTTED_SHORT.fullmatch(words):
        words = f"{short[1]}.{short['month']}.{short['year'] or ''}..{short[2]}"
    if words.startswith("between "):
        words = words.removeprefix("between ").replace(" and ", "..", 1)
    words = re.sub(r"\bthe (?=\d)", "", words)
    if short := SAME_MONTH.fullmatch(words):
        words = f"{short[1]} {short['month']}..{short[2]}"
    for left, right in halves(words):
        first, last = opening(period(left)), closing(period(right))
        if first and last:
            return between(first, last)
    return None


def halves(words: str) -> Iterator[tuple[str, str]]:
    """What may be the two ends of a span: parted by a word or dots, or by a hyphen or slash."""
    match RANGE.split(words):
        case [left, right]:
            yield left, right
        case [_]:
            yield from ((words[: at.start()], words[at.end() :]) for at in TIGHT.finditer(words))


def between(first: Dated, last: Dated) -> Period | None:
    """The span of two dates. One given year does for both; either may be the first."""
    if first.year is None and last.year is not None:
        later = (first.month, first.day) > (last.month, last.day)
        first = replace(first, year=last.year - later)
    elif first.year is not None and last.year is None:
        earlier = (last.month, last.day) < (first.month, first.day)
        last = replace(last, year=first.year + earlier)
    if not all(d.year is None or (d.year in YEARS and d.exists_in(d.year)) for d in (first, last)):
        return None
    if first.year and _dates(last) < _dates(first):
        first, last = last, first
    return spanning(first, last)


def _dates(day: Dated) -> tuple[int, int, int]:
    return day.year or 0, day.month, day.day


def opening(start: Period | None) -> Dated | None:
    """The first day of what can begin a span."""
    match start:
        case Dated():
            return start
        case Named(PeriodKind.WEEK, _, year) if year is not None:
            day = start.opening_in(year)
            return Dated(day.month, day.day, day.year) if day else None
        case Named(PeriodKind.MONTH | PeriodKind.QUARTER | PeriodKind.YEAR, _, year):
            return Dated(start.first_month, 1, year)
        case _:
            return None


def closing(end: Period | None) -> Dated | None:
    """The last day of what can end a span."""
    match end:
        case Dated():
            return end
        case Named(PeriodKind.WEEK, _, year) if year is not None:
            day = end.opening_in(year)
            return Dated.on(day + 6 * ONE_DAY) if day else None
        case Named(PeriodKind.MONTH | PeriodKind.QUARTER, number, year):
            number = number * (3 if end.kind is PeriodKind.QUARTER else 1)
            return Dated(number, monthrange(year or 2000, number)[1], year)
        case Named(PeriodKind.YEAR, _, year):
            return Dated(12, 31, year)
        case _:
            return None


COMMON = (
    *(*ALIASES, *map(str.lower, MONTHS)),
    *("last 7 days", "last 30 days", "last 4 weeks", "last 3 months"),
)
"""Periods a mistyped one may have been meant to be."""
