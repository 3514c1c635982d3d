"""What was said and where: any copy of the bot knows it, also after a restart."""

from __future__ import annotations

from collections import deque
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from functools import partial
from typing import Any, Final, TypeAlias

from sqlalchemy import Table, select

from metrics.errors import StoreError
from metrics.question.receipts import Receipt
from metrics.store.books.recent_cards import RecentCards
from metrics.store.database.engine import Store
from metrics.store.database.rows import clean
from metrics.store.database.statements import insert_new
from metrics.store.tables.posts import CardRow, ReceiptRow
from metrics.store.tables.tickets import table

RECEIPT = table(ReceiptRow)
CARD = table(CardRow)
MOST_UNWRITTEN: Final = 1_000
Unwritten: TypeAlias = deque[tuple[Table, dict[str, Any]]]
_NAMES = tuple(each.name for each in fields(Receipt))


@dataclass(frozen=True, slots=True)
class Posts:
    """The answers that went out, by their id and by the thread they stand in.

    What the store did not take is `unwritten`, until it does.
    """

    store: Store
    recent: RecentCards = field(default_factory=RecentCards)
    unwritten: Unwritten = field(default_factory=partial(deque, maxlen=MOST_UNWRITTEN))

    def keep(self, receipt: Receipt) -> None:
        """Keep an answer before it goes out; the same answer is kept once. Raises StoreError."""
        row = {
            name: clean(value) if isinstance(value, str) else value
            for name, value in asdict(receipt).items()
        }
        self._write(RECEIPT, row)

    def place(self, channel: str, ts: str, thread: str | None, receipt: str) -> None:
        """Remember where an answer stands. A card of its own begins a thread. Raises StoreError."""
        self.recent.note(channel, thread or ts)
        row = {"channel": channel, "ts": ts, "thread": thread or ts, "receipt": receipt}
        self._write(CARD, row)

    def write_rest(self) -> None:
        """Write what the store did not take before. Raises StoreError."""
        rest = []
        with suppress(IndexError):  # two who come at once share it
            while True:
                rest.append(self.unwritten.popleft())
        if not rest:
            return
        try:
            with self.store.write() as connection:
                for target, row in rest:
                    insert_new(connection, target, [row])
        except StoreError:
            self.unwritten.extendleft(reversed(rest))
            raise

    def receipt(self, id: str) -> Receipt | None:
        """The answer of that id."""
        with self.store.read() as connection:
            row = connection.execute(select(RECEIPT).where(RECEIPT.c.id == id)).mappings().first()
        return Receipt(**{name: row[name] for name in _NAMES}) if row else None

    def card(self, channel: str, ts: str) -> Receipt | None:
        """The answer that stands in that message."""
        is_here = (CARD.c.channel == channel) & (CARD.c.ts == ts)
        with self.store.read() as connection:
            id = connection.execute(select(CARD.c.receipt).where(is_here)).scalar_one_or_none()
        return self.receipt(id) if id else None

    def thread(self, channel: str, ts: str) -> tuple[Receipt, ...]:
        """The answers in a thread, the oldest first; none where it is not about one of ours."""
        self.write_rest()
        is_here = (CARD.c.channel == channel) & (CARD.c.thread == ts)
        answers = select(RECEIPT).join_from(CARD, RECEIPT, CARD.c.receipt == RECEIPT.c.id)
        with self.store.read() as connection:
            rows = connection.execute(answers.where(is_here).order_by(CARD.c.ts)).mappings().all()
        return tuple(Receipt(**{name: row[name] for name in _NAMES}) for row in rows)

    def knows(self, channel: str, ts: str) -> bool:
        """Whether a thread is about one of ours; while the store is away, as far as is recalled."""
        is_here = (CARD.c.channel == channel) & (CARD.c.thread == ts)
        try:
            with self.store.read() as connection:
                query = select(CARD.c.ts).where(is_here).limit(1)
                return connection.execute(query).first() is not None
        except StoreError:
            return self.recent.knows(channel, ts)

    def recall(self) -> None:
        """Know the threads of the newest cards of all copies of the bot. Raises StoreError."""
        newest = select(CARD.c.channel, CARD.c.thread).order_by(CARD.c.ts.desc())
        with self.store.read() as connection:
            rows = connection.execute(newest.limit(self.recent.most)).all()
        for channel, thread in reversed(rows):
            self.recent.note(channel, thread)

    def _write(self, target: Table, row: dict[str, Any]) -> None:
        try:
            with self.store.write() as connection:
                insert_new(connection, target, [row])
        except StoreError:
            self.unwritten.append((target, row))
            raise
