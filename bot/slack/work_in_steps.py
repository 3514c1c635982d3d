"""Work that says how long it would wait instead of waiting, so that a thread does other work."""

from __future__ import annotations

import heapq
import logging
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextvars import Context, copy_context
from itertools import count
from threading import Condition
from typing import NamedTuple, TypeAlias, TypeVar

from bot.slack.pool import Workers

logger = logging.getLogger(__name__)

Value = TypeVar("Value")
Steps: TypeAlias = Generator[float, None, Value]
"""Work in steps: it yields the seconds to wait before the next one, and returns what it made."""
Wait: TypeAlias = Callable[[float], None]


class StoppingError(Exception):
    """Raised where work waits while the program stops: whatever can be done at once is done now."""


def drive(steps: Steps[Value], wait: Wait) -> Value:
    """Take all steps here, with `wait` between them."""
    while True:
        try:
            seconds = next(steps)
        except StopIteration as stop:
            result: Value = stop.value
            return result
        wait(seconds)


class _Turn(NamedTuple):
    due: float
    number: int
    steps: Steps[None]
    name: str
    completion: Future[None]
    context: Context


class WorkLine:
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
        self._under_way = 0
        self._change = Condition()
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
        completion: Future[None] = Future()
        with self._change:
            self._change.wait_for(lambda: self._under_way < self._limit or self._closing)
            if self._closing and not self._under_way:
                logger.warning("%s was not begun: the bot ends", name)
                completion.set_exception(StoppingError())
                return completion
            self._under_way += 1
            self._put(0.0, _Turn(0.0, 0, steps, name, completion, copy_context()))
        return completion

    def waiting(self) -> int:
        """How many pieces of work are under way, those that wait among them."""
        return self._under_way

    def close(self, timeout_seconds: float) -> bool:
        """Hurry what waits, and end all; False where that took longer than the timeout."""
        with self._change:
            self._closing = True
            self._change.notify_all()
        return self._workers.join(timeout_seconds, self._monotonic)

    def _put(self, seconds: float, turn: _Turn) -> None:
        due = self._monotonic() + seconds
        heapq.heappush(self._turns, turn._replace(due=due, number=next(self._numbers)))
        self._change.notify()

    def _run(self) -> None:
        while turn := self._next():
            turn.context.run(self._take_step, turn)

    def _take_step(self, turn: _Turn) -> None:
        """Take a step, in the context of whoever began the work."""
        try:
            if self._closing and turn.due > self._monotonic():
                seconds = turn.steps.throw(StoppingError())
            else:
                seconds = next(turn.steps)
        except StopIteration:
            self._end()
            turn.completion.set_result(None)
        except Exception as error:  # a worker must live on; whoever waits hears of it
            logger.exception("%s failed", turn.name)
            self._end()
            turn.completion.set_exception(error)
        else:
            with self._change:
                self._put(seconds, turn)

    def _end(self) -> None:
        with self._change:
            self._under_way -= 1
            self._change.notify_all()

    def _next(self) -> _Turn | None:
        """The turn that is due, once there is one; None when all has ended and the line closes."""
        with self._change:
            while not self._ready():
                if self._closing and not self._under_way:
                    return None
                self._change.wait(self._pause())
            return heapq.heappop(self._turns)

    def _ready(self) -> bool:
        return bool(self._turns) and (self._closing or self._turns[0].due <= self._monotonic())

    def _pause(self) -> float | None:
        return max(0.0, self._turns[0].due - self._monotonic()) if self._turns else None
