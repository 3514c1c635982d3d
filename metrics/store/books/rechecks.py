"""The figures of posts, asked again: each by one copy of the bot, and what has moved is told."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from metrics.posting.deliveries import Delivery, State
from metrics.store.books.outbox import DELIVERY, delivery_of, put
from metrics.store.database.engine import Store
from metrics.tickets.records import Instant


@dataclass(frozen=True, slots=True)
class Rechecks:
    """The posts of a store whose figures may have moved."""

    store: Store

    def posts_to_check(
        self, prefix: str, *, since: Instant, before: Instant, limit: int
    ) -> tuple[Delivery, ...]:
        """Posts since an instant, of sources that begin so, whose figures were asked before one."""
        is_posted = (DELIVERY.c.state == State.POSTED) & (DELIVERY.c.settled_at >= since)
        is_stale = (DELIVERY.c.checked_at < before) & (DELIVERY.c.settled_at < before)
        has_figures = DELIVERY.c.source.startswith(prefix) & (DELIVERY.c.receipts != "")
        query = select(DELIVERY).where(is_posted, is_stale, has_figures, DELIVERY.c.part == 0)
        oldest_first = query.order_by(DELIVERY.c.checked_at, DELIVERY.c.id).limit(limit)
        with self.store.read() as connection:
            return tuple(delivery_of(row) for row in connection.execute(oldest_first).mappings())

    def check(self, delivery: Delivery, now: Instant) -> bool:
        """Take on asking the figures of a post again; False where another has."""
        is_unchanged = (DELIVERY.c.id == delivery.id) & (
            DELIVERY.c.checked_at == delivery.checked_at
        )
        with self.store.write() as connection:
            statement = update(DELIVERY).where(is_unchanged).values(checked_at=now)
            return connection.execute(statement).rowcount == 1

    def restate(
        self, delivery: Delivery, receipts: tuple[str, ...], message: Delivery, now: Instant
    ) -> None:
        """Keep what the figures of a post are now, and tell its thread."""
        with self.store.write() as connection:
            statement = update(DELIVERY).where(DELIVERY.c.id == delivery.id)
            connection.execute(statement.values(receipts=" ".join(receipts)))
            put(connection, message, now)
