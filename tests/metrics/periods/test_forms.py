"""The forms of single periods: each is said again so that it is read as itself."""

from __future__ import annotations

import pytest

from metrics.periods import Period
from metrics.periods.forms import ALIASES, single


@pytest.mark.parametrize(
    ("words", "again"),
    [
        ("l7d", "last 7 days"),
        ("l24h", "last 24 hours"),
        ("past hour", "last hour"),
        ("kw 46", "w46"),
        ("2025 h2", "h2 2025"),
        ("weds", "wednesday"),
        ("last fri", "friday"),
        ("9.11.26", "9 nov 2026"),
        ("one day ago", "yesterday"),
        ("3 months ago", "3 months ago"),
    ],
)
def test_a_form_has_its_canonical_words(words: str, again: str) -> None:
    found = single(words)
    assert str(found) == again
    assert single(again) == found


@pytest.mark.parametrize("words", ALIASES)
def test_fixed_words_are_said_in_words_that_are_read(words: str) -> None:
    assert Period.of(str(ALIASES[words])) == ALIASES[words]


@pytest.mark.parametrize("words", ["0 days ago", "last 0h", "last 9999h", "32.1.", "h3", "kw54"])
def test_what_there_is_not_is_no_period(words: str) -> None:
    assert single(words) is None
