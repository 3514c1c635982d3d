"""What the process of the syncs does in its turns."""

from __future__ import annotations

import logging
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import pytest
from sqlalchemy import text

from bot.syncs.accounts import make_syncs
from bot.syncs.line import Synced
from bot.syncs.work import Turns, told_each_minute, troubles
from metrics.store.database.engine import Store
from metrics.sync.sync import Outcome, Progress, Sync
from tests import patience
from tests.bot import desk

HOUR = 3600.0


def sync_of_nowhere(folder: Path) -> Sync:
    settings = desk.settings(folder, ZENDESK_URL="http://127.0.0.1:1")
    store = Store.open(settings.database_url.get_secret_value())
    store.migrate()
    stopped = Event()
    stopped.set()  # nothing waits for a helpdesk that is away
    (sync,) = make_syncs(settings, store, desk.now, stopped)
    return sync


def test_a_sync_is_run_at_once_and_again_when_it_is_woken(tmp_path: Path) -> None:
    sync, done, stopping = sync_of_nowhere(tmp_path), SimpleQueue[Synced](), Event()
    turns = Turns(sync, HOUR, done.put, stopping)
    turns.start()
    first = done.get(timeout=patience.SECONDS)
    turns.wake()
    again = done.get(timeout=patience.SECONDS)
    stopping.set()
    turns.wake()
    turns.join(patience.SECONDS)
    assert (first.source, first.outcome.ran) == (sync.source, True)
    assert again.outcome.ran
    assert done.empty()
    sync.store.close()


def test_a_sync_that_fails_is_logged_and_nothing_more(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sync, done = sync_of_nowhere(tmp_path), SimpleQueue[Synced]()
    with sync.store.write() as connection:
        connection.execute(text("DROP TABLE source"))
    with caplog.at_level(logging.ERROR):
        Turns(sync, HOUR, done.put, Event()).once()
    sync.store.close()
    assert [r.name for r in caplog.records if r.levelno == logging.ERROR] == ["bot.syncs.work"]
    assert done.empty()


def test_a_sync_that_takes_long_tells_how_far_it_is_once_a_minute(
    caplog: pytest.LogCaptureFixture,
) -> None:
    seconds = [0.0]
    tell = told_each_minute(lambda: seconds[0])
    with caplog.at_level(logging.INFO):
        for records in range(1000, 4000, 1000):
            seconds[0] += 40
            step = Progress(
                source="zendesk:eu", stream="events", pages=1, records=records, fraction=0.25
            )
            tell(step)
    told = [record.getMessage() for record in caplog.records]
    assert told == ["Sync of zendesk:eu: events, 2000 records, 25% of the time wanted"]


def test_what_a_sync_could_not_do_is_told_in_sentences() -> None:
    outcome = Outcome(ran=True, unavailable={"ratings": "not on this plan"}, failure="Away.")
    assert list(troubles(outcome)) == ["ratings: not on this plan", "Away."]
