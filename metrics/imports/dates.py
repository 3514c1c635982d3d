"""Dates and times as people write them: 03.11.2026 10:00, 3 Nov 2026, 11/3/2026, Nov 2026."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache

from metrics.periods.period import Dated, Named, Period
from metrics.periods.readings import DateOrder, in_order
from metrics.periods.windows import PeriodKind
from metrics.periods.words import period

ORDERS = tuple(DateOrder)
MOST_DAYS = 2**12
"""So many are kept: a file says the same days again and again."""
_CLOCK = re.compile(
    r"(?:,\s*|\s+|(?<=\d)T)(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?\s*(?P<offset>Z|UTC|GMT|[+-](?:0\d|1[0-4]):?[0-5]\d)?\Z",
    re.IGNORECASE,
)
_BESIDE_NAMES = re.compile(r"(?<=\d)\.?[ -](?=[^\W\d])|(?<=[^\W\d])\.?-(?=\d)")
_YEAR_FIRST = re.compile(r"(\d{4})\.(\d\d?)\.(\d\d?)\.?")
_SHORT_YEAR = re.compile(r"\d\d?([./-])\d\d?\1\d\d(?!\d)")
_MONTH = re.compile(r"(?P<month>\d\d?)[./-](?P<year>\d{4})|(?P<first>\d{4})[./-](?P<then>\d\d?)")


@dataclass(frozen=True, slots=True)
class Written:
    """A date, and the time and the offset that stand with it, as far as they do."""

    day: date
    at: time | None = None
    offset: tzinfo | None = None

    def moment(self, zone: tzinfo) -> datetime:
        """The instant; without an offset in `zone`, without a time as the day begins."""
        return datetime.combine(self.day, self.at or time(), self.offset or zone)


def has_short_year(text: str) -> bool:
    """Whether a date in numbers has a year of two digits, which may be no year at all."""
    return _SHORT_YEAR.match(text.strip()) is not None


def written(text: str, orders: Iterable[DateOrder] = ORDERS) -> tuple[Written, ...]:
    """What a date means in each of the orders: one reading, two, or none where it is no date."""
    words = " ".join(text.split())
    clock = _CLOCK.search(words)
    at = _time(clock) if clock else None
    if has_short_year(words) or (clock and at is None):
        return ()
    day_words = _tidy(words[: clock.start()] if clock else words)
    offset = _offset(clock["offset"]) if clock else None
    return tuple(Written(day, at, offset) for day in _days(day_words, tuple(orders)))


def month(text: str) -> tuple[int, int] | None:
    """The year and the month that words name: "11/2026", "Nov 2026", or the first day of it."""
    words = " ".join(text.split())
    if match := _MONTH.fullmatch(words):
        year, number = match["year"] or match["first"], match["month"] or match["then"]
        return (int(year), int(number)) if 1 <= int(number) <= 12 else None
    named = period(_tidy(words))
    if isinstance(named, Named) and named.kind is PeriodKind.MONTH and named.year is not None:
        return named.year, named.number
    firsts = [each.day for each in written(words) if each.day.day == 1 and not each.at]
    return (firsts[0].year, firsts[0].month) if len(firsts) == 1 else None


def names_month(text: str) -> bool:
    """Whether words name a month, with or without its year."""
    named = period(_tidy(" ".join(text.split())))
    return isinstance(named, Named) and named.kind is PeriodKind.MONTH


def _tidy(words: str) -> str:
    """A date with its year first in slashes, and only a space beside the name of its month."""
    if match := _YEAR_FIRST.fullmatch(words):
        return "/".join(match.groups())
    return _BESIDE_NAMES.sub(" ", words)


@lru_cache(maxsize=MOST_DAYS)
def _days(words: str, orders: tuple[DateOrder, ...]) -> tuple[date, ...]:
    days = (_day(in_order(words, order)) for order in orders)
    return tuple(dict.fromkeys(filter(None, days)))


def _day(named: Period | None) -> date | None:
    if not isinstance(named, Dated) or named.year is None:
        return None
    return date(named.year, named.month, named.day)


def _time(clock: re.Match[str]) -> time | None:
    """The time of a clock of 24 hours, or of twice 12; None where there is no such time."""
    hour = int(clock["hour"])
    if half := clock["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half in "pP")
    try:
        return time(hour, int(clock["minute"]), int(clock["second"] or 0))
    except ValueError:
        return None


def _offset(words: str | None) -> tzinfo | None:
    if not words:
        return None
    if words[0] not in "+-":
        return UTC
    shift = timedelta(hours=int(words[1:3]), minutes=int(words[-2:]))
    return timezone(-shift if words[0] == "-" else shift)
