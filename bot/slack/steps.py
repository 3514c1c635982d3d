"""Work that says how long it would wait instead of waiting, so that a thread does other work."""

from __future__ import annotations

import heapq
import logging
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from itertools import count
from threading import Condition
from typing import NamedTuple, TypeAlias, TypeVar

from bot.slack.pool import Workers

logger = logging.getLogger(__name__)

Made = TypeVar("Made")
Steps: TypeAlias = Generator[float, None, Made]
"""Work in steps: it yields the seconds to wait before the next one, and returns what it made."""
Wait: TypeAlias = Callable[[float], None]


class StoppingError(Exception):
    """Raised where work waits while the program stops: whatever can be done at once is done now."""


def drive(steps: Steps[Made], wait: Wait) -> Made:
    """Take all steps here, with `wait` between them."""
    while True:
        try:
            seconds = next(steps)
        except StopIteration as done:
            made: Made = done.value
            return made
        wait(seconds)


class _Turn(NamedTuple):
    due: float
    number: int
    steps: Steps[None]
    name: str
    ended: Future[None]


class Line:
    """`workers` threads that take the steps of up to `limit` pieces of work, none while it waits.

    Work whose turns come at the same time is taken in the order in which it asked for them.
    """

    def __init__(
        self, name: str, workers: int, limit: int, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.name = name
        self._limit = limit
        self._monotonic = monotonic
        self._turns: list[_Turn] = []
        self._numbers = count()
        self._going = 0
        self._changed = Condition()
        self._closing = False
        self._workers = Workers(name, workers, self._run)

    def start(self) -> None:
        """Begin to work."""
        self._workers.start()

    def take(self, steps: Steps[None], name: str = "Work") -> Future[None]:
        """Begin a piece of work; what is given ends with it. Waits while the line is full.

        A line that has closed and ended all its work begins none: that ends with StoppingError.
        What goes wrong is logged under the work's `name`, so that nobody needs to wait for it.
        """
        ended: Future[None] = Future()
        with self._changed:
            self._changed.wait_for(lambda: self._going < self._limit or self._closing)
            if self._closing and not self._going:
                logger.warning("%s was not begun: the bot ends", name)
                ended.set_exception(StoppingError())
                return ended
            self._going += 1
            self._put(0.0, steps, name, ended)
        return ended

    def close(self, timeout_seconds: float) -> bool:
        """Hurry what waits, and end all; False where that took longer than the timeout."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        return self._workers.join(timeout_seconds, self._monotonic)

    def _put(self, seconds: float, steps: Steps[None], name: str, ended: Future[None]) -> None:
        due = self._monotonic() + seconds
        heapq.heappush(self._turns, _Turn(due, next(self._numbers), steps, name, ended))
        self._changed.notify()

    def _run(self) -> None:
        while turn := self._next():
            self._take_step(turn)

    def _take_step(self, turn: _Turn) -> None:
        try:
            if self._closing and turn.due > self._monotonic():
                seconds = turn.steps.throw(StoppingError())
            else:
                seconds = next(turn.steps)
        except StopIteration:
            self._end()
            turn.ended.set_result(None)
        except Exception as error:  # a worker must live on; whoever waits hears of it
            logger.exception("%s failed", turn.name)
            self._end()
            turn.ended.set_exception(error)
        else:
            with self._changed:
                self._put(seconds, turn.steps, turn.name, turn.ended)

    def _end(self) -> None:
        with self._changed:
            self._going -= 1
            self._changed.notify_all()

    def _next(self) -> _Turn | None:
        """The turn that is due, once there is one; None when all has ended and the line closes."""
        with self._changed:
            while not self._ready():
                if self._closing and not self._going:
                    return None
                self._changed.wait(self._pause())
            return heapq.heappop(self._turns)

    def _ready(self) -> bool:
        return bool(self._turns) and (self._closing or self._turns[0].due <= self._monotonic())

    def _pause(self) -> float | None:
        return max(0.0, self._turns[0].due - self._monotonic()) if self._turns else None
