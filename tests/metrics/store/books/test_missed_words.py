"""Words are counted, the rarest of too many go, and nothing else is kept."""

from __future__ import annotations

import pytest

from metrics.store.books import missed_words
from metrics.store.books.missed_words import MISSED, Miss, MissedWords
from metrics.store.database.engine import Store


def test_a_word_is_counted_each_time(store: Store) -> None:
    misses = MissedWords(store)
    for at, word in enumerate(("tat", "queue", "tat")):
        misses.add(word, at)
    assert misses.all() == (Miss("tat", 2, 2), Miss("queue", 1, 1))


def test_of_too_many_the_rarest_and_oldest_goes(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(missed_words, "MOST", 2)
    misses = MissedWords(store)
    for at, word in enumerate(("old", "often", "often", "new")):
        misses.add(word, at)
    assert [miss.word for miss in misses.all()] == ["often", "new"]


def test_nothing_is_kept_but_the_word_its_count_and_the_last_time() -> None:
    assert set(MISSED.c.keys()) == {"word", "count", "last_at"}
