from __future__ import annotations

import pytest

from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.lease import Lease, LeaseLostError


def lease(store: Store, holder: str, now: int) -> Lease:
    return Lease(store=store, source="z:acme", holder=holder, clock=lambda: now, seconds=60)


@pytest.fixture
def store(store: Store) -> Store:
    with store.write() as connection:
        ledger.register(connection, "z", "acme", 100)
    return store


def test_a_write_under_the_lease_renews_it(store: Store) -> None:
    assert lease(store, "one", 0).claim()
    with lease(store, "one", 50).write() as connection:
        ledger.freshen(connection, "z:acme", 7)
    assert not lease(store, "two", 100).claim()
    with store.read() as connection:
        assert ledger.source(connection, "z:acme").fresh_until == 7


def test_nothing_is_written_when_the_lease_is_lost(store: Store) -> None:
    def write() -> None:
        with lease(store, "one", 61).write() as connection:
            ledger.freshen(connection, "z:acme", 7)

    assert lease(store, "one", 0).claim()
    assert lease(store, "two", 60).claim()
    with pytest.raises(LeaseLostError, match="took over the sync of z"):
        write()
    with store.read() as connection:
        assert ledger.source(connection, "z:acme").fresh_until is None


def test_a_released_lease_is_free(store: Store) -> None:
    assert lease(store, "one", 0).claim()
    lease(store, "one", 0).release()
    assert lease(store, "two", 0).claim()
