"""Takes requests into the pool, answers them, and lets no error out unexplained."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias, TypeVar

from bot.access import What
from bot.admission import admit, unknown, within
from bot.cards.help import (
    apology,
    away,
    busy,
    form_unsure,
    interrupted,
    no_form,
    restarting,
    suggestion,
    unsure,
)
from bot.commands import COMMANDS
from bot.commands.gate import may_change
from bot.commands.kpi import overheard
from bot.services import Services
from bot.slack.keeper import Asked, Keeper, Orphan
from bot.slack.pool import STALE_SECONDS, Pool, Undone, together
from bot.slack.sending import Refused, Uncertain
from bot.slack.steps import StoppingError
from bot.slack.translate import Opening
from bot.talk import Deliver, Reach, Reply, Request
from metrics.errors import AskError, StoreError
from metrics.store.books.questions import Stage

logger = logging.getLogger(__name__)

TELLERS = 16
"""So many people are told at the same time that the bot ends."""

MOST_ADOPTED = 20
TRIGGER_SECONDS = 3.0
"""Slack lets a click open a form for so long."""
OPENED = "exchanged_trigger_id"
"""Slack's word for a click that has opened a form already."""

T = TypeVar("T")
Welcome: TypeAlias = Callable[[Request], None]
Open: TypeAlias = Callable[[Opening, float], None]
"""Opens a form until an instant of the monotonic clock. Raises Refused or Uncertain."""
Answers: TypeAlias = Callable[[Asked, Services], Reply | None]
"""Answers what was asked; None where it was not meant for the bot."""


def answered(asked: Asked, services: Services) -> Reply | None:
    """The answer of the command that was asked for, or to what nobody addressed to the bot."""
    if asked.command:
        return COMMANDS[asked.command].answer(asked.request, services)
    try:
        return overheard(asked.request, services)
    except StoreError:
        logger.exception("Whether a reply was meant for the bot could not be told")
        return None


def guarded(answer: Callable[[], T]) -> T | Reply:
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
    """Hands work over to `pool`; what is declined is said by `notices`, so that no ack waits.

    `company`: whether another copy of the bot lives that takes over what this one leaves.
    """

    services: Services
    deliver: Deliver
    keeper: Keeper
    company: Callable[[], bool]
    pool: Pool
    notices: Pool
    forms: Pool
    homes: Pool
    welcome_home: Welcome
    open_builder: Open
    open_planner: Open
    open_watcher: Open
    answers: Answers = answered
    monotonic: Callable[[], float] = time.monotonic

    def take(self, request: Request, command: str) -> bool:
        """Keep a request and take it to be answered; False when too many wait.

        What Slack delivers again is taken already. Returns at once.
        """
        asked = self.keeper.identified(Asked(request, command))
        if not self.keeper.first(asked) or self._queue(asked):
            return True
        self.notices.submit(partial(self.keeper.settle, asked.request.id))
        return False

    def take_or_decline(self, request: Request, command: str) -> None:
        """Take a request, or tell the person that too many wait."""
        if not self.take(request, command):
            self._tell(request, self._declined())

    def overhear(self, request: Request) -> None:
        """Take what nobody addressed to the bot: without an answer to it, nothing is said."""
        self.take(request, "")

    def refusal(self) -> dict[str, Any]:
        """What an acknowledgement says to a command that found no room.

        Nobody can be asked before it who it is for, so it says nothing that is not for all.
        """
        reply = self._declined()
        return {"text": reply.text, "blocks": [dict(block) for block in (*reply.head, *reply.tail)]}

    def welcome(self, request: Request) -> None:
        """Draw the Home tab of a person, when there is room."""
        self.homes.submit(partial(self._welcome, request))

    def build(self, opening: Opening) -> None:
        """Let somebody choose a question."""
        self._open(self.open_builder, opening)

    def plan(self, opening: Opening) -> None:
        """Let somebody choose what to schedule, who may."""
        self._open(self.open_planner, opening, What.SCHEDULE)

    def watch(self, opening: Opening) -> None:
        """Let somebody choose what to watch, who may."""
        self._open(self.open_watcher, opening, What.ALERT)

    def adopt(self, now: int) -> None:
        """Go on with what copies of the bot that are gone have left. Raises StoreError."""
        self.keeper.tidy()
        if room := min(self.pool.room(), MOST_ADOPTED):
            for orphan in self.keeper.orphans(now, room):
                self._go_on(orphan)

    def clear(self, timeout_seconds: float) -> None:
        """Answer what waits, for so long; where another copy of the bot lives it is left to it."""
        if not self.company():
            self.pool.clear(timeout_seconds)

    def close(self, timeout_seconds: float) -> None:
        """Take nothing more; whoever still waits is told within so long, or left to others."""
        if not together("restarting", self.pool.leave(), TELLERS, timeout_seconds):
            logger.warning("Not everybody could be told of the stop in time")
        self.keeper.close()

    def _queue(self, asked: Asked) -> bool:
        return self.pool.submit(partial(self._serve, asked), partial(self._leave, asked))

    def _serve(self, asked: Asked) -> None:
        hold = self.keeper.begin(asked)
        if hold is None:
            return
        reply = guarded(partial(self._reply, asked))
        if reply is None or not self.keeper.sending(hold):
            self.keeper.settle(hold.id)
        else:
            said = self._send(asked.request, reply)
            said.add_done_callback(partial(self._said, hold.id))

    def _said(self, id: str, said: Future[None]) -> None:
        """What was not begun to be said stays: whoever takes it over tells the person."""
        if not isinstance(said.exception(), StoppingError):
            self.keeper.settle(id)

    def _reply(self, asked: Asked) -> Reply | None:
        """What is said to one of us, as far as it may be told there, or to a stranger."""
        addressed = bool(asked.command)
        admitted = admit(asked.request, self.services, addressed=addressed)
        if not isinstance(admitted, Request):
            return admitted
        reply = guarded(partial(self.answers, replace(asked, request=admitted), self.services))
        return reply and within(admitted, reply)

    def _admitted(self, request: Request, *, addressed: bool = True) -> Request | Reply | None:
        """The request of one of us; else all that is said to who is not."""
        return guarded(partial(admit, request, self.services, addressed=addressed))

    def _one_of_us(self, request: Request, *, addressed: bool = True) -> Request | None:
        """The request of one of us; who is not has been told so where they spoke to the bot."""
        outcome = self._admitted(request, addressed=addressed)
        if isinstance(outcome, Reply) and addressed:
            self._send(request, outcome)
        return outcome if isinstance(outcome, Request) else None

    def _welcome(self, request: Request) -> None:
        """Draw the tab of one of us; who has only opened it is not told why there is none.

        Where nobody can tell who opens it, the tab says why it is empty.
        """
        if unknown(request, self.services):
            self.welcome_home(replace(request, reach=Reach.FIGURES))
        elif admitted := self._one_of_us(request, addressed=bool(request.words)):
            self.welcome_home(admitted)

    def _leave(self, asked: Asked, why: Undone) -> None:
        """What is done with a question that is not answered here."""
        if why is Undone.CLOSING and (not asked.command or self.company()):
            self.keeper.release(asked.request.id)
        else:
            self._tell_off(asked, restarting() if why is Undone.CLOSING else busy())

    def _tell_off(self, asked: Asked, reply: Reply) -> None:
        hold = self.keeper.begin(asked)
        if hold is None:
            return
        if asked.command and (said := self._told(asked.request, reply)):
            said.add_done_callback(partial(self._told_off, hold.id))
        else:
            self.keeper.settle(hold.id)

    def _told_off(self, id: str, said: Future[None]) -> None:
        """Who was surely not told is left to whichever copy comes."""
        refused = isinstance(said.exception(), Refused | StoppingError)
        self.keeper.release(id) if refused else self.keeper.settle(id)

    def _go_on(self, orphan: Orphan) -> None:
        """Answer what waited; what had been begun is told of, and never begun again."""
        asked, words = orphan.asked, orphan.asked.request.words
        if orphan.stage is Stage.SENDING:
            self._tell(asked.request, unsure(words))
        elif orphan.stage is Stage.ANSWERING:
            if asked.command:
                self._tell(asked.request, interrupted(words))
        elif self.services.now() - orphan.asked_at > STALE_SECONDS:
            self.notices.submit(partial(self._tell_off, asked, away(words)))
        elif not self._queue(asked):
            self.keeper.release(asked.request.id)

    def _open(self, open: Open, opening: Opening, changes: What | None = None) -> None:
        late, until = no_form(opening.again), self.monotonic() + TRIGGER_SECONDS
        work = partial(self._opened, open, opening, until, changes)
        if not self.forms.submit(work, lambda _: self._tell(opening.request, late)):
            self._tell(opening.request, late)

    def _opened(self, open: Open, opening: Opening, until: float, changes: What | None) -> None:
        """Open a form; one that `changes` something for those who may send it."""
        try:
            if admitted := self._one_of_us(opening.request):
                if changes:
                    may_change(changes, admitted, self.services)
                open(opening, until)
        except AskError as error:
            self._tell(opening.request, suggestion(error))
        except Refused as error:
            if error.code != OPENED:
                logger.warning("A form did not open: %s", error)
                self._tell(opening.request, no_form(opening.again))
        except Uncertain:
            self._tell(opening.request, form_unsure(opening.again))
        except Exception:  # as for an answer
            reference = secrets.token_hex(4)
            logger.exception("Form failed, reference %s", reference)
            self._tell(opening.request, apology(reference))

    def _declined(self) -> Reply:
        return restarting() if self.pool.closing else busy()

    def _tell(self, request: Request, reply: Reply) -> None:
        if not self.notices.submit(partial(self._told, request, reply)):
            logger.error("No room to tell of question %s in %s", request.id, request.channel)

    def _told(self, request: Request, reply: Reply) -> Future[None] | None:
        """Tell one of us, or a stranger what is said to those; None where that is nothing.

        What is given ends as that of `_send`.
        """
        outcome = self._admitted(request)
        said = reply if isinstance(outcome, Request) else outcome
        return self._send(request, said) if said else None

    def _send(self, request: Request, reply: Reply) -> Future[None]:
        """What ends once the reply stands, or with why it does not."""
        try:
            return self.deliver(request, reply)
        except Exception as error:  # the last line of defence: there is only the log left to tell
            logger.exception("Reply to %s could not be delivered", request.channel)
            failed: Future[None] = Future()
            failed.set_exception(error)
            return failed
