"""What support costs a month as somebody has said it: it stands until it is changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

STANDING_COST: Final = "every month"
"""The item of a month's cost that stands until somebody changes it, and is in no file."""


@dataclass(frozen=True, slots=True)
class MonthlyCost:
    """What a month costs from `month` on, such as "2026-11", in hundredths of the currency.

    `until` is its last month; "" where it goes on, or another amount follows at once.
    """

    month: str
    amount: int
    currency: str
    until: str = ""


def month_number(month: str) -> int:
    """The months since the year 0."""
    year, number = map(int, month.split("-"))
    return year * 12 + number - 1


def months(first: str, count: int) -> Iterator[str]:
    """So many months in a row, from `first` on."""
    start = month_number(first)
    for index in range(start, start + count):
        yield f"{index // 12}-{index % 12 + 1:02}"


def spans(months: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The first and the last month of each row of months without a gap, in order."""
    numbers = [month_number(month) for month in months]
    start = 0
    for place, number in enumerate(numbers, 1):
        if place == len(numbers) or numbers[place] != number + 1:
            yield months[start], months[place - 1]
            start = place
