"""`deskpulse words`: what people said and was not understood, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from metrics.store.books.missed_words import MissedWords
from metrics.store.database.engine import Store

HINT = "DESKPULSE_WORDS says what a word means, such as: tat = resolution"


def lines(store: Store, zone: str) -> Iterator[str]:
    """The words with how often and when last, the most frequent first. Raises StoreError."""
    misses = MissedWords(store).all()
    if not misses:
        yield "Every word was understood so far."
        return
    for miss in misses:
        day = datetime.fromtimestamp(miss.last_at, ZoneInfo(zone)).date()
        yield f"{miss.times:6}  {miss.word}  (last on {day})"
    yield HINT
