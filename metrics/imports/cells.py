"""Single cells of a file: each reader takes the text of one and gives what is stored, or a reason.

A reason always says what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TypeAlias
from unicodedata import normalize
from zoneinfo import ZoneInfo

from metrics.tickets.records import Channel, Instant

Value: TypeAlias = str | int | float | bool | None
Row: TypeAlias = dict[str, Value]

LONGEST = 200
LARGEST = 2**53
FIRST_YEAR, LAST_YEAR = 2000, 2100
YES = {"yes": True, "y": True, "true": True, "1": True}
NO = {"no": False, "n": False, "false": False, "0": False}
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class CellContext:
    """What a cell means depends on: the zone of times without one, and what time it is."""

    zone: ZoneInfo
    now: Instant


class CellError(ValueError):
    """A cell that says nothing, and what to write; `column` where it is another one's."""

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


Reader: TypeAlias = Callable[[str, CellContext], Value]


def text(cell: str, _around: CellContext) -> str:
    """A name or an id, as it is written; the same letters are the same however they are stored."""
    words = normalize("NFC", " ".join(cell.replace("\0", "").split()))
    if len(words) > LONGEST:
        raise CellError(f"is longer than {LONGEST} characters; write a short name or an id")
    return words


def name(cell: str, around: CellContext) -> str:
    """A name that is the same in capitals: "Gold" is "gold"."""
    return text(cell, around).casefold()


def word(*choices: str) -> Reader:
    """One of a few words."""

    def read(cell: str, _around: CellContext) -> str:
        choice = cell.strip().casefold()
        if choice not in choices:
            raise CellError(f"{quote(cell)} is not known; write {', '.join(choices)}")
        return choice

    return read


channel = word(*(channel.value for channel in Channel))


def decimal(cell: str) -> Decimal:
    """A plain number. A comma can mean two things, so it is refused."""
    digits = cell.strip()
    if not _NUMBER.fullmatch(digits):
        raise CellError(f"{quote(cell)} is no plain number; write it like 1234.50")
    try:
        return Decimal(digits)
    except InvalidOperation:  # pragma: no cover  (the pattern admits only what Decimal reads)
        raise CellError(f"{quote(cell)} is no number; write it like 1234.50") from None


def number(cell: str, _around: CellContext) -> float:
    """A number of at least 0."""
    value = decimal(cell)
    if not 0 <= value <= LARGEST:
        raise CellError(f"{quote(cell)} is out of range; write 0 or more")
    return float(value)


def whole(low: int = 0, high: int = LARGEST) -> Reader:
    """A whole number from `low` to `high`."""
    range_words = f"{low} or more" if high == LARGEST else f"{low} to {high}"

    def read(cell: str, _around: CellContext) -> int:
        value = decimal(cell)
        if value != value.to_integral_value() or not low <= value <= high:
            raise CellError(f"{quote(cell)} does not do; write a whole number, {range_words}")
        return int(value)

    return read


def cents(cell: str, _around: CellContext) -> int:
    """An amount of money above 0, in hundredths."""
    value = decimal(cell) * 100
    if value != value.to_integral_value() or not 0 < value <= LARGEST:
        raise CellError(
            f"{quote(cell)} is no amount; write one above 0 with at most two decimals, like 1234.50"
        )
    return int(value)


def currency(cell: str, _around: CellContext) -> str:
    """A currency's three letters."""
    letters = cell.strip()
    if not re.fullmatch(r"[A-Za-z]{3}", letters):  # before capitals: those of a ligature are more
        raise CellError(f"{quote(cell)} is no currency; write its three letters, like EUR")
    return letters.upper()


def yes_no(cell: str, _around: CellContext) -> bool:
    """Yes or no."""
    meanings: Mapping[str, bool] = YES | NO
    answer = cell.strip().casefold()
    if answer not in meanings:
        raise CellError(f"{quote(cell)} is neither; write yes or no")
    return meanings[answer]


def moment(cell: str, around: CellContext) -> Instant:
    """A date and time; without an offset it is one of the workspace's zone."""
    try:
        at = datetime.fromisoformat(cell.strip())
        there = at if at.tzinfo else at.replace(tzinfo=around.zone)
        instant = int(there.timestamp())
    except (ValueError, OverflowError):
        raise CellError(
            f"{quote(cell)} is no time; write it like 2026-11-02T14:30 or 2026-11-02T14:30+01:00"
        ) from None
    _plausible(there.year, cell)
    return instant


def past(cell: str, around: CellContext) -> Instant:
    """A date and time that has been."""
    at = moment(cell, around)
    if at > around.now:
        raise CellError(f"{quote(cell)} lies in the future; write when it happened")
    return at


def day(cell: str, around: CellContext) -> Instant:
    """A date, as the instant at which it begins."""
    try:
        there = date.fromisoformat(cell.strip())
    except ValueError:
        raise CellError(f"{quote(cell)} is no date; write it like 2026-11-02") from None
    return _midnight(there, around.zone, cell)


def month(cell: str, _around: CellContext) -> str:
    """A month, in plain digits whatever it was written in; see `bounds` for its instants."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", normalize("NFKC", cell.strip()))
    year, number = map(int, match.groups()) if match else (0, 0)
    if not 1 <= number <= 12:
        raise CellError(f"{quote(cell)} is no month; write it like 2026-10")
    _plausible(year, cell)
    return f"{year}-{number:02}"


def bounds(month: str, zone: ZoneInfo) -> tuple[Instant, Instant]:
    """When a month begins, and when the next one does."""
    year, number = map(int, month.split("-"))
    following = date(year + number // 12, number % 12 + 1, 1)
    return _midnight(date(year, number, 1), zone, month), _midnight(following, zone, month)


def _midnight(there: date, zone: ZoneInfo, cell: str) -> Instant:
    _plausible(there.year, cell)
    return int(datetime.combine(there, time(), zone).timestamp())


def _plausible(year: int, cell: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellError(f"{quote(cell)} lies outside {FIRST_YEAR} to {LAST_YEAR}; see the year")


def quote(cell: str) -> str:
    """A cell's text for an error: on one line, short, without what steers a terminal."""
    characters = "".join(
        c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in cell.strip()
    )
    return (
        f"'{characters[:40]}\N{HORIZONTAL ELLIPSIS}'" if len(characters) > 40 else f"'{characters}'"
    )
