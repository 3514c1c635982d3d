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
from metrics.errors import AskError, StoreError

logger = logging.getLogger(__name__)

Welcome: TypeAlias = Callable[[Request], None]
Open: TypeAlias = Callable[[str, str], None]
"""Opens the modal in which a question is chosen: with a trigger, for a place."""
Heard: TypeAlias = Callable[[Request, Services], Reply | None]
"""Answers what it takes to be meant for the bot."""


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
    homes: Pool
    welcome_home: Welcome
    open_builder: Open
    open_planner: Open
    open_watcher: Open

    def take(self, request: Request, answer: Answer) -> bool:
        """Take a request to be answered; False when too many wait. Returns at once."""
        work = partial(self._serve, request, answer)
        return self.pool.submit(work, too_late=partial(self._send, request, busy()))

    def take_or_decline(self, request: Request, answer: Answer) -> None:
        """Take a request, or tell the person that too many wait."""
        if not self.take(request, answer):
            self.notices.submit(partial(self._send, request, busy()))

    def overhear(self, request: Request, answer: Heard) -> None:
        """Take what nobody addressed to the bot: without an answer to it, nothing is said."""
        self.pool.submit(partial(self._serve_if_meant, request, answer))

    def refusal(self) -> dict[str, Any]:
        """What an acknowledgement says to a command that found no room."""
        reply = busy()
        return {"text": reply.text, "blocks": [dict(block) for block in (*reply.head, *reply.tail)]}

    def welcome(self, request: Request) -> None:
        """Draw the Home tab of a person, when there is room."""
        self.homes.submit(partial(self.welcome_home, request))

    def build(self, trigger: str, place: str) -> None:
        """Let somebody choose a question, when there is room."""
        self.notices.submit(partial(self.open_builder, trigger, place))

    def plan(self, trigger: str, place: str) -> None:
        """Let somebody choose what to schedule, when there is room."""
        self.notices.submit(partial(self.open_planner, trigger, place))

    def watch(self, trigger: str, place: str) -> None:
        """Let somebody choose what to watch, when there is room."""
        self.notices.submit(partial(self.open_watcher, trigger, place))

    def _serve(self, request: Request, answer: Answer) -> None:
        if self._first(request):
            self._send(request, guarded(partial(answer, request, self.services)))

    def _serve_if_meant(self, request: Request, answer: Heard) -> None:
        reply = answer(request, self.services)
        if reply is not None and self._first(request):
            self._send(request, reply)

    def _first(self, request: Request) -> bool:
        """Whether no copy of the bot has taken that message: Slack may deliver it to two."""
        try:
            return not request.posted or self.services.posts.first(request.channel, request.posted)
        except StoreError:
            logger.exception("Whether a message was taken before could not be told")
            return True

    def _send(self, request: Request, reply: Reply) -> None:
        try:
            self.deliver(request, reply)
        except Exception:  # the last line of defence: there is nobody left to tell but the log
            logger.exception("Reply to %s could not be delivered", request.channel)
