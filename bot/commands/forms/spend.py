"""What support takes, put in by hand: its words, and what does not do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.cards import blocks
from bot.cards.forms import spend as cards
from bot.cards.forms.spend import AMOUNT, CURRENCY, FOR_CUSTOMERS, MONTH, PAID
from bot.cards.spend import hours_sentence, sentence
from bot.commands.spend import currency_of, hours_of, month_of, paid_hours
from bot.services import Services
from metrics.imports import CellContext, cells, money
from metrics.imports.cells import CellError
from metrics.sources.standing_cost import months
from metrics.store.imports.standing_cost import StandingCost
from metrics.store.imports.standing_hours import StandingHours

MONTHS_BACK = 12
NOWHERE = CellContext(ZoneInfo("UTC"), 0)
"""Amounts and currencies are the same everywhere and always."""
NOTHING = "Write what a month costs, or the hours of a week, or both"
BOTH_HOURS = "Write how many of the paid hours go to customers, and how many are paid"


def words(values: Mapping[str, str]) -> str:
    """The phrase of what was put in."""
    amount, currency, paid, for_customers, month = _given(values)
    parts = [_money(amount, currency)] if amount else []
    parts += [f"{paid} hours, {for_customers} for customers"] if paid else []
    return f"spend {' and '.join(parts)} from {month}"


def misfits(values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by its field. It reads no store: Slack waits for it."""
    amount, currency, paid, for_customers, _ = _given(values)
    if not amount and not paid and not for_customers:
        return {AMOUNT: f"{NOTHING}."}
    wrong = {}
    if amount:
        wrong[AMOUNT] = _fault(lambda: cells.cents(amount, NOWHERE))
        if currency or not wrong[AMOUNT]:
            wrong[CURRENCY] = _fault(lambda: _fit(amount, currency))
    if paid or for_customers:
        wrong |= _faulty_hours(paid, for_customers)
    return {name: f"{fault}."[: blocks.HEADER_LIMIT] for name, fault in wrong.items() if fault}


def _faulty_hours(paid: str, for_customers: str) -> dict[str, str]:
    if not paid or not for_customers:
        return {FOR_CUSTOMERS if paid else PAID: BOTH_HOURS}
    wrong = {
        PAID: _fault(lambda: paid_hours(paid, NOWHERE)),
        FOR_CUSTOMERS: _fault(lambda: hours_of(for_customers, NOWHERE)),
    }
    if any(wrong.values()):
        return wrong
    if hours_of(for_customers, NOWHERE) > paid_hours(paid, NOWHERE):
        wrong[FOR_CUSTOMERS] = f"That is more than the {paid} that are paid"
    return wrong


def _money(amount: str, currency: str) -> str:
    """The amount with its currency, which may be said beside it already."""
    try:
        return f"{money.amount(amount).number} {cells.currency(currency, NOWHERE)}"
    except CellError:
        return f"{amount} {currency}".strip()


def _fit(amount: str, currency: str) -> None:
    """Raises CellError where the currency is not said, or not the one beside the amount."""
    if currency or not money.amount(amount).signs:
        cells.fit_currency(amount, cells.currency(currency, NOWHERE))
    else:
        currency_of(amount, NOWHERE)


def _fault(read: Callable[[], object]) -> str:
    try:
        read()
    except CellError as error:
        return str(error)
    return ""


def _given(values: Mapping[str, str]) -> tuple[str, ...]:
    names = (AMOUNT, CURRENCY, PAID, FOR_CUSTOMERS, MONTH)
    return tuple(values.get(name, "").strip() for name in names)


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal for a place, with what holds. At first it offers last month, which is over."""
    store = services.posts.store
    costs, hours = StandingCost(store).steps()[-1:], StandingHours(store).steps()[-1:]
    now = month_of(services)
    year, number = map(int, now.split("-"))
    earliest = year * 12 + number - 1 - MONTHS_BACK
    offers = list(months(f"{earliest // 12}-{earliest % 12 + 1:02}", MONTHS_BACK + 1))[::-1]
    holds = [*map(sentence, costs), *map(hours_sentence, hours)]
    currency = costs[0].currency if costs else ""
    return cards.modal(place, holds, currency, offers, offers[0 if holds else 1])
