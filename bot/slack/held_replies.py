"""What could not be read or begun when it came: tried again for a while, and then given up."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from bot.slack.work_in_steps import Steps, StoppingError, WorkLine
from bot.workspace import CannotCheckError
from metrics.errors import StoreError

logger = logging.getLogger(__name__)

PASSING = (StoreError, CannotCheckError)
"""Troubles that time mends: the store is away, or Slack does not say who somebody is."""
PAUSES = (5.0, 10.0, 15.0, 30.0)
"""Seconds before each further attempt: a minute in all, where attempts take no time."""
MOST_SECONDS: Final = 60.0
"""Of a reply no attempt is begun later after it came, however long each one takes."""
COMMAND_SECONDS: Final = 20.0
"""Whoever asked by name waits for a word: of a command no attempt is begun later than this."""
MOST_HELD = 200
HOLDERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldReply:
    """What is done with a reply: answered, where nothing is passing; given up; left to others.

    No attempt is begun later than `most_seconds` after it came.
    """

    answer: Callable[[], None]
    give_up: Callable[[Exception], None]
    leave: Callable[[], None]
    most_seconds: float = MOST_SECONDS


class _Failure(NamedTuple):
    at: float
    error: StoreError


@dataclass(slots=True)
class HeldReplies:
    """Holds replies in memory while they wait in `line`, which should be wider than `most`.

    What one of them learns of a store that is away holds for all whose turn had come by then: an
    attempt may last as long as a connection is waited for.
    """

    line: WorkLine
    pauses: Sequence[float] = PAUSES
    most: int = MOST_HELD
    monotonic: Callable[[], float] = time.monotonic
    _failure: _Failure | None = field(default=None, init=False)

    def answer(self, reply: HeldReply) -> None:
        """Answer now; or later, where something passing is in the way, and there is room."""
        came = self.monotonic()
        try:
            self._attempt(reply, came)
        except PASSING as trouble:
            self.hold(reply, trouble, came)

    def hold(self, reply: HeldReply, trouble: Exception, came: float | None = None) -> None:
        """Try later what `came` at an instant, or now, and met this trouble; if there is room."""
        logger.warning("What was asked has to wait: %s", trouble)
        came = self.monotonic() if came is None else came
        if self.line.waiting() >= self.most:
            reply.give_up(trouble)
            return
        waits = self.line.take(self._later(reply, trouble, came), "What had to wait")
        if waits.done() and isinstance(waits.exception(), StoppingError):
            reply.leave()  # the line has ended: nothing waits in it any more

    def _later(self, reply: HeldReply, trouble: Exception, came: float) -> Steps[None]:
        for pause in self.pauses:
            now = self.monotonic()
            due = min(now + pause, came + reply.most_seconds)
            if due < now:
                break
            try:
                yield due - now
            except StoppingError:
                return reply.leave()
            try:
                return self._attempt(reply, due)
            except PASSING as another:
                trouble = another
        return reply.give_up(trouble)

    def _attempt(self, reply: HeldReply, due: float) -> None:
        """Answer, unless another reply has found the store away since this one's turn came."""
        if self._failure and self._failure.at > due:
            raise self._failure.error.with_traceback(None)
        try:
            reply.answer()
        except StoreError as error:
            self._failure = _Failure(self.monotonic(), error)
            raise


def held_replies() -> HeldReplies:
    """A place for them, with threads of its own."""
    return HeldReplies(WorkLine("held", HOLDERS, 2 * MOST_HELD))
