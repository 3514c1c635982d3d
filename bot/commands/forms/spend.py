"""The cost of a month that is put in by hand: its words, and what does not do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from bot.cards import blocks
from bot.cards.forms import spend as cards
from bot.cards.forms.spend import AMOUNT, CURRENCY, MONTH
from bot.commands.spend import month_of
from bot.services import Services
from metrics.imports import CellContext, cells
from metrics.imports.cells import CellError
from metrics.sources.standing_cost import months
from metrics.store.imports.standing_cost import StandingCost

MONTHS_BACK = 12
NOWHERE = CellContext(ZoneInfo("UTC"), 0)
"""Amounts and currencies are the same everywhere and always."""
_READERS: Mapping[str, cells.Reader] = {AMOUNT: cells.cents, CURRENCY: cells.currency}


def words(values: Mapping[str, str]) -> str:
    """The phrase of what was put in."""
    amount, currency, month = (values.get(name, "").strip() for name in (AMOUNT, CURRENCY, MONTH))
    return f"spend {amount} {currency} from {month}"


def misfits(values: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by its field. It reads no store: Slack waits for it."""
    wrong = {}
    for name, read in _READERS.items():
        try:
            read(values.get(name, ""), NOWHERE)
        except CellError as error:
            wrong[name] = f"{error}."[: blocks.HEADER_LIMIT]
    return wrong


def modal(services: Services, place: str) -> Mapping[str, Any]:
    """The modal for a place, with what holds. At first it offers last month, which is over."""
    steps = StandingCost(services.posts.store).steps()
    now = month_of(services)
    year, number = map(int, now.split("-"))
    earliest = year * 12 + number - 1 - MONTHS_BACK
    offers = list(months(f"{earliest // 12}-{earliest % 12 + 1:02}", MONTHS_BACK + 1))[::-1]
    if not steps:
        return cards.modal(place, "", "", offers, offers[1])
    newest = steps[-1]
    amount = f"{newest.amount / 100:.2f}".removesuffix(".00")
    return cards.modal(place, amount, newest.currency, offers, offers[0])
