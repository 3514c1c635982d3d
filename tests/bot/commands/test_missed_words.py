"""Words of the language are counted, nobody's name and no number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest

from bot.commands.kpi import answer
from bot.commands.missed_words import may_keep
from bot.services import Services
from bot.talk import Request
from metrics.errors import AskError
from tests.bot import desk
from tests.bot.grammar.desk import DESK


@pytest.fixture
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path_factory.mktemp("missed")), tickets=0) as made:
        yield made


@pytest.mark.parametrize(
    ("word", "words", "kept"),
    [
        ("turnaround", "turnaround last week", True),
        ("tat", "email tat", True),
        ("Acme", "frt Acme", False),
        ("acme", "tickets from acme", False),
        ("acme", "customer acme", False),
        ("smith", "frt smith", False),
        ("refunds", "frt refunds", False),
        ("b2b", "frt b2b", False),
        ("at", "frt at", False),
        ("ghost", "frt @ghost", False),
        ("x" * 21, "x" * 21, False),
    ],
)
def test_only_words_of_the_language_are_kept(word: str, words: str, kept: bool) -> None:
    assert may_keep(word, words, DESK) is kept


def test_a_miss_is_counted_and_an_answer_is_not(services: Services) -> None:
    for words in ("turnaround email", "frt turnaround", "help", "tickets from acme"):
        with suppress(AskError):
            answer(Request(words=words, person="U1", channel="C1"), services)
    assert [(miss.word, miss.times) for miss in services.missed_words.all()] == [("turnaround", 2)]
