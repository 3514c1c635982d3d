"""Which helpdesks have not been read and built again since an upgrade."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, insert, update

from metrics.ask.rereading import sources_to_reread
from metrics.store.database.engine import Store
from metrics.store.syncs import backfill, ledger
from metrics.store.tables.tickets import StaleRow, table
from metrics.tickets.timeline import VERSION

UPGRADE, NOW = 1000, 2000
SOURCE = "z:acme"


@pytest.fixture
def store(store: Store) -> Store:
    """A helpdesk that was synced after the upgrade; files are none."""
    with store.write() as connection:
        ledger.register(connection, "z", "acme", 0)
        ledger.register(connection, ledger.FILE_VENDOR, "costs", 0)
        for stream in ("tickets", "people"):
            ledger.advance(
                connection, SOURCE, stream, "9", caught_up=True, through_at=UPGRADE + 500
            )
        backfill.begin(connection, SOURCE, "tickets", 0)
        ledger.freshen(connection, SOURCE, UPGRADE + 500)
        put(connection, timeline_version=VERSION)
    return store


def put(connection: Connection, **values: int | None) -> None:
    connection.execute(update(ledger.SOURCE).where(ledger.SOURCE.c.name == SOURCE).values(values))


def waits(store: Store) -> bool:
    return sources_to_reread(store, UPGRADE, NOW) == {SOURCE}


def test_one_that_was_read_and_built_since_is_whole(store: Store) -> None:
    assert sources_to_reread(store, UPGRADE, NOW) == set()


@pytest.mark.parametrize(
    "values", [{"fresh_until": UPGRADE - 1}, {"fresh_until": None}, {"timeline_version": 1}]
)
def test_one_that_was_not_synced_or_built_since_is_not(
    store: Store, values: dict[str, int | None]
) -> None:
    with store.write() as connection:
        put(connection, **values)
    assert waits(store)
    with store.write() as connection:
        put(connection, retired_at=NOW)
    assert not waits(store), "a retired one is read no more"


def test_one_whose_tickets_wait_for_their_timeline_is_not(store: Store) -> None:
    with store.write() as connection:
        connection.execute(insert(table(StaleRow)).values(source=SOURCE, ticket="7"))
    assert waits(store)


def test_one_that_is_read_from_the_beginning_is_not_until_all_streams_are_there(
    store: Store,
) -> None:
    with store.write() as connection:
        ledger.restart(connection, SOURCE)
    assert waits(store)
    with store.write() as connection:
        ledger.advance(connection, SOURCE, "tickets", "9", caught_up=True, through_at=NOW)
        backfill.begin(connection, SOURCE, "tickets", 500)
        ledger.advance(connection, SOURCE, "people", "9", caught_up=True, through_at=NOW)
    assert waits(store), "it is being read back"
    with store.write() as connection:
        backfill.begin(connection, SOURCE, "tickets", 0)
    assert not waits(store)


def test_a_list_that_is_being_read_holds_it_and_one_that_is_refused_does_not(store: Store) -> None:
    with store.write() as connection:
        ledger.advance(connection, SOURCE, "people", "1", caught_up=False, through_at=None)
    assert waits(store)
    with store.write() as connection:
        ledger.refuse(connection, SOURCE, "people", "Forbidden")
    assert not waits(store)
