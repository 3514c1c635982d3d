"""The words people use for periods, and which period each of them means."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeGuard

from metrics.periods.period import (
    Dated,
    DateSpan,
    Named,
    Partial,
    Period,
    Relative,
    Rolling,
    spanning,
)
from metrics.periods.windows import MONTHS, PeriodKind

LONGEST = 60
"""Longer words are read as no period at all."""

MOST = {
    PeriodKind.DAY: 3660,
    PeriodKind.WEEK: 520,
    PeriodKind.MONTH: 120,
    PeriodKind.QUARTER: 40,
    PeriodKind.YEAR: 10,
}
"""How many units one can look back: ten years."""

NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
MONTH_NUMBERS = {m.lower(): n for n, m in enumerate(MONTHS, 1)}
MONTH_NUMBERS |= {m.lower()[:3]: n for n, m in enumerate(MONTHS, 1)} | {"sept": 9}

YEARS = range(1900, 2100)
YEAR = r"(?P<year>(?:19|20)\d\d)"
MONTH = rf"(?P<month>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\.?"
DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
COUNT = rf"(?P<count>\d{{1,4}}|{'|'.join(NUMBERS)})"
UNIT = r"(?P<unit>day|week|month|quarter|year)"
BACK = r"(?:last|past|previous|prior|trailing|rolling)"
RANGE = re.compile(r"\s*(?:\.{2,3}|[\u2013\u2014]|--)\s*|\s+(?:to|until|till|through|thru|-)\s+")

Match = Mapping[str, str | None]


def period(words: str) -> Period | None:
    """The period that all of `words` name, in any way people have; None if they name none."""
    tidy = " ".join(words.casefold().replace("\u2026", "..").replace(",", " ").split())
    if len(tidy) > LONGEST:
        return None
    for pattern, meaning in FORMS:
        if match := pattern.fullmatch(tidy):
            return meaning(match.groupdict())
    return ALIASES.get(tidy) or since(tidy) or partial(tidy) or span(tidy)


def since(words: str) -> Period | None:
    """An open span: "since 1 july", "since july"."""
    head, _, tail = words.partition(" ")
    first = opening(period(tail)) if head == "since" and tail else None
    return DateSpan(first) if first else None


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


def span(words: str) -> Period | None:
    """A span of two dates or months: "1 jul..15 jul", "june to august 2026", "1-15 july"."""
    words = words.removeprefix("from ")
    if words.startswith("between "):
        words = words.removeprefix("between ").replace(" and ", "..", 1)
    if short := re.fullmatch(rf"(\d\d?) ?(?:[-\u2013\u2014]|\.\.|to) ?({DAY} {MONTH}.*)", words):
        words = f"{short[1]} {short['month']}..{short[2]}"
    match RANGE.split(words):
        case [left, right]:
            first, last = opening(period(left)), closing(period(right))
            return between(first, last) if first and last else None
        case _:
            return None


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
        case Named(PeriodKind.MONTH, number, year):
            return Dated(number, monthrange(year or 2000, number)[1], year)
        case _:
            return None


def rolling(unit: PeriodKind, count: int) -> Period | None:
    """The last `count` units; one of them is simply the last."""
    if not 1 <= count <= MOST[unit]:
        return None
    return Relative(unit, 1) if count == 1 else Rolling(unit, count)


def rolling_words(match: Match) -> Period | None:
    count = match["count"] or ""
    number = int(count) if count.isdigit() else NUMBERS.index(count)
    return rolling(PeriodKind(match["unit"] or ""), number)


def rolling_letters(match: Match) -> Period | None:
    kind = next(kind for kind in MOST if kind.startswith(match["letter"] or ""))
    return rolling(kind, int(match["count"] or 0))


def dated(match: Match) -> Period | None:
    month, day, year = match["month"] or "", int(match["day"] or 0), match["year"]
    value = Dated(MONTH_NUMBERS.get(month) or int(month), day, int(year) if year else None)
    valid = 1 <= value.month <= 12 and day >= 1 and value.exists_in(value.year or 2000)
    return value if valid else None


def by_number(kind: PeriodKind, limit: int) -> Callable[[Match], Period | None]:
    """Reads the number of a week, month or quarter, with or without a year."""

    def reading(match: Match) -> Period | None:
        number = int(MONTH_NUMBERS.get(match["number"] or "") or match["number"] or 0)
        value = Named(kind, number, int(year) if (year := match["year"]) else None)
        valid = 1 <= number <= limit and (value.year is None or value.opening_in(value.year))
        return value if valid else None

    return reading


def whole_year(match: Match) -> Period | None:
    return Named(PeriodKind.YEAR, 0, int(match["year"] or 0))


WEEK_NUMBER = r"(?:week ?|w)(?P<number>\d\d?)"
QUARTER_NUMBER = r"q(?P<number>[1-4])"
MONTH_NAME = MONTH.replace("<month>", "<number>")
ISO_MONTH = r"(?P<number>\d\d?)"

FORMS: tuple[tuple[re.Pattern[str], Callable[[Match], Period | None]], ...] = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (rf"(?:{BACK} )?{COUNT} {UNIT}s?", rolling_words),
        (rf"(?:{BACK} )?(?P<count>\d{{1,4}})(?P<letter>[dwqy])", rolling_letters),
        (rf"{YEAR}-(?P<month>\d\d?)-(?P<day>\d\d?)", dated),
        (rf"{DAY} (?:of )?{MONTH}(?: {YEAR})?", dated),
        (rf"{MONTH} {DAY}(?: {YEAR})?", dated),
        (rf"{YEAR}[- ]?{WEEK_NUMBER}", by_number(PeriodKind.WEEK, 53)),
        (rf"{WEEK_NUMBER}(?:[- ](?:of )?{YEAR})?", by_number(PeriodKind.WEEK, 53)),
        (rf"{YEAR}[- ]?{QUARTER_NUMBER}", by_number(PeriodKind.QUARTER, 4)),
        (rf"{QUARTER_NUMBER}(?:[- ](?:of )?{YEAR})?", by_number(PeriodKind.QUARTER, 4)),
        (rf"{YEAR}-{ISO_MONTH}", by_number(PeriodKind.MONTH, 12)),
        (rf"{MONTH_NAME}(?:[- ](?:of )?{YEAR})?", by_number(PeriodKind.MONTH, 12)),
        (YEAR, whole_year),
    )
)


def aliases() -> Mapping[str, Period]:
    """The fixed words, each with its period."""
    words: dict[str, Period] = {
        "today": Relative(PeriodKind.DAY, 0),
        "yesterday": Relative(PeriodKind.DAY, 1),
    }
    for unit in (PeriodKind.WEEK, PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR):
        this, last = Relative(unit, 0), Relative(unit, 1)
        so_far = (f"{unit[0]}td", f"{unit} to date")
        words |= dict.fromkeys((f"this {unit}", f"current {unit}", *so_far), this)
        words |= {f"{back} {unit}": last for back in ("last", "past", "previous", "prior")}
    return words


ALIASES = aliases()

COMMON = (
    *(*ALIASES, *map(str.lower, MONTHS)),
    *("last 7 days", "last 30 days", "last 4 weeks", "last 3 months"),
)
"""Periods a mistyped one may have been meant to be."""
