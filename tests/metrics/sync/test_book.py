"""A sync writes down how it goes."""

from __future__ import annotations

import logging

import pytest

from metrics.errors import HelpdeskError, StoreError
from metrics.helpdesks.usage import Usage, count_call
from metrics.store.database.engine import Store
from metrics.store.syncs.sync_states import SyncState, sync_states
from metrics.sync.book import FAULT, SyncBook, Unwritten
from metrics.sync.progress import Outcome, Progress
from metrics.sync.run import SyncRun
from tests.metrics.scripted import NOW, Script, story
from tests.metrics.sync.test_sync import sync

SOURCE = "zendesk:acme"
PAGE = Progress(source=SOURCE, stream="tickets", pages=1, records=10, fraction=None)


def state(store: Store) -> SyncState | None:
    with store.read() as connection:
        return sync_states(connection).get(SOURCE)


class Broken(Script):
    """A helpdesk whose pages raise."""

    error: Exception

    def page(self, *_: object, **__: object) -> None:  # type: ignore[override]
        raise self.error


def test_a_run_that_ends_well_is_written_down(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "metrics.sync"):
        sync(store, Script(story())).run()
    now = state(store)
    assert now is not None
    assert (now.succeeded_at, now.failing_since) == (NOW, None)
    assert (now.successes, now.failures, now.records) == (1, 0, 23)
    (line,) = (r for r in caplog.records if r.message == "A sync is over")
    assert vars(line)["facts"].items() >= {"source": SOURCE, "outcome": "succeeded"}.items()


@pytest.mark.parametrize(
    ("error", "why"),
    [(HelpdeskError("It was away."), "It was away."), (RuntimeError("canary"), FAULT)],
    ids=["helpdesk", "fault"],
)
def test_a_run_that_fails_is_written_down_with_its_reason(
    store: Store, error: Exception, why: str
) -> None:
    broken = Broken(story())
    broken.error = error
    try:
        sync(store, broken).run()
    except RuntimeError:
        assert why == FAULT
    now = state(store)
    assert now is not None
    assert (now.failing_since, now.failures, now.failure) == (NOW, 1, why)


def test_a_run_that_was_stopped_has_neither_failed_nor_ended(store: Store) -> None:
    broken = Broken(story())
    broken.error = HelpdeskError("Stopped while waiting for the helpdesk.")
    sync(store, broken).run(stop=lambda: True)
    now = state(store)
    assert now is None or (now.successes, now.failures, now.failing_since) == (0, 0, None)


def test_a_run_that_takes_long_tells_each_minute_that_pages_come(store: Store) -> None:
    seconds = [0.0]
    unwritten = Unwritten(usage=Usage(calls=4))
    book = SyncBook(
        store=store,
        source=SOURCE,
        clock=lambda: NOW,
        unwritten=unwritten,
        monotonic=lambda: seconds[0],
    )
    steps: list[Progress] = []
    tell = book.along(steps.append)
    tell(PAGE)
    assert state(store) is None
    seconds[0] = 60.0
    tell(PAGE)
    now = state(store)
    assert now is not None
    assert (now.succeeded_at, now.successes, now.calls) == (NOW, 0, 4)
    unwritten.usage.calls = 1
    book.end(Outcome(ran=True, records=20), stopped=False)
    now = state(store)
    assert now is not None
    assert (now.successes, now.calls, now.records) == (1, 5, 20)
    assert steps == [PAGE, PAGE]


def test_what_cannot_be_written_stops_no_sync(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(_: Store) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Store, "write", away)
    book = SyncBook(store=store, source=SOURCE, clock=lambda: NOW, unwritten=Unwritten())
    book.end(Outcome(ran=True), stopped=False)
    assert "was not written: The disk is full." in caplog.text


def test_calls_that_could_not_be_written_down_are_written_with_the_next_runs(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sync(store, Script(story()))
    with monkeypatch.context() as away:

        def fail(*_: object, **__: object) -> None:
            count_call(None)
            raise StoreError("The database is away.")

        away.setattr(SyncRun, "outcome", fail)
        with pytest.raises(StoreError):
            one.run()
    unwritten = Unwritten(usage=Usage(calls=2))
    with monkeypatch.context() as away:
        away.setattr(Store, "write", fail)
        SyncBook(store=store, source=SOURCE, clock=lambda: NOW, unwritten=unwritten).fail("Away.")
    assert (unwritten.usage.calls, one.unwritten.usage.calls) == (2, 0)
    one.run()
    now = state(store)
    assert now is not None
    assert now.calls == 1


def test_a_run_that_the_store_ends_has_failed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise StoreError("The database is busy.")

    monkeypatch.setattr(SyncRun, "outcome", fail)
    with pytest.raises(StoreError):
        sync(store, Script(story())).run()
    now = state(store)
    assert now is not None
    assert (now.failures, now.failing_since, now.failure) == (1, NOW, "The database is busy.")


def test_failures_that_a_store_away_could_not_take_count_once_it_is_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sync(store, Script(story()))
    with monkeypatch.context() as away:

        def fail(*_: object) -> None:
            raise StoreError("The database is away.")

        away.setattr(Store, "write", fail)
        for _ in range(2):
            with pytest.raises(StoreError):
                one.run()
    one.run()
    one.run()
    now = state(store)
    assert now is not None
    assert (now.failures, now.successes, now.failing_since) == (2, 2, None)
