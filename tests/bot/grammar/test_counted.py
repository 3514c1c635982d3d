"""Tickets without a metric are counted: those of a state as they are now, others as they came."""

from __future__ import annotations

import pytest

from bot.grammar import read_inquiry
from metrics.errors import AskError
from tests.bot.grammar.desk import DESK


def phrase(words: str) -> str:
    return read_inquiry(words, DESK).phrase(DESK)


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("emails", "volume email"),
        ("tickets from the billing emea team", 'volume team "Billing EMEA"'),
        ("new emails today", "volume email today"),
        ("solved chats last month", "solved chat last month"),
        ("open calls", "backlog phone"),
        ("pending emails", "backlog email status pending"),
        ("which tickets are on hold", "backlog status hold list"),
        ("show emails last month", "volume email last month list"),
    ],
)
def test_the_metric_is_the_one_that_counts_them(words: str, meaning: str) -> None:
    assert phrase(words) == meaning


@pytest.mark.parametrize("words", ["email", "last week", "tickets", "pending"])
def test_what_names_no_tickets_needs_a_metric(words: str) -> None:
    with pytest.raises(AskError, match="Which metric"):
        phrase(words)
