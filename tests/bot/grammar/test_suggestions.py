"""Near misses are near, others are not; words read whole or not at all, with what may be meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grammar.suggestions import MisreadError, PhraseReader, distance, nearest
from metrics.errors import AskError

KNOWN = ("frt", "art", "email", "chat", "resolution", "first response time", "last week", "web")
NEAR = {"tow": ["two", "tow much"], "tow tree": ["two tree"], "two tree": ["two three", "two"]}


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


def read(text: str) -> list[str]:
    words = text.split()
    if set(words) <= {"two", "three"}:
        return words
    raise MisreadError(f"I do not know {text}.", NEAR.get(text, ()))


COUNT = PhraseReader(word="count", syntax="a count. Say two.", read=read, phrase=" ".join)


def test_what_can_be_read_is_read() -> None:
    assert COUNT("two three") == ["two", "three"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("tow", ("count two",)),
        ("tow tree", ("count two three", "count two")),
        ("ten", ()),
    ],
)
def test_a_slip_is_told_with_whole_phrases_that_can_be_read(
    text: str, meant: tuple[str, ...]
) -> None:
    with pytest.raises(AskError, match=f"I do not know {text}") as caught:
        COUNT(text)
    assert caught.value.suggestions == meant


def test_what_is_too_long_is_told_how_it_is_written() -> None:
    with pytest.raises(AskError, match=r"too long for a count\. Say two\."):
        COUNT("two " * 300)
