"""The figures of posts, asked again: each by one copy of the bot, and what has moved is told.

And since when figures are made in the way of today.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from metrics.posting.deliveries import Delivery, State
from metrics.store.books.outbox import DELIVERY, delivery_of, put
from metrics.store.database.engine import Store
from metrics.store.database.statements import insert_new
from metrics.store.tables.posts import MeasuringRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

MEASURING_TABLE = table(MeasuringRow)
_IS_POST = (DELIVERY.c.state == State.POSTED) & (DELIVERY.c.part == 0) & (DELIVERY.c.receipts != "")


@dataclass(frozen=True, slots=True)
class Rechecks:
    """The posts of a store whose figures may have moved."""

    store: Store

    def posts_to_check(
        self, prefix: str, *, since: Instant, before: Instant, limit: int
    ) -> tuple[Delivery, ...]:
        """Posts since an instant, of sources that begin so, whose figures were asked before one."""
        is_recent = _IS_POST & (DELIVERY.c.settled_at >= since)
        is_stale = (DELIVERY.c.checked_at < before) & (DELIVERY.c.settled_at < before)
        is_ours = DELIVERY.c.source.startswith(prefix)
        query = select(DELIVERY).where(is_recent, is_stale, is_ours)
        oldest_first = query.order_by(DELIVERY.c.checked_at, DELIVERY.c.id).limit(limit)
        with self.store.read() as connection:
            return tuple(delivery_of(row) for row in connection.execute(oldest_first).mappings())

    def posts_of(self, prefix: str, owner: str, since: Instant) -> tuple[Delivery, ...]:
        """The posts of that owner since an instant, of sources that begin so, the newest first."""
        is_recent = _IS_POST & (DELIVERY.c.settled_at >= since)
        is_theirs = DELIVERY.c.source.startswith(prefix) & (DELIVERY.c.owner == owner)
        query = select(DELIVERY).where(is_recent, is_theirs)
        newest_first = query.order_by(DELIVERY.c.due_at.desc(), DELIVERY.c.id)
        with self.store.read() as connection:
            return tuple(delivery_of(row) for row in connection.execute(newest_first).mappings())

    def measuring_since(self, version: int, now: Instant) -> Instant:
        """Since when figures are made in the way of that version; since now where it is new."""
        is_this = MEASURING_TABLE.c.version == version
        with self.store.write() as connection:
            insert_new(connection, MEASURING_TABLE, [{"version": version, "since_at": now}])
            query = select(MEASURING_TABLE.c.since_at).where(is_this)
            return int(connection.execute(query).scalar_one())

    def check(self, delivery: Delivery, now: Instant) -> bool:
        """Take on asking the figures of a post again; False where another has."""
        is_unchanged = (DELIVERY.c.id == delivery.id) & (
            DELIVERY.c.checked_at == delivery.checked_at
        )
        with self.store.write() as connection:
            statement = update(DELIVERY).where(is_unchanged).values(checked_at=now)
            return connection.execute(statement).rowcount == 1

    def restate(
        self, receipts: Mapping[str, Sequence[str]], messages: Sequence[Delivery], now: Instant
    ) -> None:
        """Keep what the figures of posts are now, by the posts' ids, and tell of it.

        A message is put there once: where another copy of the bot has told it, nothing is kept.
        """
        with self.store.write() as connection:
            is_new = [put(connection, message, now) for message in messages]
            if not any(is_new):
                return
            for id, ids in receipts.items():
                statement = update(DELIVERY).where(DELIVERY.c.id == id)
                connection.execute(statement.values(receipts=" ".join(ids)))
