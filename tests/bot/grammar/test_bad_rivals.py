"""What cannot be compared with is said, and the figure alone is offered."""

from __future__ import annotations

import pytest

from tests.bot.grammar.desk import refusal


@pytest.mark.parametrize(
    ("words", "message", "suggestions"),
    [
        ("csat zoë vs the rest of her team", "beside the others", ("csat agent Zoë",)),
        ("frt email vs the moon", "I cannot compare with", ("frt email",)),
    ],
)
def test_what_cannot_be_compared_with_leads_on(
    words: str, message: str, suggestions: tuple[str, ...]
) -> None:
    error = refusal(words)
    assert message in str(error)
    assert error.suggestions == suggestions
