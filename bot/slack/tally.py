"""What becomes of questions, counted and in one line each: never who asked, what, or where."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from bot.meters import Meters
from bot.slack.work_in_steps import StoppingError
from bot.talk import Kind
from bot.trace import current_trace, log_change

logger = logging.getLogger(__name__)

OVERHEARD = "reply"
"""What a question is called that named no command: a plain reply below a card."""
UNDELIVERED, LEFT = "undelivered", "left"
"""No place took the answer; or it is left to another copy of the bot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Notes what becomes of each question, in the context of its trace."""

    meters: Meters = field(default_factory=Meters)
    monotonic: Callable[[], float] = time.monotonic

    def take(self, command: str) -> None:
        """Note a question that is to be answered."""
        log_change(logger, "A question was taken", command=command or OVERHEARD)

    def end(self, command: str, kind: Kind, delivery: Future[None] | None = None) -> None:
        """Note what was said in return, once that is delivered."""
        outcome = str(kind)
        if delivery and (error := delivery.exception()):
            outcome = LEFT if isinstance(error, StoppingError) else UNDELIVERED
        trace = current_trace()
        seconds = self.monotonic() - trace.began if trace else 0.0
        name, line = command or OVERHEARD, "A question is over"
        self.meters.question(name, outcome, seconds)
        log_change(logger, line, command=name, outcome=outcome, seconds=round(seconds, 3))
