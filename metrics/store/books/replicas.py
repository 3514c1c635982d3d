"""The copies of the bot that share a store: each says every few seconds that it lives.

What one of them holds is another's as soon as it has been silent for the length of a lease, or is
known to be gone. All instants are told by one clock, the database's where it has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, Select, delete, func, select, true

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import is_gone
from metrics.store.database.statements import insert_or_update
from metrics.store.tables.questions import ReplicaRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

REPLICA = table(ReplicaRow)
LEASE_SECONDS: Final = 9
FORGET_SECONDS: Final = 3600


def living(now: Instant) -> Select[tuple[str]]:
    """The holders that are alive at an instant."""
    return select(REPLICA.c.holder).where(REPLICA.c.seen_at > now - LEASE_SECONDS)


def deaf_instants(connection: Connection, now: Instant) -> tuple[Instant, ...]:
    """Since when each living copy that Slack does not reach has no socket."""
    living_ones = select(REPLICA.c.deaf_since).where(REPLICA.c.seen_at > now - LEASE_SECONDS)
    return tuple(connection.execute(living_ones.where(REPLICA.c.deaf_since.is_not(None))).scalars())


def lag_seconds(store: Store) -> int | None:
    """How far the read replica of a store is behind it: by when copies last said that they live.

    None where there is none, or it cannot be read or tells of no copy yet. Raises StoreError.
    """
    if store.replica is None:
        return None
    try:
        copied_at = _last_seen_at(store.replica.store)
    except StoreError:
        return None
    at = _last_seen_at(store)
    return None if at is None or copied_at is None else max(0, at - copied_at)


def _last_seen_at(store: Store) -> Instant | None:
    with store.read() as connection:
        at: Instant | None = connection.execute(select(func.max(REPLICA.c.seen_at))).scalar_one()
        return at


@dataclass(frozen=True, slots=True)
class Replicas:
    """The copies that share a store, as one of them sees them."""

    store: Store
    holder: str

    def pulse(self, now: Instant, deaf_since: Instant | None = None) -> None:
        """Say that this copy lives, and forget those that are gone.

        Since `deaf_since` it has no socket to Slack; None where it has, or needs none. One that
        leaves takes nothing more, also where two threads say so at the same time.
        """
        self._say(now, ["seen_at", "deaf_since"], is_leaving=False, deaf_since=deaf_since)
        for other in self._others(now):
            if is_gone(other):
                self._forget(other)

    def announce_leave(self, now: Instant) -> None:
        """Say that this copy lives, and takes nothing more."""
        self._say(now, ["seen_at", "leaving"], is_leaving=True)

    def leave(self) -> None:
        """Say that this copy is gone: what it holds is anybody's."""
        self._forget(self.holder)

    def company(self, now: Instant) -> bool:
        """Whether another copy lives that takes what this one leaves."""
        query = living(now).where(REPLICA.c.holder != self.holder, ~REPLICA.c.leaving)
        with self.store.read() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def _say(
        self,
        now: Instant,
        names: list[str],
        *,
        is_leaving: bool,
        deaf_since: Instant | None = None,
    ) -> None:
        row = {"holder": self.holder, "seen_at": now, "leaving": is_leaving}
        row |= {"deaf_since": deaf_since}
        with self.store.write() as connection:
            insert_or_update(connection, REPLICA, row, names, true())
            old = REPLICA.c.seen_at < now - FORGET_SECONDS
            connection.execute(delete(REPLICA).where(old))

    def _others(self, now: Instant) -> list[str]:
        with self.store.read() as connection:
            query = living(now).where(REPLICA.c.holder != self.holder)
            return [str(name) for name in connection.execute(query).scalars()]

    def _forget(self, holder: str) -> None:
        with self.store.write() as connection:
            connection.execute(delete(REPLICA).where(REPLICA.c.holder == holder))
