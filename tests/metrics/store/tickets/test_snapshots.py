"""Snapshots: the same as long as nothing was written, complete when something was."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from metrics.store.database.engine import Store
from metrics.store.tickets.snapshots import PATIENCE_SECONDS, SnapshotReader
from metrics.tickets.records import Dimension
from tests.bench.filling import fill

NOW = 1_795_500_000


def test_nothing_written_is_the_same_snapshot(store: Store) -> None:
    fill(store, 50, NOW)
    reader = SnapshotReader(store)
    assert reader.snapshot() is reader.snapshot()


def test_a_higher_freshness_alone_reads_no_row_again(store: Store) -> None:
    fill(store, 50, NOW)
    reader = SnapshotReader(store)
    before = reader.snapshot()
    with store.write() as connection:
        connection.execute(text("update source set fresh_until = fresh_until + 60"))
    after = reader.snapshot()
    assert after.fresh_until == NOW + 60
    assert after.tickets is before.tickets


def changed(store: Store, key: int = 7) -> None:
    """Write a ticket anew, as a sync does."""
    with store.write() as connection:
        connection.execute(text("update source set revision = revision + 1"))
        newest = "(select max(revision) from source)"
        connection.execute(text(f"update timeline set revision = {newest} where ticket = {key}"))
        later = "update timeline set created_at = created_at + 1"
        connection.execute(text(f"{later} where ticket = {key}"))


def test_of_one_ticket_a_snapshot_that_nobody_holds_is_not_waited_for(store: Store) -> None:
    fill(store, 1, NOW)
    reader = SnapshotReader(store)
    created_at = int(reader.snapshot().tickets.created_at[0])
    for more in (1, 2, 3):
        changed(store, 1)
        assert int(reader.snapshot().tickets.created_at[0]) == created_at + more


def test_no_third_is_read_as_long_as_an_old_one_is_held(store: Store) -> None:
    fill(store, 50, NOW)
    reader = SnapshotReader(store)
    first = reader.snapshot()
    created_at = int(first.tickets.created_at[6])
    changed(store)
    second = reader.snapshot()
    assert int(second.tickets.created_at[6]) == created_at + 1
    with store.write() as connection:
        connection.execute(text("update source set fresh_until = fresh_until + 60"))
    changed(store)
    assert reader.snapshot() is second
    assert second.fresh_until == NOW  # it must not say that it knows more than it does
    del first
    third = reader.snapshot()
    assert int(third.tickets.created_at[6]) == created_at + 2
    assert third.fresh_until == NOW + 60


def test_one_who_never_lets_go_holds_up_nobody_for_ever(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    fill(store, 50, NOW)
    seconds = 0.0
    reader = SnapshotReader(store, clock=lambda: seconds)
    first = reader.snapshot()
    changed(store)
    second = reader.snapshot()
    changed(store)
    seconds = PATIENCE_SECONDS - 1
    assert reader.snapshot() is second
    seconds = PATIENCE_SECONDS
    assert reader.snapshot().tickets is not second.tickets
    assert "still held" in caplog.text
    assert len(first.tickets.key) == 50


def test_a_source_that_has_not_come_to_its_end_holds_back_no_other(store: Store) -> None:
    fill(store, 50, NOW)
    with store.write() as connection:
        connection.execute(
            text(
                "insert into source (name, account, since_at, revision, timeline_version) "
                "values ('second', 'x', 5, 0, 0)"
            )
        )
    snapshot = SnapshotReader(store).snapshot()
    assert snapshot.fresh_until == NOW
    assert {k.until_at for k in snapshot.knowledge if k.source == "second"} == {None}


def test_an_empty_store_has_an_empty_snapshot(store: Store) -> None:
    snapshot = SnapshotReader(store).snapshot()
    assert snapshot.fresh_until is None
    assert len(snapshot.tickets.key) == len(snapshot.spans) == 0


def test_ticket_lines_are_found_by_key(store: Store) -> None:
    fill(store, 1200, NOW)
    lines = SnapshotReader(store).lines(list(range(1, 1201)))
    assert len(lines) == 1200
    assert lines[777].id == "777"


def test_teams_are_named(store: Store) -> None:
    fill(store, 1, NOW)
    called = SnapshotReader(store).identities().labels
    assert called[Dimension.TEAM]["t3"] == "t3"
    assert called[Dimension.AGENT] == {}
