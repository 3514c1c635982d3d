"""Work that is waited for only so long.

A thread cannot be killed. So what takes too long is left to itself, and whoever waited is free; who
asks for the same work again gets what came of it, and it is never begun twice.
"""

from __future__ import annotations

import faulthandler
import logging
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Generic, TypeAlias, TypeVar

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 30.0
MOST_ABANDONED = 10
"""So many pieces of work may be left to themselves; beyond, no new one is begun."""
STUCK_SECONDS = 900.0
"""What has not ended after so long never will."""

Value = TypeVar("Value")
Wait: TypeAlias = Callable[[Future[Value], float], object]


class StillRunningError(Exception):
    """It has not ended after so many `seconds`, and goes on. 0.0: it could not be begun."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"It has not ended after {seconds:.0f} s.")
        self.seconds = seconds


class FailedError(Exception):
    """The work raised something, which is logged."""


def _until_done(future: Future[Value], seconds: float) -> None:
    wait([future], seconds)


@dataclass(frozen=True, slots=True)
class _Run(Generic[Value]):
    began: float
    future: Future[Value]


@dataclass(kw_only=True)
class DeadlineRunner(Generic[Value]):
    """Does pieces of work, each in a thread of its own. `until` waits for one, at most so long."""

    patience_seconds: float = PATIENCE_SECONDS
    most_abandoned: int = MOST_ABANDONED
    monotonic: Callable[[], float] = time.monotonic
    until: Wait[Value] = _until_done
    _runs: dict[str, _Run[Value]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def run(self, key: str, work: Callable[[], Value]) -> Value:
        """What `work` gives. Raises FailedError where it raised, else StillRunningError."""
        run, new = self._of(key, work)
        self.until(run.future, self.patience_seconds if new else 0.0)
        if not run.future.done():
            if new:
                logger.warning("%s takes long. This is where all threads are:\n%s", key, _stacks())
            raise StillRunningError(max(1.0, self.monotonic() - run.began))
        with self._lock:
            self._runs.pop(key, None)
        return run.future.result()

    def stuck(self) -> bool:
        """Whether so much never ends that nothing new can be begun: a restart mends that."""
        began = self.monotonic() - STUCK_SECONDS
        with self._lock:
            never = [run for run in self._live_runs() if run.began <= began]
        return len(never) >= self.most_abandoned

    def _of(self, key: str, work: Callable[[], Value]) -> tuple[_Run[Value], bool]:
        """The run of that key, and whether it was begun just now."""
        with self._lock:
            if same := self._runs.get(key):
                return same, False
            waited_for = self.monotonic() - self.patience_seconds
            if sum(run.began < waited_for for run in self._live_runs()) >= self.most_abandoned:
                raise StillRunningError(0.0)
            self._forget()
            run = self._runs[key] = _Run(self.monotonic(), Future())
        Thread(target=_do, args=(key, work, run.future), name=key, daemon=True).start()
        return run, True

    def _live_runs(self) -> list[_Run[Value]]:
        return [run for run in self._runs.values() if not run.future.done()]

    def _forget(self) -> None:
        """Let go of what ended long ago and nobody has asked for since."""
        began = self.monotonic() - STUCK_SECONDS
        for key, run in list(self._runs.items()):
            if run.future.done() and run.began <= began:
                del self._runs[key]


def _do(key: str, work: Callable[[], Value], future: Future[Value]) -> None:
    try:
        result = work()
    except Exception:  # whoever waits is to hear of it, whatever it is
        logger.exception("%s failed", key)
        future.set_exception(FailedError(key))
    else:
        future.set_result(result)


def _stacks() -> str:
    with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        return file.read()
