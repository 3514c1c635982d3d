"""Columns out of a read replica: as new as it is, never older than was shown, or without it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from sqlalchemy import create_engine, text

from metrics.store.database.engine import Store
from metrics.store.database.read_replica import REST_SECONDS, ReadReplica
from metrics.store.tickets.snapshots import SnapshotReader
from tests.bench.filling import fill

NOW = 1_795_500_000
TICKETS = 50
LATER = 600
AWAY = "postgresql://postgres@127.0.0.1:1/gone"

Copy = Callable[[], str]


@pytest.fixture
def original(postgres_store_url: str) -> Iterator[Store]:
    with closing(Store.open(postgres_store_url)) as store:
        fill(store, TICKETS, NOW)
        yield store


@pytest.fixture
def copy(original: Store) -> Iterator[Copy]:
    """Makes a copy of the database as it is now, as a replica that lags has it."""
    url = original.engine.url
    administrator = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = f"{url.database}_copy"

    def made() -> str:
        original.engine.dispose()
        with administrator.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {url.database}"))
        return url.set(database=name).render_as_string(hide_password=False)

    yield made
    with administrator.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    administrator.dispose()


def sync(store: Store) -> None:
    """Write a ticket anew, with data that are complete up to a later instant."""
    with store.write() as connection:
        connection.execute(
            text(f"update source set revision = revision + 1, fresh_until = {NOW + LATER}")
        )
        newest = "(select max(revision) from source)"
        change = f"update timeline set revision = {newest}, created_at = created_at + 1"
        connection.execute(text(f"{change} where ticket = 7"))


@contextmanager
def reader(original: Store, url: str, clock: Callable[[], float]) -> Iterator[SnapshotReader]:
    replica = ReadReplica(Store.open(url, create=False), clock)
    yield SnapshotReader(Store(original.engine, replica))
    replica.store.close()


class Seconds:
    """A clock that only a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_columns_are_the_replicas_and_so_is_up_to_when_they_are_complete(
    original: Store, copy: Copy
) -> None:
    url = copy()
    sync(original)
    with reader(original, url, Seconds()) as behind:
        lagging, newest = behind.snapshot(), SnapshotReader(original).snapshot()
    assert newest.fresh_until == NOW + LATER
    assert lagging.fresh_until == NOW
    assert int(lagging.tickets.created_at[6]) + 1 == int(newest.tickets.created_at[6])


def test_a_replica_that_is_away_is_left_alone_for_a_while_and_told_of_once(
    original: Store, caplog: pytest.LogCaptureFixture
) -> None:
    clock = Seconds()
    with reader(original, AWAY, clock) as alone, caplog.at_level(logging.INFO):
        assert len(alone.snapshot().tickets.key) == TICKETS
        replica = alone.store.replica
        assert replica
        assert "cannot be reached" in replica.trouble
        clock.now = REST_SECONDS + 1
        sync(original)
        assert alone.snapshot().fresh_until == NOW + LATER
    warnings = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert "The database itself is read meanwhile" in warnings[0]


def test_one_that_comes_back_behind_takes_nothing_back_and_goes_on_once_it_is_level(
    original: Store, copy: Copy, caplog: pytest.LogCaptureFixture
) -> None:
    url, clock = copy(), Seconds()
    sync(original)
    with reader(original, url, clock) as returning, caplog.at_level(logging.INFO):
        replica = returning.store.replica
        assert replica
        lagging, replica.store = replica.store, Store.open(AWAY)
        newest = returning.snapshot()
        replica.store = lagging
        assert returning.snapshot() is newest  # the replica rests: its original is read
        clock.now = REST_SECONDS
        assert returning.snapshot() is newest
        assert replica.trouble == ""
        assert "answers again" in caplog.text
        sync(original)
        assert returning.snapshot() is newest  # it lags: nothing of the original is read
        lagging.close()
        copy()
        assert int(returning.snapshot().tickets.created_at[6]) == (
            int(newest.tickets.created_at[6]) + 1
        )


def test_what_is_written_and_looked_up_is_so_in_the_database_itself(original: Store) -> None:
    store = original.with_replica(AWAY)
    sync(store)
    assert SnapshotReader(store).tickets_read() == TICKETS
    assert list(SnapshotReader(store).lines([7])) == [7]
