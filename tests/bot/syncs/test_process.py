"""The process of the syncs, for real: killed, stopped, woken, and left behind by its bot."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from time import monotonic, sleep

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.config import Settings
from bot.syncs import process as process_module
from bot.syncs.line import Synced
from bot.syncs.process import SyncProcess
from bot.web import Door
from metrics.store.database.engine import Store
from metrics.store.syncs import lease, ledger
from sandbox.desks import LOOPBACK
from sandbox.helpdesks.zendesk import EMAIL, TOKEN, zendesk_app
from sandbox.year import Year
from tests import patience
from tests.bot import desk
from tests.scenarios.forked import FORKING

BOT = """
import os, sys, time
from pathlib import Path
from bot.config import load
from bot.syncs.process import SyncProcess
from tests.bot import desk

if __name__ == "__main__":
    process = SyncProcess(load(), desk.now)
    process.start(print)
    time.sleep(3600)
"""


class Gate:
    """The way into a Zendesk, which may be held shut: then what is asked waits."""

    def __init__(self, app: ASGIApp, asked: Event, open_now: Event) -> None:
        self._app, self._asked, self._open = app, asked, open_now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._asked.set()
        while scope["type"] == "http" and not self._open.is_set():
            await asyncio.sleep(0.01)
        await self._app(scope, receive, send)


class Desk:
    """A Zendesk behind a gate, and what a sync of it needs."""

    def __init__(self, folder: Path) -> None:
        self.asked, self.open = Event(), Event()
        year = Year.plan_until(ends_at=desk.NOW, tickets_per_weekday=1)
        app = zendesk_app(year, clock=lambda: float(desk.NOW), exports_per_minute=100_000)
        app.add_middleware(Gate, asked=self.asked, open_now=self.open)
        self.door = Door(app, LOOPBACK, 0)
        self.door.start()
        self.given = {
            "ZENDESK_URL": f"http://{LOOPBACK}:{self.door.port}",
            "ZENDESK_EMAIL": EMAIL,
            "ZENDESK_API_TOKEN": TOKEN,
            "DESKPULSE_SINCE": "2026-11-10",
            "DESKPULSE_SYNC_MINUTES": "60",
        }
        self.settings: Settings = desk.settings(folder, **self.given)
        self.store = Store.open(self.settings.database_url.get_secret_value())
        self.store.migrate()
        self.done = SimpleQueue[Synced]()

    def end(self) -> None:
        self.open.set()
        self.store.close()
        self.door.stop()

    def holder(self) -> str | None:
        """Who holds the lease on the one source."""
        with self.store.read() as connection:
            names = [source.name for source in ledger.sources(connection)]
            return lease.lease_holder(connection, names[0]) if names else None

    def pages_kept(self) -> int:
        with self.store.read() as connection:
            (source,) = ledger.sources(connection)
            return len([s for s in ledger.streams(connection, source.name).values() if s.cursor])


@pytest.fixture
def zendesk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.end()


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has no modules to read first, which takes seconds."""
    monkeypatch.setattr(process_module, "SPAWN", FORKING)


@pytest.fixture
def process(forked: None, spawned: SyncProcess) -> SyncProcess:
    return spawned


@pytest.fixture
def spawned(zendesk: Desk) -> Iterator[SyncProcess]:
    made = SyncProcess(zendesk.settings, desk.now)
    made.start(zendesk.done.put)
    yield made
    made.leave()
    zendesk.open.set()
    made.close(patience.SECONDS)


def until(what: Callable[[], object]) -> None:
    deadline = monotonic() + patience.SECONDS
    while not what():
        assert monotonic() < deadline
        sleep(0.01)


def has_ended(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def test_it_syncs_in_another_process_and_tells_when_it_has(
    zendesk: Desk, spawned: SyncProcess
) -> None:
    zendesk.open.set()
    synced = zendesk.done.get(timeout=patience.SECONDS)
    assert synced.outcome.finished
    assert synced.outcome.records > 0
    assert spawned.pid not in {None, os.getpid()}


def test_woken_it_syncs_once_more(zendesk: Desk, process: SyncProcess) -> None:
    zendesk.open.set()
    first = zendesk.done.get(timeout=patience.SECONDS)
    process.wake(first.source)
    again = zendesk.done.get(timeout=patience.SECONDS)
    assert again.outcome.ran


def test_killed_in_the_middle_of_a_page_another_one_goes_on(
    zendesk: Desk, process: SyncProcess, caplog: pytest.LogCaptureFixture
) -> None:
    assert zendesk.asked.wait(patience.SECONDS)
    first = process.pid
    assert first
    holder = zendesk.holder()
    os.kill(first, signal.SIGKILL)
    zendesk.open.set()
    synced = zendesk.done.get(timeout=patience.SECONDS)
    assert synced.outcome.finished, "whose lease the dead one held was taken over at once"
    assert holder
    assert process.pid != first
    (line,) = [r.getMessage() for r in caplog.records if r.levelno == logging.ERROR]
    assert line == "The process of the syncs was ended by SIGKILL. Another begins in 1 s."


def test_the_bot_ends_and_the_page_at_hand_is_kept(
    zendesk: Desk, process: SyncProcess, caplog: pytest.LogCaptureFixture
) -> None:
    assert zendesk.asked.wait(patience.SECONDS)
    process.leave()
    zendesk.open.set()
    assert process.close(patience.SECONDS)
    assert zendesk.holder() is None
    assert zendesk.pages_kept() == 1
    assert [r for r in caplog.records if r.levelno >= logging.ERROR] == []


def test_a_page_that_never_comes_holds_up_no_end(zendesk: Desk, process: SyncProcess) -> None:
    assert zendesk.asked.wait(patience.SECONDS)
    pid = process.pid
    assert pid
    process.leave()
    assert not process.close(0.1)
    until(partial(has_ended, pid))


def test_ended_by_sigterm_it_finishes_its_page_and_another_one_begins(
    zendesk: Desk, process: SyncProcess
) -> None:
    assert zendesk.asked.wait(patience.SECONDS)
    assert process.pid
    os.kill(process.pid, signal.SIGTERM)
    zendesk.open.set()
    stopped = zendesk.done.get(timeout=patience.SECONDS)
    assert not stopped.outcome.finished
    assert stopped.outcome.pages == 1
    assert zendesk.done.get(timeout=patience.SECONDS).outcome.finished


@pytest.mark.usefixtures("forked")
def test_what_is_logged_there_is_in_the_log_here(
    zendesk: Desk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = desk.settings(tmp_path, **{**zendesk.given, "ZENDESK_API_TOKEN": "wrong"})
    zendesk.open.set()
    process = SyncProcess(wrong, desk.now)
    process.start(zendesk.done.put)
    assert zendesk.done.get(timeout=patience.SECONDS).outcome.failure
    process.leave()
    assert process.close(patience.SECONDS)
    records = [r for r in caplog.records if r.name == "bot.syncs.work"]
    assert "did not accept the credentials" in records[-1].getMessage()
    assert {record.process for record in records} == {process.pid}


def test_it_does_not_outlive_a_bot_that_is_killed(zendesk: Desk, tmp_path: Path) -> None:
    script = tmp_path / "serve.py"
    script.write_text(BOT)
    environment = {**desk.TOKENS, **zendesk.given}
    environment["DATABASE_URL"] = zendesk.settings.database_url.get_secret_value()
    root = str(Path(__file__).parents[3])
    bot = subprocess.Popen(
        [sys.executable, str(script)],
        env={**os.environ, **environment, "PYTHONPATH": root},
        stdout=subprocess.PIPE,
    )
    assert bot.stdout
    assert zendesk.asked.wait(patience.SECONDS)
    holder = zendesk.holder()
    assert holder
    pid = int(holder.split("/")[1])
    assert pid != bot.pid
    bot.kill()
    until(partial(has_ended, pid))
    bot.stdout.close()
    bot.wait()
