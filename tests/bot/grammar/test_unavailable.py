"""What cannot be had is said, with what comes nearest."""

from __future__ import annotations

import pytest

from tests.bot.grammar.desk import refusal


@pytest.mark.parametrize(
    ("words", "message", "suggestions"),
    [
        ("frt on weekends", "I cannot pick weekends alone", ("frt last 12 weeks by weekday",)),
        ("csat with the comments", "I keep no text of tickets", ("csat",)),
        (
            *("frt until yesterday", "I do not know from when “until yesterday” begins"),
            ("frt", "frt this month", "frt this year"),
        ),
        (
            *("volume before noon", "the morning from 6 to 12"),
            ("volume this morning", "volume last 12 weeks by hour"),
        ),
        (
            *("volume after 3pm yesterday", "the afternoon to 18"),
            ("volume yesterday afternoon", "volume yesterday by hour"),
        ),
        ("frt until", "Until when?", ()),
        ("backlog nobody touched", "last touched", ("backlog",)),
    ],
)
def test_what_cannot_be_had_leads_on(
    words: str, message: str, suggestions: tuple[str, ...]
) -> None:
    error = refusal(words)
    assert message in str(error)
    assert error.suggestions == suggestions
