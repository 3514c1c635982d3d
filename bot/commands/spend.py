"""/kpi spend: what support costs a month and how many hours it takes a week, until changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from bot import words
from bot.access import What
from bot.cards.spend import (
    EXAMPLE,
    EXAMPLE_HOURS,
    FileMonths,
    hidden,
    hours_sentence,
    sentence,
    spend_card,
)
from bot.commands.gate import look_of, may_change
from bot.services import Services
from bot.talk import Reply, Request
from metrics.errors import AskError
from metrics.imports import CellContext, cells
from metrics.imports.cells import CellError
from metrics.imports.money import amount
from metrics.posting.audit import Look
from metrics.sources.standing_cost import MonthlyCost
from metrics.sources.standing_hours import WeeklyHours
from metrics.store.books.audit import keep
from metrics.store.database.engine import Store
from metrics.store.imports.standing_cost import StandingCost, end_cost, set_cost
from metrics.store.imports.standing_hours import StandingHours, end_hours, set_hours

MOST_HOURS: Final = 1_000_000
LEAST_HOURS: Final = 0.01
_SINCE: Final = r"(?:,?\s+(?:from|since)\s+(?P<month>\S+(?:\s+\S+){0,2}?)(?:\s+on)?)?"
_DIGITS: Final = r"\d(?:[\d.,'\u2019\s]*\d)?(?:\s?k(?![^\W\d]))?"
_WEEK: Final = r"(?:\s+(?:a|per|each)\s+week)?"
_HOURS: Final = (
    rf"(?P<paid>{_DIGITS}|\S+)\s+(?:hours?|h){_WEEK},?\s+(?:and\s+)?"
    rf"(?P<for_customers>{_DIGITS}|\S+)(?:\s+(?:hours?|h))?(?:\s+of\s+them)?"
    r"\s+(?:for|with)\s+customers"
)
_SIGN: Final = r"[^\s\d.,'\u2019+/-]{1,5}"
_COST: Final = (
    rf"(?P<amount>(?:{_SIGN}\s*)?[+-]?{_DIGITS}(?:\s*{_SIGN})?)"
    r"(?:(?:\s+(?:a|per|each)\s+|\s?/\s?)month)?"
)
"""With a currency's sign or letters on either side."""
_SET: Final = tuple(
    re.compile(f"{pattern}{_SINCE}", re.IGNORECASE)
    for pattern in (rf"{_COST}(?:,|\s+and)\s+{_HOURS}", _HOURS, _COST)
)
_HALF: Final = re.compile(rf"({_DIGITS}|\S+)\s+(?:hours?|h){_WEEK}{_SINCE}", re.I)
"""The hours that are paid, without those for customers."""
_END: Final = re.compile(f"(?:none|off|remove|end){_SINCE}", re.IGNORECASE)
_END_HOURS: Final = re.compile(rf"no\s+hours{_SINCE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Change:
    """What is to hold from a month on, and what no longer."""

    month: str
    cost: MonthlyCost | None = None
    hours: WeeklyHours | None = None
    no_cost: bool = False
    no_hours: bool = False


@dataclass(frozen=True, slots=True)
class Books:
    """What stands in the store, and what a cell depends on."""

    store: Store
    around: CellContext

    def files(self) -> FileMonths:
        """Of which months imported files tell."""
        shifts = StandingHours(self.store).months_of_files(self.around.zone)
        return FileMonths(StandingCost(self.store).months_of_files(), shifts)

    def card(self, *notes: str) -> Reply:
        """What holds in which months. `notes` say what has just changed."""
        costs, hours = StandingCost(self.store).steps(), StandingHours(self.store).steps()
        return spend_card(costs, hours, self.files(), *notes)

    def write(self, change: Change, look: Look) -> tuple[str, ...]:
        """Make a change, and keep who made it; then say what it did. Raises AskError."""
        month, zone, now = change.month, self.around.zone, self.around.now
        said = list[str]()
        with self.store.write() as connection:
            if change.no_cost:
                said.append(_removal(month, ended=end_cost(connection, month)))
            if change.no_hours:
                said.append(_removal(month, ended=end_hours(connection, month, now)))
            if change.cost:
                set_cost(connection, change.cost, zone, now)
            if change.hours:
                set_hours(connection, change.hours, zone, now)
            keep(connection, look)
        return (*said, *_holds(change, self.files()))


def spend(request: Request, services: Services) -> Reply:
    """Show what support takes, or change it. Raises AskError where the person can mend it."""
    may_change(What.IMPORT, request, services)
    said = request.words.strip()
    around = CellContext(ZoneInfo(services.settings.timezone), services.now())
    books = Books(services.posts.store, around)
    if not said:
        return books.card()
    try:
        change = _change(said, around, month_of(services))
    except CellError as error:
        raise AskError(
            f"{error}. Say it like {EXAMPLE} or {EXAMPLE_HOURS}, from {month_of(services)}."
        ) from None
    notes = books.write(change, look_of(f"spend {said}", request, services, allowed=True))
    services.asker.renew()
    return books.card(*notes)


def _change(said: str, around: CellContext, now: str) -> Change:
    """What is to change. Raises AskError, or CellError."""
    if end := _END.fullmatch(said):
        return Change(cells.month(end["month"] or now, around), no_cost=True)
    if end := _END_HOURS.fullmatch(said):
        return Change(cells.month(end["month"] or now, around), no_hours=True)
    if half := _HALF.fullmatch(said):
        raise AskError(
            f"How many of the {half[1]} hours go to customers? Say both, like {EXAMPLE_HOURS}."
        )
    match = next(filter(None, (pattern.fullmatch(said) for pattern in _SET)), None)
    given = match.groupdict() if match else {}
    if not given or (given.get("amount") and not amount(given["amount"]).signs):
        raise AskError(
            "Say an amount and its currency, or the hours of a week, and the month if it is not "
            f"this one: {EXAMPLE}, {EXAMPLE_HOURS} from {now}, spend none, or spend no hours."
        )
    month = cells.month(given["month"] or now, around)
    cost = _cost(given, month, around) if given.get("amount") else None
    hours = _hours(given, month, around) if given.get("paid") else None
    return Change(month, cost, hours)


def _holds(change: Change, files: FileMonths) -> Iterator[str]:
    if change.cost:
        yield f"Set: {sentence(change.cost)}"
        yield from hidden(change.cost, files.costs)
    if change.hours:
        yield f"Set: {hours_sentence(change.hours)}"
        yield from hidden(change.hours, files.shifts)


def _removal(month: str, *, ended: bool) -> str:
    return f"Removed from {month} on." if ended else f"Nothing stood from {month} on."


def _cost(given: dict[str, str], month: str, around: CellContext) -> MonthlyCost:
    code = currency_of(given["amount"], around)
    return MonthlyCost(month, cells.cents(given["amount"], around), code)


def currency_of(cell: str, around: CellContext) -> str:
    """The currency that is said beside an amount. Raises CellError where none or two are."""
    money = amount(cell)
    code = money.code or cells.currency(" ".join(money.signs), around)
    cells.fit_currency(cell, code)
    return code


def _hours(given: dict[str, str], month: str, around: CellContext) -> WeeklyHours:
    paid, for_customers = (
        paid_hours(given["paid"], around),
        hours_of(given["for_customers"], around),
    )
    if for_customers > paid:
        raise CellError(f"{for_customers:g} hours for customers are more than the {paid:g} paid")
    return WeeklyHours(month, paid, for_customers)


def hours_of(cell: str, around: CellContext) -> float:
    """A number of hours. Raises CellError."""
    hours = cells.decimal(cell, around, _are_hours)
    if not _are_hours(hours):
        raise CellError(f"{cells.quote(cell)} is out of range; write the hours of one week")
    return float(hours)


def _are_hours(value: Decimal) -> bool:
    return 0 <= value <= MOST_HOURS


def paid_hours(cell: str, around: CellContext) -> float:
    """The same, as many as are told and not none. Raises CellError."""
    hours = hours_of(cell, around)
    if hours < LEAST_HOURS:
        words = f"{cells.quote(cell)} hours are no week's work"
        raise CellError(f"{words}; write the hours that are paid, {LEAST_HOURS} or more")
    return hours


def month_of(services: Services) -> str:
    """The month that it is, such as "2026-11"."""
    return f"{words.local(services.now(), services.settings.timezone):%Y-%m}"
