"""What the process of the syncs does: each account in turns of its own, until the bot ends."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection
from threading import Event, Thread

from bot.config import Settings
from bot.syncs.accounts import Clock, make_syncs
from bot.syncs.line import STOP, Line, LogToBot, Synced
from metrics.errors import KpiError
from metrics.memory import let_go_of_large_arrays
from metrics.store.database.engine import Store
from metrics.sync.progress import Outcome, Progress, Tell
from metrics.sync.sync import Sync

logger = logging.getLogger(__name__)

PROGRESS_SECONDS = 60
ENDING_SECONDS = 20.0
"""A page at hand is finished within it, or left: what is not written is read once more."""
NICENESS = 5
"""Whoever waits for an answer goes first, where there is not enough of the machine for both."""


class Turns:
    """Syncs an account again and again, and once more whenever it is woken."""

    def __init__(
        self,
        sync: Sync,
        seconds: float,
        done: Callable[[Synced], None],
        stopping: Event,
    ) -> None:
        self._sync = sync
        self._seconds = seconds
        self._done = done
        self._stopping = stopping
        self._woken = Event()
        self._thread = Thread(target=self._run, name=f"sync {sync.source}", daemon=True)

    def start(self) -> None:
        """Begin with a sync now."""
        self._thread.start()

    def wake(self) -> None:
        """Sync now, or once more after the sync that is under way."""
        self._woken.set()

    def join(self, seconds: float) -> None:
        """Wait for the end of what is under way, but no longer than so long."""
        self._thread.join(seconds)

    def once(self) -> None:
        """Sync up to now; what goes wrong is logged and tried again at the next turn."""
        source = self._sync.source
        try:
            outcome = self._sync.run(told_each_minute(), self._stopping.is_set)
        except KpiError as error:
            logger.error("Sync of %s: %s", source, error)  # noqa: TRY400  it says it all
        except Exception:  # the next turn must come
            logger.exception("Sync of %s failed", source)
        else:
            for stream, why in outcome.withheld.items():
                logger.info("Sync of %s: figures go on without %s: %s", source, stream, why)
            for trouble in troubles(outcome):
                logger.warning("Sync of %s: %s", source, trouble)
            self._done(Synced(source, outcome))

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            due_at = time.monotonic() + self._seconds
            self.once()
            self._woken.wait(max(0.0, due_at - time.monotonic()))


def work(connection: Connection, settings: Settings, now: Clock, levels: Mapping[str, int]) -> None:
    """Sync every account until the bot says that it ends, or SIGTERM does; the process's own work.

    `levels` are those of the bot's loggers.
    """
    stopping, line = Event(), Line(connection)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is sent to both: the bot passes it on
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    os.nice(NICENESS)
    let_go_of_large_arrays()
    logging.basicConfig(handlers=[LogToBot(line)], force=True)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    try:
        _sync(settings, now, line, stopping)
    except KpiError as error:
        logger.error("The syncs cannot begin: %s", error)  # noqa: TRY400  it says it all
        sys.exit(1)
    except Exception:
        logger.exception("The syncs cannot begin")
        sys.exit(1)


def _sync(settings: Settings, now: Clock, line: Line, stopping: Event) -> None:
    store = Store.open(settings.database_url.get_secret_value()).giving_way()
    seconds = settings.sync_minutes * 60.0
    turns = {
        sync.source: Turns(sync, seconds, line.say, stopping)
        for sync in make_syncs(settings, store, now, stopping)
    }
    Thread(target=_obey, args=(line, turns, stopping), name="bot", daemon=True).start()
    for each in turns.values():
        each.start()
    stopping.wait()
    _end(list(turns.values()))
    store.close()


def _obey(line: Line, turns: Mapping[str, Turns], stopping: Event) -> None:
    """Do what the bot says. Without a bot the process ends at once, as if both were killed."""
    for source in line.hear():
        if source == STOP:
            stopping.set()
        else:
            turns[source].wake()
    os._exit(1)


def _end(turns: list[Turns]) -> None:
    deadline = time.monotonic() + ENDING_SECONDS
    for each in turns:
        each.wake()
    for each in turns:
        each.join(max(0.0, deadline - time.monotonic()))


def told_each_minute(monotonic: Callable[[], float] = time.monotonic) -> Tell:
    """Lets the log tell how far a sync is that takes long."""
    told_at = monotonic()

    def tell(step: Progress) -> None:
        nonlocal told_at
        if monotonic() - told_at >= PROGRESS_SECONDS:
            told_at = monotonic()
            far = "" if step.fraction is None else f", {step.fraction:.0%} of the time wanted"
            logger.info("Sync of %s: %s, %s records%s", step.source, step.stream, step.records, far)

    return tell


def troubles(outcome: Outcome) -> Iterator[str]:
    """What a sync could not do, in sentences."""
    whys = outcome.unavailable
    yield from (f"{stream}: {why}" for stream, why in whys.items())
    if outcome.failure and not (whys and all(why in outcome.failure for why in whys.values())):
        yield outcome.failure
