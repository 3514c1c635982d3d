"""The ticker: what is done again and again while the bot runs. It keeps no truth of its own.

It goes by a clock that nobody sets: where the machine's time is put back an hour, nothing stands
still for that hour.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

logger = logging.getLogger(__name__)

ENDING_SECONDS = 5.0


class Schedule:
    """Does each work in a thread of its own, never the same work twice at a time."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._stopping = Event()
        self._threads: list[Thread] = []

    def every(self, seconds: float, name: str, work: Callable[[], object]) -> None:
        """Do `work` at once and then every so many seconds; turns missed meanwhile become one."""
        thread = Thread(target=self._run, args=(seconds, work), name=f"tick-{name}", daemon=True)
        self._threads.append(thread)

    def start(self) -> None:
        """Begin to tick."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing more, and wait for the work that runs, but not for long."""
        self._stopping.set()
        until = self._monotonic() + ENDING_SECONDS
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, until - self._monotonic()))

    def _run(self, seconds: float, work: Callable[[], object]) -> None:
        due = self._monotonic()
        while not self._stopping.wait(max(0.0, due - self._monotonic())):
            try:
                work()
            except Exception:  # the next turn must come
                logger.exception("What is done every %s s failed", seconds)
            due = max(due + seconds, self._monotonic())
