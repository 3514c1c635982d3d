"""What support takes, put in by hand: money a month, hours a week, and from which month on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import blocks
from bot.cards.controls import SPEND
from bot.cards.forms.fields import CHOICE, input_field, text_input, view
from metrics.periods.windows import MONTHS

AMOUNT, CURRENCY, MONTH = "amount", "currency", "month"
PAID, FOR_CUSTOMERS = "paid", "for_customers"
"""The fields."""
EMPTY = "Leave empty what is to stay as it is."


def modal(
    place: str, holds: Sequence[str], currency: str, months: Sequence[str], first: str
) -> Mapping[str, Any]:
    """The modal; `place` comes back with what was put in, `first` of the months is chosen.

    `holds` are sentences on what stands already.
    """
    choices = [(_month(month), month) for month in months]
    money = input_field(
        AMOUNT, "What support costs a month, all in", text_input("", "12000"), optional=True
    )
    euro = text_input(currency, "EUR")
    fields = [
        *([blocks.context([" ".join((*holds, EMPTY))])] if holds else []),
        money,
        input_field(CURRENCY, "Currency, in its three letters", euro, optional=True),
        input_field(
            PAID, "Hours a week that are paid, all people", text_input("", "160"), optional=True
        ),
        input_field(
            FOR_CUSTOMERS,
            "How many of those hours go to customers",
            text_input("", "120"),
            optional=True,
        ),
        input_field(MONTH, "From which month on", blocks.menu("Month", CHOICE, choices, first)),
    ]
    return view(SPEND, place, fields, title="What support takes", submit="Set")


def _month(month: str) -> str:
    """A month as people say it: "November 2026" of "2026-11"."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}"
