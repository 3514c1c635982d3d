"""Single cells of a file: each reader takes the text of one and gives what is stored, or a reason.

A reason always says what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import TypeAlias
from unicodedata import normalize
from zoneinfo import ZoneInfo

from metrics.imports import dates
from metrics.imports.money import LETTERS, SHARED, SIGNS, WITH_MILLS, amount
from metrics.imports.numbers import MARKS, Mark, is_short, numbers
from metrics.periods.readings import DateOrder
from metrics.tickets.records import Channel, Instant

Value: TypeAlias = str | int | float | bool | None
Row: TypeAlias = dict[str, Value]
Style: TypeAlias = Mark | DateOrder

LATEST = 2**40
LONGEST = 200
LARGEST = 2**53
FIRST_YEAR, LAST_YEAR = 2000, 2100
YES = {"yes": True, "y": True, "true": True, "1": True}
_DAY = "2026-11-02"
NO = {"no": False, "n": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class CellContext:
    """What a cell means depends on: the zone of times without one, and what time it is.

    `style`: how the cells of its column are written, where the rows say it; read in no other one.
    """

    zone: ZoneInfo
    now: Instant
    style: Style | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What may part a number from its fraction."""
        return (self.style,) if isinstance(self.style, Mark) else MARKS

    @property
    def orders(self) -> tuple[DateOrder, ...]:
        """In which order a date in numbers may stand."""
        return (self.style,) if isinstance(self.style, DateOrder) else dates.ORDERS


class CellError(ValueError):
    """A cell that says nothing, and what to write; `column` where it is another one's."""

    def __init__(self, message: str, column: str = "") -> None:
        super().__init__(message)
        self.column = column


class AmbiguousError(CellError):
    """A cell with two `readings`, of which it does not say itself which is meant."""

    def __init__(self, cell: str, readings: str, mend: str) -> None:
        super().__init__(f"{quote(cell)} could be {readings}; {mend}")
        self.in_column = (
            f"{quote(cell)} could be {readings}, and its column does not tell which; {mend}"
        )


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


def decimal(cell: str, around: CellContext, fits: Callable[[Decimal], bool]) -> Decimal:
    """The number that a cell means: the one of its readings that fits, or a reading that does not.

    Raises AmbiguousError where two of them fit.
    """
    if cell.isdecimal():  # as most are
        return Decimal(cell)
    found = numbers(cell)
    readings = {found[mark] for mark in around.marks if mark in found}
    if not readings:
        raise CellError(f"{quote(cell)} is no plain number; write it like 1234.50")
    fitting = list(filter(fits, readings))
    if len(fitting) > 1:
        raise _ambiguous(cell, fitting)
    return next(iter(fitting or readings))


def _ambiguous(cell: str, readings: Iterable[Decimal]) -> AmbiguousError:
    """Says both numbers as they have one reading: with no three digits behind the point."""
    plain = (f"{value.normalize():f}" for value in sorted(readings))
    texts = (f"{text}0" if text[-4:-3] == "." else text for text in plain)
    return AmbiguousError(cell, " or ".join(texts), "write the one that is meant")


def number(cell: str, around: CellContext) -> float:
    """A number of at least 0."""
    value = decimal(cell, around, lambda value: 0 <= value <= LARGEST)
    if not 0 <= value <= LARGEST:
        raise CellError(f"{quote(cell)} is out of range; write 0 or more")
    return float(value)


def whole(low: int = 0, high: int = LARGEST) -> Reader:
    """A whole number from `low` to `high`."""
    range_words = f"{low} or more" if high == LARGEST else f"{low} to {high}"

    def fits(value: Decimal) -> bool:
        return value == value.to_integral_value() and low <= value <= high

    def read(cell: str, around: CellContext) -> int:
        value = decimal(cell, around, fits)
        if not fits(value):
            raise CellError(f"{quote(cell)} does not do; write a whole number, {range_words}")
        return int(value)

    return read


def cents(cell: str, around: CellContext) -> int:
    """An amount of money above 0, in hundredths, with a currency's sign beside it or not.

    Money has two decimals at most, so three digits behind a mark are thousands; see `fit_currency`
    for where it has more.
    """
    money = amount(cell)
    try:
        value = decimal(money.number, around, _is_money)
    except AmbiguousError:
        if is_short(money.number):
            raise
        value = max(numbers(money.number).values())
    unknown = next((sign for sign in money.signs if not _is_currency(sign)), "")
    if unknown or not _is_money(value):
        raise CellError(
            f"{quote(cell)} is no amount; write one above 0 with at most two decimals, like 1234.50"
        )
    return int(value * 100)


def _is_money(value: Decimal) -> bool:
    return 0 < value * 100 <= LARGEST and value * 100 == (value * 100).to_integral_value()


def _is_currency(sign: str) -> bool:
    return sign.casefold() in SHARED or sign.casefold() in SIGNS or bool(LETTERS.fullmatch(sign))


def fit_currency(cell: str, currency: str) -> None:
    """Raises CellError where an amount does not go with its currency."""
    money = amount(cell)
    if other := money.contradicts(currency):
        raise CellError(f"{quote(other)} is not {currency}; write one of them")
    values = set(numbers(money.number).values())
    if currency in WITH_MILLS and len(values) > 1:
        raise _ambiguous(cell, values)


def currency(cell: str, _around: CellContext) -> str:
    """A currency's three letters."""
    letters = SIGNS.get(cell.strip().casefold(), cell.strip())
    if others := SHARED.get(letters.casefold()):
        several = f"{quote(cell)} stands for several currencies"
        raise CellError(f"{several}; write its three letters, like {others[0]}")
    if not LETTERS.fullmatch(letters):  # before capitals: those of a ligature are more
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
    except ValueError:
        there = _one(cell, around, "time", f"{_DAY}T14:30").moment(around.zone)
    _plausible(there.year, cell)
    return int(there.timestamp())


def _one(cell: str, around: CellContext, what: str, example: str) -> dates.Written:
    """The one reading of a date that is not of ISO 8601. Raises CellError."""
    found = dates.written(cell, around.orders)
    if dates.has_short_year(cell):
        raise CellError(f"{quote(cell)} has a year of two digits; write it like {example}")
    if not found:
        raise CellError(f"{quote(cell)} is no {what}; write it like {example}")
    if len(found) > 1:
        both = " or ".join(f"{each.day.day} {each.day:%B %Y}" for each in found)
        mend = f"write it like {found[0].day.isoformat()}{example[10:]}"
        raise AmbiguousError(cell, both, mend)
    return found[0]


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
        found = _one(cell, around, "date", _DAY)
        if found.at or found.offset:
            raise CellError(f"{quote(cell)} has a time; write the day alone, like {_DAY}") from None
        there = found.day
    return _midnight(there, around.zone, cell)


def month(cell: str, _around: CellContext) -> str:
    """A month, in plain digits whatever it was written in; see `bounds` for its instants."""
    words = normalize("NFKC", cell)
    found = dates.month(words)
    if found is None:
        fault = "does not say its year" if dates.names_month(words) else "is no month"
        raise CellError(f"{quote(cell)} {fault}; write it like 2026-10")
    year, number = found
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
