"""Our own bounded pool: what is asked waits here, never in Slack's three seconds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from contextvars import Context, copy_context
from enum import StrEnum
from functools import partial
from threading import Condition, Thread, current_thread
from typing import NamedTuple, TypeAlias

from bot.slack.fair_queue import FairQueue

logger = logging.getLogger(__name__)

MOST_OF_ONE = 10
"""So many questions of one person may wait; who asks more is told that the bot is busy."""
STALE_SECONDS = 25 * 60
"""Slack takes answers for 30 minutes; what has waited longer than this could no longer be sent."""

Work: TypeAlias = Callable[[], object]


class Undone(StrEnum):
    """Why work that was taken is not done."""

    STALE = "it waited too long"
    CLOSING = "the bot ends"


Instead: TypeAlias = Callable[[Undone], None]
"""What is done instead of work that is not done."""


class _Job(NamedTuple):
    since: float
    context: Context
    work: Work
    instead: Instead


def _nothing(_: Undone) -> None:
    """Do nothing."""


class Workers:
    """So many threads that each run `work` until it returns. The program may end without them."""

    def __init__(self, name: str, number: int, work: Callable[[], None]) -> None:
        self._threads = [
            Thread(target=work, name=f"{name}-{each}", daemon=True) for each in range(1, number + 1)
        ]

    def start(self) -> None:
        """Begin to work."""
        for thread in self._threads:
            thread.start()

    def join(self, timeout_seconds: float, monotonic: Callable[[], float]) -> bool:
        """Wait until all have ended; False where that takes longer than the timeout."""
        until = monotonic() + timeout_seconds
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)


class Pool:
    """`workers` threads and a queue of at most `limit`, of one person at most `limit_of_one`."""

    def __init__(
        self,
        name: str,
        workers: int,
        limit: int,
        monotonic: Callable[[], float] = time.monotonic,
        *,
        limit_of_one: int | None = None,
    ) -> None:
        self.name = name
        self._limit = limit
        self._limit_of_one = limit if limit_of_one is None else limit_of_one
        self._monotonic = monotonic
        self._jobs = FairQueue[_Job]()
        self._change = Condition()
        self._closing = False
        self._starts: dict[str, float] = {}
        self._workers = Workers(name, workers, self._run)

    def start(self) -> None:
        """Begin to work."""
        self._workers.start()

    @property
    def closing(self) -> bool:
        """Whether nothing more is taken, however much room there is."""
        return self._closing

    def submit(self, work: Work, instead: Instead = _nothing, whose: str = "") -> bool:
        """Take `work`, or say at once that there is no room; `instead` is for what stays undone.

        Those `whose` work it is take turns.

        Whichever is done is done in the context of whoever submits.
        """
        with self._change:
            if self._closing or len(self._jobs) >= self._limit:
                return False
            if self._jobs.count_of(whose) >= self._limit_of_one:
                return False
            self._jobs.put(_Job(self._monotonic(), copy_context(), work, instead), whose)
            self._change.notify()
            return True

    def waiting(self) -> int:
        """How much waits to be begun."""
        return len(self._jobs)

    def room(self) -> int:
        """How much more would be taken now."""
        with self._change:
            return 0 if self._closing else max(0, self._limit - len(self._jobs))

    def busy_seconds(self) -> float:
        """How long a worker has been at the same piece of work, of all workers the longest."""
        now, starts = self._monotonic(), self._starts.copy()
        return max((now - at for at in starts.values()), default=0.0)

    def clear(self, timeout_seconds: float) -> bool:
        """Wait until all that waits has been begun; False when that takes longer."""
        with self._change:
            return self._change.wait_for(lambda: not self._jobs, timeout_seconds)

    def leave(self) -> list[Work]:
        """Take nothing more; what still waits is handed back, to be told off."""
        with self._change:
            self._closing = True
            self._change.notify_all()
            rest = [partial(job.context.run, job.instead, Undone.CLOSING) for job in self._jobs]
            self._jobs.clear()
            return list(rest)

    def close(self, timeout_seconds: float) -> bool:
        """Take nothing more and finish what waits; False when that took longer than the timeout."""
        with self._change:
            self._closing = True
            self._change.notify_all()
        return self._workers.join(timeout_seconds, self._monotonic)

    def _run(self) -> None:
        name = current_thread().name
        while job := self._next():
            self._starts[name] = self._monotonic()
            job.context.run(self._do, job)
            del self._starts[name]

    def _do(self, job: _Job) -> None:
        late = self._monotonic() - job.since > STALE_SECONDS
        try:
            job.instead(Undone.STALE) if late else job.work()
        except Exception:  # a worker must live on; what came of the work was its own to say
            logger.exception("Work in the pool failed")

    def _next(self) -> _Job | None:
        """The next piece of work, once there is one; None when all is done and none will come."""
        with self._change:
            self._change.wait_for(lambda: self._jobs or self._closing)
            next_one = self._jobs.take()
            if not self._jobs:
                self._change.notify_all()
            return next_one


def together(name: str, works: Sequence[Work], threads: int, timeout_seconds: float) -> bool:
    """Do all of it in so many threads; what takes longer is left to itself, and False said."""
    pool = Pool(name, min(threads, len(works)), len(works))
    for work in works:
        pool.submit(work)
    pool.start()
    return pool.close(timeout_seconds)
