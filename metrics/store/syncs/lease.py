"""The right to sync a source, which one process has at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select, update

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import is_gone
from metrics.store.syncs.ledger import SOURCE
from metrics.tickets.records import Instant


class LeaseLostError(StoreError):
    """Another process took over, because this one was silent for too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A claim on a source that lapses by itself `seconds` after it was last renewed.

    `clock` should be one that all share who may claim it.
    """

    store: Store
    source: str
    holder: str
    clock: Callable[[], Instant]
    seconds: int

    def claim(self) -> bool:
        """Take the lease; False if another holds it, and is not known to be gone."""
        terms = self.holder, self.clock(), self.seconds
        with self.store.write() as connection:
            if claim(connection, self.source, *terms):
                return True
            other = lease_holder(connection, self.source)
            if other is None or not is_gone(other):
                return False
            return take_over(connection, self.source, other, *terms)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that renews the lease. Raises LeaseLostError if it is gone."""
        now = self.clock()  # it may ask the database, with a connection of its own
        with self.store.write() as connection:
            if not renew(connection, self.source, self.holder, now, self.seconds):
                raise LeaseLostError(f"Another process took over the sync of {self.source}.")
            yield connection

    def release(self) -> None:
        """Give the lease back, if it is still ours."""
        with self.store.write() as connection:
            release(connection, self.source, self.holder)


def claim(connection: Connection, name: str, holder: str, now: Instant, seconds: int) -> bool:
    """Take the lease on a source, if nobody holds it or the holder has let it lapse."""
    free = or_(SOURCE.c.lease_holder.is_(None), SOURCE.c.lease_until <= now)
    lease = {"lease_holder": holder, "lease_until": now + seconds}
    result = connection.execute(update(SOURCE).where(SOURCE.c.name == name, free).values(lease))
    return result.rowcount == 1


def take_over(
    connection: Connection, name: str, dead_holder: str, holder: str, now: Instant, seconds: int
) -> bool:
    """Take the lease from a holder that is gone, unless another was faster."""
    theirs = update(SOURCE).where(SOURCE.c.name == name, SOURCE.c.lease_holder == dead_holder)
    lease = {"lease_holder": holder, "lease_until": now + seconds}
    return connection.execute(theirs.values(lease)).rowcount == 1


def lease_holder(connection: Connection, name: str) -> str | None:
    """Who holds the lease on a source."""
    return connection.execute(
        select(SOURCE.c.lease_holder).where(SOURCE.c.name == name)
    ).scalar_one_or_none()


def renew(connection: Connection, name: str, holder: str, now: Instant, seconds: int) -> bool:
    """Keep the lease; False if it is lost to another. Whoever writes renews in the same breath."""
    ours = update(SOURCE).where(SOURCE.c.name == name, SOURCE.c.lease_holder == holder)
    return connection.execute(ours.values(lease_until=now + seconds)).rowcount == 1


def release(connection: Connection, name: str, holder: str) -> None:
    """Give the lease back, if it is still ours."""
    ours = update(SOURCE).where(SOURCE.c.name == name, SOURCE.c.lease_holder == holder)
    connection.execute(ours.values(lease_holder=None, lease_until=None))
