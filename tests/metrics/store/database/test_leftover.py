"""A database that a test is done with serves the next one only where it is as a new one is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import func, select, text

from metrics.question.notes import Note
from metrics.store.books.notes import Notes
from metrics.store.database.engine import Store
from metrics.store.tables.metadata import METADATA
from tests import leftover

NOTE = Note(text="later", start_at=1, end_at=2, noted_by="U1", noted_at=1)
TRACES = (
    "ALTER TABLE note ADD more text",
    "ALTER TABLE note ALTER text DROP NOT NULL",
    "ALTER TABLE source ALTER revision SET DEFAULT 9",
    "DROP TABLE look",
    "CREATE SCHEMA other",
    "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "REVOKE ALL ON note FROM current_user",
    "UPDATE alembic_version SET version_num = '0001'",
)


@pytest.fixture
def url(postgres_databases: Iterator[str]) -> str:
    return next(postgres_databases)


def test_of_rows_and_counts_nothing_is_left(url: str, postgres_as_made: str) -> None:
    with closing(Store.open(url)) as store:
        key = Notes(store).keep(NOTE)
    assert leftover.emptied(url, postgres_as_made)
    with closing(Store.open(url)) as store:
        store.check()
        with store.read() as connection:
            count = select(func.count())
            rows = {t.name: connection.scalar(count.select_from(t)) for t in METADATA.sorted_tables}
        assert set(rows.values()) == {0}
        assert Notes(store).keep(NOTE) == key


@pytest.mark.parametrize("trace", TRACES)
def test_where_more_than_rows_was_changed_it_is_not_used_again(
    url: str, postgres_as_made: str, trace: str
) -> None:
    with closing(Store.open(url)) as store, store.rebuild() as connection:
        connection.execute(text(trace))
    assert not leftover.emptied(url, postgres_as_made)


def test_while_somebody_is_connected_it_is_not_used_again(url: str, postgres_as_made: str) -> None:
    with closing(Store.open(url)) as store:
        with store.read() as connection:
            connection.execute(text("SELECT 1"))
        assert not leftover.emptied(url, postgres_as_made)


def test_one_that_is_gone_is_not_used_again(url: str, postgres_as_made: str) -> None:
    assert not leftover.emptied(f"{url}_gone", postgres_as_made)
