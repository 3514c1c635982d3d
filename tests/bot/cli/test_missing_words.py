"""`deskpulse words` prints what was not understood, the most frequent first."""

from __future__ import annotations

from bot.cli.missing_words import HINT, lines
from metrics.store.books.missed_words import MissedWords
from metrics.store.database.engine import Store


def test_words_are_printed_with_how_often_and_when(store: Store) -> None:
    assert list(lines(store, "UTC")) == ["Every word was understood so far."]
    for at, word in ((0, "tat"), (86_400, "queue"), (90_000, "tat")):
        MissedWords(store).add(word, at)
    printed = list(lines(store, "UTC"))
    assert printed == [
        "     2  tat  (last on 1970-01-02)",
        "     1  queue  (last on 1970-01-02)",
        HINT,
    ]
