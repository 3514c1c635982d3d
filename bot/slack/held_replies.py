"""Replies that could not be read when they came: tried again for a minute, and then given up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.slack.work_in_steps import Steps, StoppingError, WorkLine
from bot.workspace import CannotCheckError
from metrics.errors import StoreError

logger = logging.getLogger(__name__)

PASSING = (StoreError, CannotCheckError)
"""Troubles that time mends: the store is away, or Slack does not say who somebody is."""
PAUSES = (5.0, 10.0, 15.0, 30.0)
"""Seconds before each further attempt: a minute in all."""
MOST_HELD = 200
HOLDERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldReply:
    """What is done with a reply: answered, where nothing is passing; given up; left to others."""

    answer: Callable[[], None]
    give_up: Callable[[Exception], None]
    leave: Callable[[], None]


@dataclass(frozen=True, slots=True)
class HeldReplies:
    """Holds replies in memory while they wait in `line`, which should be wider than `most`."""

    line: WorkLine
    pauses: Sequence[float] = PAUSES
    most: int = MOST_HELD

    def answer(self, reply: HeldReply) -> None:
        """Answer now; or later, where something passing is in the way, and there is room."""
        try:
            reply.answer()
        except PASSING as trouble:
            logger.warning("A reply could not be read: %s", trouble)
            if self.line.waiting() < self.most:
                self.line.take(self._later(reply, trouble), "A reply that was held")
            else:
                reply.give_up(trouble)

    def _later(self, reply: HeldReply, trouble: Exception) -> Steps[None]:
        for pause in self.pauses:
            try:
                yield pause
            except StoppingError:
                return reply.leave()
            try:
                return reply.answer()
            except PASSING as another:
                trouble = another
        return reply.give_up(trouble)


def held_replies() -> HeldReplies:
    """A place for them, with threads of its own."""
    return HeldReplies(WorkLine("held", HOLDERS, 2 * MOST_HELD))
