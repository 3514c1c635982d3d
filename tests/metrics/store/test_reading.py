"""Snapshots: the same as long as nothing was written, complete when something was."""

from __future__ import annotations

from sqlalchemy import text

from metrics.store.engine import Store
from metrics.store.reading import Reader
from tests.bench.filling import fill

NOW = 1_795_500_000


def test_nothing_written_is_the_same_snapshot(store: Store) -> None:
    fill(store, 50, NOW)
    reader = Reader(store)
    assert reader.snapshot() is reader.snapshot()


def test_a_higher_freshness_alone_reads_no_row_again(store: Store) -> None:
    fill(store, 50, NOW)
    reader = Reader(store)
    before = reader.snapshot()
    with store.write() as connection:
        connection.execute(text("update source set fresh_until = fresh_until + 60"))
    after = reader.snapshot()
    assert after.fresh_until == NOW + 60
    assert after.tickets is before.tickets


def test_a_source_that_has_not_come_to_its_end_holds_back_all(store: Store) -> None:
    fill(store, 50, NOW)
    with store.write() as connection:
        connection.execute(
            text(
                "insert into source (name, account, since_at, revision, timeline_version) "
                "values ('second', 'x', 5, 0, 0)"
            )
        )
    assert Reader(store).snapshot().fresh_until is None


def test_an_empty_store_has_an_empty_snapshot(store: Store) -> None:
    snapshot = Reader(store).snapshot()
    assert snapshot.fresh_until is None
    assert len(snapshot.tickets.key) == len(snapshot.spans) == 0


def test_ticket_lines_are_found_by_key(store: Store) -> None:
    fill(store, 1200, NOW)
    lines = Reader(store).lines(list(range(1, 1201)))
    assert len(lines) == 1200
    assert lines[777].id == "777"


def test_teams_are_named(store: Store) -> None:
    fill(store, 1, NOW)
    assert Reader(store).teams()["t3"] == "t3"
    assert Reader(store).agents() == {}
