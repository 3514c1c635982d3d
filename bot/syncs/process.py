"""The process of the syncs, as the bot has it: begun, spoken to, begun again where it dies."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from threading import Event, Lock, Thread

from bot.config import Settings
from bot.syncs.accounts import Clock
from bot.syncs.line import STOP, Line, Synced
from bot.syncs.work import work

logger = logging.getLogger(__name__)

SPAWN = get_context("spawn")
"""A process that has threads cannot be forked in safety: one that is forked may wait for ever."""
LOGGERS = ("", "bot", "metrics")
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 1.0, 300.0
STEADY_SECONDS = 600.0
"""A process that has lived so long dies by accident: another one begins without delay."""
LEAVING_SECONDS = 5.0


class SyncProcess:
    """Keeps one process that syncs. `now` must be a function that another process can import."""

    def __init__(self, settings: Settings, now: Clock) -> None:
        self._settings = settings
        self._now = now
        self._stopping = Event()
        self._change = Lock()
        self._line: Line | None = None
        self._process: SpawnProcess | None = None
        self._thread: Thread | None = None

    @property
    def pid(self) -> int | None:
        """The number of the process that is there now."""
        return self._process.pid if self._process else None

    def start(self, done: Callable[[Synced], object]) -> None:
        """Begin. `done` hears of each sync that has been run, and must not take long."""
        self._thread = Thread(target=self._keep, args=(done,), name="syncs", daemon=True)
        self._thread.start()

    def wake(self, source: str) -> None:
        """Have a source synced now. Where there is no process, the next one begins with that."""
        if self._line:
            self._line.say(source)

    def leave(self) -> None:
        """Let it end after the page at hand, and begin no other one."""
        with self._change:
            self._stopping.set()
            if self._line:
                self._line.say(STOP)

    def close(self, timeout_seconds: float) -> bool:
        """Wait until it has ended; False where it took longer, and was killed."""
        if self._thread is None:
            return True
        self._thread.join(timeout_seconds)
        if not self._thread.is_alive():
            return True
        if self._process:
            self._process.kill()
        return False

    def _keep(self, done: Callable[[Synced], object]) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            began_at = time.monotonic()
            how = self._one(done)
            if self._stopping.is_set():
                return
            steady = time.monotonic() - began_at >= STEADY_SECONDS
            pause = FIRST_PAUSE_SECONDS if steady else pause
            logger.error("The process of the syncs %s. Another begins in %.0f s.", how, pause)
            self._stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _one(self, done: Callable[[Synced], object]) -> str:
        """Have one process from its start to its end; says how it ended."""
        try:
            process, line = self._begin()
        except OSError as error:
            return f"could not begin: {error}"
        for message in line.hear():
            if isinstance(message, Synced):
                done(message)
            else:
                logging.getLogger(message.name).handle(message)
        process.join(LEAVING_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
        line.close()
        return _end_of(process.exitcode or 0)

    def _begin(self) -> tuple[SpawnProcess, Line]:
        """Start a process. Raises OSError where the machine has no room for one."""
        ours, its = SPAWN.Pipe()
        levels = {name: logging.getLogger(name).level for name in LOGGERS}
        arguments = its, self._settings, self._now, levels
        process = SPAWN.Process(target=work, args=arguments, name="syncs", daemon=True)
        try:
            process.start()
        finally:
            its.close()
        with self._change:
            self._process, self._line = process, Line(ours)
            if self._stopping.is_set():
                self._line.say(STOP)
            return process, self._line


def _end_of(code: int) -> str:
    return f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended (exit code {code})"
