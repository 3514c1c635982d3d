"""Words read whole or not at all, with what may be meant."""

from __future__ import annotations

import pytest

from bot.grammar.suggestions import Mending, MisreadError
from metrics.errors import AskError

NEAR = {"tow": ["two", "tow much"], "tow tree": ["two tree"], "two tree": ["two three", "two"]}


def read(text: str) -> list[str]:
    words = text.split()
    if set(words) <= {"two", "three"}:
        return words
    raise MisreadError(f"I do not know {text}.", NEAR.get(text, ()))


COUNT = Mending(word="count", how="a count. Say two.", read=read, phrase=" ".join)


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
