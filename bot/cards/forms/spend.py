"""The cost of a month put in by hand: how much, in which currency, and from which month on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.cards import blocks
from bot.cards.controls import SPEND
from bot.cards.forms.fields import CHOICE, input_field, text_input, view

AMOUNT, CURRENCY, MONTH = "amount", "currency", "month"
"""The fields."""


def modal(
    place: str, amount: str, currency: str, months: Sequence[str], first: str
) -> Mapping[str, Any]:
    """The modal; `place` comes back with what was put in, `first` of the months is chosen."""
    choices = [(month, month) for month in months]
    fields = [
        input_field(AMOUNT, "What support costs a month, all in", text_input(amount, "12000")),
        input_field(CURRENCY, "Currency, in its three letters", text_input(currency, "EUR")),
        input_field(MONTH, "From which month on", blocks.menu("Month", CHOICE, choices, first)),
    ]
    return view(SPEND, place, fields, title="Set the monthly cost", submit="Set")
