"""A small support desk with awkward names, and ways to ask about it."""

from __future__ import annotations

import pytest

from bot.grammar import parse, render
from metrics.errors import AskError
from metrics.question.query import Directory

DESK = Directory(
    teams={"1": "Billing", "2": "Tier 2", "3": "Support", "4": "Chat", "5": "Billing EMEA"},
    agents={"a1": "Ann Smith", "a2": "Bob O'Hara", "a3": "Ann Lee", "a4": "Zoë"},
    categories=("Refunds", "Support", "How-to: setup", "R&D", "July"),
    tiers=("enterprise", "free", "gold"),
)


def read(words: str) -> str:
    """The canonical phrase of what was understood."""
    return render(parse(words, DESK), DESK)


def refusal(words: str) -> AskError:
    """Why words were not understood."""
    with pytest.raises(AskError) as caught:
        parse(words, DESK)
    return caught.value
