"""What cannot be had is said, with what comes nearest."""

from __future__ import annotations

import pytest

from tests.bot.grammar.desk import refusal


@pytest.mark.parametrize(
    ("words", "message", "suggestions"),
    [
        ("frt on weekends", "I cannot pick weekends alone", ("frt last 12 weeks by weekday",)),
        ("csat with the comments", "I keep no text of tickets", ("csat",)),
        ("backlog nobody touched", "last touched", ("backlog",)),
    ],
)
def test_what_cannot_be_had_leads_on(
    words: str, message: str, suggestions: tuple[str, ...]
) -> None:
    error = refusal(words)
    assert message in str(error)
    assert error.suggestions == suggestions
