"""The right to sync a source, which one process has at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from metrics.errors import StoreError
from metrics.records import Instant
from metrics.store import ledger
from metrics.store.engine import Store
from metrics.store.holder import is_gone


class LeaseLostError(StoreError):
    """Another process took over, because this one was silent for too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A claim on a source that lapses by itself `seconds` after it was last renewed."""

    store: Store
    source: str
    holder: str
    clock: Callable[[], Instant]
    seconds: int

    def claim(self) -> bool:
        """Take the lease; False if another holds it, and is not known to be gone."""
        terms = self.holder, self.clock(), self.seconds
        with self.store.write() as connection:
            if ledger.claim(connection, self.source, *terms):
                return True
            other = ledger.holder(connection, self.source)
            if other is None or not is_gone(other):
                return False
            return ledger.take_over(connection, self.source, other, *terms)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that renews the lease. Raises LeaseLostError if it is gone."""
        with self.store.write() as connection:
            if not ledger.renew(connection, self.source, self.holder, self.clock(), self.seconds):
                raise LeaseLostError(f"Another process took over the sync of {self.source}.")
            yield connection

    def release(self) -> None:
        """Give the lease back, if it is still ours."""
        with self.store.write() as connection:
            ledger.release(connection, self.source, self.holder)
