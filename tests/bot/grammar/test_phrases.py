"""The longest phrase that stands at a word, and what the word behind it makes of it."""

from __future__ import annotations

import pytest

from bot.grammar.phrases import LONGEST, Phrases
from bot.grammar.tokens import tokenize
from bot.grammar.vocabulary import vocabulary_of
from metrics.catalogue import CATALOGUE
from tests.bot.grammar.desk import DESK, read


@pytest.mark.parametrize(
    ("words", "stop"),
    [
        ("first response time email", 3),
        ("email first response time", 1),
        ("last 7 days email", 3),
        ("nonsense email", 0),
        ("x " * LONGEST, 0),
    ],
)
def test_the_longest_known_phrase_is_found(words: str, stop: int) -> None:
    meanings, end = Phrases(tokenize(words), vocabulary_of(CATALOGUE, DESK)).longest(0)
    assert end == stop
    assert bool(meanings) == bool(stop)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("frt the chat team", "frt team Chat"),
        ("frt support team", "frt team Support"),
        ("frt support category", "frt category Support"),
    ],
)
def test_the_word_behind_a_name_says_whose_it_is(words: str, phrase: str) -> None:
    assert read(words) == phrase
