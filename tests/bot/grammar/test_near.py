"""Near misses are near, others are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grammar.near import distance, nearest

KNOWN = ("frt", "art", "email", "chat", "resolution", "first response time", "last week", "web")


@pytest.mark.parametrize(
    ("typed", "phrase", "steps"),
    [
        ("emial", "email", 1),
        ("frtt", "frt", 1),
        ("rft", "frt", 1),
        ("resolutoin", "resolution", 1),
        ("rsolutoin", "resolution", 2),
        ("frt", "frt", 0),
        ("chair", "chat", None),
        ("nonsense", "email", None),
        ("x", "y", None),
        ("", "frt", None),
    ],
)
def test_slips_are_counted_until_they_are_too_many(
    typed: str, phrase: str, steps: int | None
) -> None:
    assert distance(typed, phrase) == steps


@given(st.text(alphabet="abc ", max_size=12), st.text(alphabet="abc ", max_size=12))
@settings(deadline=None)
def test_it_is_as_far_one_way_as_the_other(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)


@given(st.text(alphabet="abcd", min_size=3), st.data())
@settings(deadline=None)
def test_one_slip_is_always_believed(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(word) - 2))
    assert distance(word[:at] + word[at + 1 :], word) in {0, 1}
    assert distance(word[:at] + "x" + word[at:], word) == 1


@pytest.mark.parametrize(
    ("words", "at", "found"),
    [
        ("frt emial", 1, (1, 2, ["email"])),
        ("first reponse time", 0, (0, 3, ["first response time"])),
        ("frt last wek", 2, (1, 3, ["last week"])),
        ("ert", 0, (0, 1, ["frt", "art"])),
        ("frt nonsense", 1, (1, 2, [])),
    ],
)
def test_the_nearest_phrase_is_found_around_the_word(
    words: str, at: int, found: tuple[int, int, list[str]]
) -> None:
    assert nearest(words.split(), at, KNOWN) == found
