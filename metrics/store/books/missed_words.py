"""Words that the bot did not understand, and how often: never who said them, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import delete, func, select, update

from metrics.store.database.engine import Store
from metrics.store.database.statements import insert_first
from metrics.store.tables.people import MissedWordRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

MISSED = table(MissedWordRow)
MOST = 500
"""So many words are kept; then the one that was said least and longest ago goes."""


class Miss(NamedTuple):
    """A word, how often it was said, and when last."""

    word: str
    times: int
    last_at: Instant


@dataclass(frozen=True, slots=True)
class MissedWords:
    """The words that were not understood."""

    store: Store

    def add(self, word: str, now: Instant) -> None:
        """Count a word once more. Raises StoreError."""
        again = update(MISSED).where(MISSED.c.word == word)
        with self.store.write() as connection:
            row = {"word": word, "count": 1, "last_at": now}
            if not insert_first(connection, MISSED, row):
                connection.execute(again.values(count=MISSED.c.count + 1, last_at=now))
            elif connection.execute(select(func.count()).select_from(MISSED)).scalar_one() > MOST:
                least = (
                    select(MISSED.c.word)
                    .where(MISSED.c.word != word)
                    .order_by(MISSED.c.count, MISSED.c.last_at, MISSED.c.word)
                    .limit(1)
                    .scalar_subquery()
                )
                connection.execute(delete(MISSED).where(MISSED.c.word == least))

    def all(self) -> tuple[Miss, ...]:
        """All words, the most frequent first. Raises StoreError."""
        order = (MISSED.c.count.desc(), MISSED.c.last_at.desc(), MISSED.c.word)
        statement = select(MISSED.c.word, MISSED.c.count, MISSED.c.last_at).order_by(*order)
        with self.store.read() as connection:
            return tuple(Miss(*row) for row in connection.execute(statement))
