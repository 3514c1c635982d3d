"""Words of time that are no periods."""

from __future__ import annotations

import pytest

from bot.grammar.time_words import side_by_side
from bot.grammar.tokens import tokenize


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("compare this week to last week", "this week vs last week"),
        ("frt compare email and chat", "frt email vs chat"),
        ("compare frt oct with sep", "frt oct vs sep"),
        ("compare oct vs sep", "oct vs sep"),
        ("frt compare to last week", "frt compare to last week"),
        ("frt compare email", "frt compare email"),
        ("email and chat", "email and chat"),
    ],
)
def test_comparing_in_words_is_read_as_one_against_the_other(typed: str, read: str) -> None:
    assert " ".join(token.text for token in side_by_side(tokenize(typed))) == read
