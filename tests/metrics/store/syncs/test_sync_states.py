"""How the syncs of each source go."""

from __future__ import annotations

from metrics.store.database.engine import Store
from metrics.store.syncs.sync_states import (
    SyncState,
    Work,
    note_failure,
    note_progress,
    note_success,
    sync_states,
)

SOURCE = "zendesk:acme"
WORK = Work(records=10, calls=2, waited_seconds=1.5)


def state(store: Store) -> SyncState:
    with store.read() as connection:
        return sync_states(connection)[SOURCE]


def test_a_source_fails_since_the_first_failure_in_a_row(store: Store) -> None:
    with store.write() as connection:
        note_success(connection, SOURCE, WORK, 100)
        note_failure(connection, SOURCE, WORK, 200, "Away.")
        note_failure(connection, SOURCE, WORK, 300, "Still away.")
    assert state(store) == SyncState(
        source=SOURCE,
        succeeded_at=100,
        failed_at=300,
        failing_since=200,
        failure="Still away.",
        successes=1,
        failures=2,
        records=30,
        calls=6,
        waited_ms=4500,
    )
    with store.write() as connection:
        note_success(connection, SOURCE, WORK, 400)
        note_failure(connection, SOURCE, WORK, 500, "Away.")
    assert state(store).failing_since == 500


def test_pages_that_come_are_no_end_of_failures(store: Store) -> None:
    with store.write() as connection:
        note_failure(connection, SOURCE, WORK, 200, "Away.")
        note_progress(connection, SOURCE, WORK, 300)
    now = state(store)
    assert (now.succeeded_at, now.failing_since, now.failure) == (300, 200, "Away.")
    assert (now.successes, now.failures, now.records) == (0, 1, 20)


def test_what_was_never_synced_has_no_state(store: Store) -> None:
    with store.read() as connection:
        assert sync_states(connection) == {}
