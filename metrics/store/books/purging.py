"""What need not be kept for ever: the words of old posts and what became of them, old looks.

The rows of posts stay, without their words: that a slot was posted is never forgotten, so none is
posted again. Receipts stay, and where they were shown: they are answered whenever somebody asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, delete, exists, or_, select, update

from metrics.posting.deliveries import OPEN
from metrics.store.books.audit import LOOK
from metrics.store.books.outbox import DELIVERY, STEP
from metrics.store.books.visitors import VISITOR
from metrics.store.database.engine import Store
from metrics.store.database.statements import KEYS_AT_ONCE
from metrics.tickets.records import Instant


class PurgeCounts(NamedTuple):
    """How many posts and thread messages lost their words, and how many looks are gone."""

    posts: int
    looks: int


def purge(store: Store, posts_before: Instant, looks_before: Instant | None) -> PurgeCounts:
    """Let go of what was settled before `posts_before`, and of looks before `looks_before`.

    Each transaction is short. Any number of processes may do it at once.
    """
    posts = 0
    while count := _some_posts(store, posts_before):
        posts += count
    with store.write() as connection:
        connection.execute(delete(VISITOR).where(VISITOR.c.told_at < posts_before))
        looks = 0
        if looks_before is not None:
            looks = connection.execute(delete(LOOK).where(LOOK.c.at < looks_before)).rowcount
    return PurgeCounts(posts=posts, looks=looks)


def _some_posts(store: Store, before: Instant) -> int:
    is_settled = DELIVERY.c.state.not_in(OPEN) & (DELIVERY.c.settled_at < before)
    is_part = DELIVERY.c.parent.is_not(None)
    has_steps = exists().where(STEP.c.delivery == DELIVERY.c.id)
    has_content = or_(DELIVERY.c.payload.is_not(None), has_steps, is_part)
    query = select(DELIVERY.c.id).where(is_settled, has_content).limit(KEYS_AT_ONCE)
    with store.write() as connection:
        ids = connection.execute(query).scalars().all()
        _forget(connection, ids)
    return len(ids)


def _forget(connection: Connection, ids: Sequence[str]) -> None:
    """Messages in threads go: their post would bring them again with its own words."""
    own = DELIVERY.c.id.in_(ids)
    connection.execute(delete(STEP).where(STEP.c.delivery.in_(ids)))
    connection.execute(delete(DELIVERY).where(own, DELIVERY.c.parent.is_not(None)))
    connection.execute(update(DELIVERY).where(own).values(payload=None, picture=None))
