"""Takes requests into the pool, answers them, and lets no error out unexplained."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from bot.cards.help import apology, busy, suggestion
from bot.commands import Answer
from bot.services import Services
from bot.slack.pool import Pool
from bot.talk import Deliver, Reply, Request
from metrics.errors import AskError

logger = logging.getLogger(__name__)

Welcome: TypeAlias = Callable[[str], None]


def guarded(answer: Callable[[], Reply]) -> Reply:
    """The answer; or what to ask instead; or an apology whose reference stands in the log."""
    try:
        return answer()
    except AskError as error:
        return suggestion(error)
    except Exception:  # nothing may escape: the person gets a reference, the log the trace
        reference = secrets.token_hex(4)
        logger.exception("Answer failed, reference %s", reference)
        return apology(reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Hands work over to `pool`; what is declined is said by `notices`, so that no ack waits."""

    services: Services
    deliver: Deliver
    pool: Pool
    notices: Pool
    welcome_home: Welcome

    def take(self, request: Request, answer: Answer) -> bool:
        """Take a request to be answered; False when too many wait. Returns at once."""
        work = partial(self._serve, request, answer)
        return self.pool.submit(work, too_late=partial(self._send, request, busy()))

    def take_or_decline(self, request: Request, answer: Answer) -> None:
        """Take a request, or tell the person that too many wait."""
        if not self.take(request, answer):
            self.notices.submit(partial(self._send, request, busy()))

    def refusal(self) -> dict[str, Any]:
        """What an acknowledgement says to a command that found no room."""
        reply = busy()
        return {"text": reply.text, "blocks": [dict(block) for block in (*reply.head, *reply.tail)]}

    def welcome(self, person: str) -> None:
        """Draw the Home tab of a person, when there is room."""
        self.notices.submit(partial(self.welcome_home, person))

    def _serve(self, request: Request, answer: Answer) -> None:
        self._send(request, guarded(partial(answer, request, self.services)))

    def _send(self, request: Request, reply: Reply) -> None:
        try:
            self.deliver(request, reply)
        except Exception:  # the last line of defence: there is nobody left to tell but the log
            logger.exception("Reply to %s could not be delivered", request.channel)
