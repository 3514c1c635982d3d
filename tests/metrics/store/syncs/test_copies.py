"""What a read replica holds is a copy of the database, however old, or is not read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import text

from metrics.store.database.engine import Store
from metrics.store.database.read_replica import ReadReplica
from metrics.store.syncs.copies import refuse_strange
from metrics.store.tickets.snapshots import SnapshotReader
from tests.bench.filling import fill

NOW = 1_795_500_000
TICKETS = 20
OLDER = "update source set revision = revision - 1"
AHEAD = "update source set revision = revision + 1"
SCHEMA = "update alembic_version set version_num = '0030'"
NOTHING_YET = "no words"
FAULTS = [
    (AHEAD, "holds what the database does not"),
    (NOTHING_YET, "holds nothing of zendesk:acme yet"),
    (SCHEMA, "of revision 0030"),
]


@pytest.fixture
def stores(postgres_databases: Iterator[str]) -> Iterator[tuple[Store, Store]]:
    """A database, and one beside it in which nothing is yet."""
    with (
        closing(Store.open(next(postgres_databases))) as original,
        closing(Store.open(next(postgres_databases))) as copy,
    ):
        fill(original, TICKETS, NOW)
        copy.migrate()
        yield original, copy


def change(copy: Store, words: str) -> None:
    """Fill a copy, unless nothing is to be in it, and change it so."""
    if words == NOTHING_YET:
        return
    fill(copy, TICKETS, NOW)
    with copy.write() as connection:
        connection.execute(text(words))


@pytest.mark.parametrize(("words", "why"), FAULTS)
def test_what_is_no_copy_is_told_and_the_database_itself_is_read(
    stores: tuple[Store, Store], words: str, why: str
) -> None:
    original, copy = stores
    change(copy, words)
    replica = ReadReplica(copy)
    found = SnapshotReader(Store(original.engine, replica)).snapshot()
    assert found.revisions == SnapshotReader(original).snapshot().revisions
    assert len(found.tickets.key) == TICKETS
    assert why in replica.trouble


def test_one_that_lags_is_read(stores: tuple[Store, Store]) -> None:
    original, copy = stores
    change(copy, OLDER)
    replica = ReadReplica(copy)
    SnapshotReader(Store(original.engine, replica)).snapshot()
    assert replica.trouble == ""


def test_where_the_database_is_away_nothing_is_refused(stores: tuple[Store, Store]) -> None:
    _, copy = stores
    away = Store.open("postgresql://postgres@127.0.0.1:1/gone")
    with copy.read() as connection:
        refuse_strange(connection, away)
