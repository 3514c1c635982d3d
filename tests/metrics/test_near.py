"""Near misses are found, and nothing that is merely short."""

from __future__ import annotations

import pytest

from metrics.near import near, slips


@pytest.mark.parametrize(
    ("text", "phrase", "steps"),
    [
        ("frt", "frt", 0),
        ("emial", "email", 1),
        ("backlg", "backlog", 1),
        ("backlogg", "backlog", 1),
        ("bocklog", "backlog", 1),
        ("volume", "backlog", None),
    ],
)
def test_a_slip_is_a_letter_left_out_added_changed_or_swapped(
    text: str, phrase: str, steps: int | None
) -> None:
    assert slips(text, phrase, 2) == steps


@pytest.mark.parametrize(
    ("word", "alike", "found"),
    [
        ("wekly", 0.75, ["weekly"]),
        ("monthyl", 0.75, ["monthly"]),
        ("xyz", 0.75, []),
        ("ly", 0.1, ["daily"]),
    ],
)
def test_the_nearest_words_come_first(word: str, alike: float, found: list[str]) -> None:
    assert near(word, ("weekly", "monthly", "daily"), 1, alike) == found
