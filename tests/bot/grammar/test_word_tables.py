"""Each word has one meaning, and each meaning has words."""

from __future__ import annotations

from bot.grammar.word_tables import DIMENSIONS, SMALL, VALUE_WORDS
from metrics.tickets.records import Channel, Dimension, Priority, Status


def test_no_word_stands_for_two_things() -> None:
    words = [
        word for table in (SMALL, DIMENSIONS) for text in table.values() for word in text.split()
    ]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_all_channels_priorities_and_states_have_words() -> None:
    assert set(VALUE_WORDS[Dimension.CHANNEL]) == set(Channel)
    assert set(VALUE_WORDS[Dimension.PRIORITY]) == set(Priority)
    assert set(VALUE_WORDS[Dimension.STATUS]) == set(Status)
