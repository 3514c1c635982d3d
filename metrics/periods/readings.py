"""Dates in numbers whose order differs from place to place: 01/11/2026."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import partial

from metrics.periods.period import Period
from metrics.periods.words import period

NUMBERS = re.compile(
    r"(?<![\d/-])(?P<first>\d\d?)"
    r"(?:/(?P<second>\d\d?)(?:/(?P<year>\d{4}|\d\d))?|-(?P<later>\d\d?)-(?P<full>\d{4}))"
    r"(?![\d/])"
)
"""With slashes, or with hyphens and a whole year."""
ROUND_THE_CLOCK = "24/7"


class DateOrder(StrEnum):
    """Which number comes first: the day or the month."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


MONTH_FIRST_LOCALES = {"en-US"}
"""Of those that Slack knows; all others that it knows write the day, or the year, first."""


def order_of(locale: str) -> DateOrder | None:
    """How dates in numbers are written in a locale such as "en-GB"; None where it is not known."""
    if not locale:
        return None
    return DateOrder.MONTH_FIRST if locale in MONTH_FIRST_LOCALES else DateOrder.DAY_FIRST


def in_numbers(words: str) -> bool:
    """Whether there is a date in numbers among words."""
    return NUMBERS.search(words) is not None


def readings(words: str, order: DateOrder = DateOrder.DAY_FIRST) -> tuple[Period, ...]:
    """What dates in numbers may mean, that in `order` first; one where both are the same days.

    Empty where the words have no such dates, or are none in either order.
    """
    if not NUMBERS.search(words) or words == ROUND_THE_CLOCK:
        return ()
    orders = (order, *(other for other in DateOrder if other is not order))
    candidates = (in_order(words, each) for each in orders)
    return tuple(dict.fromkeys(filter(None, candidates)))


def in_order(words: str, order: DateOrder) -> Period | None:
    """The period that words name with their dates in numbers in that order; None for none."""
    # As day.month.year they have one reading.
    return period(NUMBERS.sub(partial(_dotted, order=order), words))


def _dotted(match: re.Match[str], *, order: DateOrder) -> str:
    day, month = match["first"], match["second"] or match["later"]
    if order is DateOrder.MONTH_FIRST:
        day, month = month, day
    return f"{int(day)}.{int(month)}.{match['year'] or match['full'] or ''}"
