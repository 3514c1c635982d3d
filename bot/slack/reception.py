"""Takes requests into the pool, answers them, and lets no error out unexplained."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeAlias
from uuid import uuid4

from bot.admission import admit, unknown, within
from bot.cards.help import (
    away,
    busy,
    form_unsure,
    interrupted,
    no_form,
    restarting,
    suggestion,
    unsure,
)
from bot.commands.bring import with_offer
from bot.commands.forms import Form
from bot.commands.gate import may_change
from bot.services import Services
from bot.slack.answering import Answers, answer_entry, excuse, safely, word_of
from bot.slack.form_requests import FormRequest
from bot.slack.held_replies import COMMAND_SECONDS, PASSING, HeldReplies, HeldReply
from bot.slack.inbox import Hold, Inbox, InboxEntry, Orphan
from bot.slack.pool import STALE_SECONDS, Pool, Undone, together
from bot.slack.sending import Refused, Uncertain
from bot.slack.tally import Tally
from bot.slack.telling import Teller
from bot.slack.work_in_steps import StoppingError
from bot.talk import Deliver, Kind, Reach, Reply, Request
from bot.trace import trace
from metrics.errors import AskError
from metrics.store.books.questions import Stage

logger = logging.getLogger(__name__)

TELLERS = 16
"""So many people are told at the same time that the bot ends."""

MOST_ADOPTED = 20
TRIGGER_SECONDS = 3.0
"""Slack lets a click open a form for so long."""
OPENED = "exchanged_trigger_id"
"""Slack's word for a click that has opened a form already."""

Welcome: TypeAlias = Callable[[Request], None]
Open: TypeAlias = Callable[[Form, FormRequest, float], None]
"""Opens a form until an instant of the monotonic clock. Raises Refused or Uncertain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Hands work over to `pool`; what is declined is said by `notices`, so that no ack waits.

    `company`: whether another copy of the bot lives that takes over what this one leaves.
    """

    services: Services
    deliver: Deliver
    inbox: Inbox
    company: Callable[[], bool]
    pool: Pool
    held: HeldReplies
    notices: Pool
    forms: Pool
    homes: Pool
    welcome_home: Welcome
    open_modal: Open
    answers: Answers = answer_entry
    monotonic: Callable[[], float] = time.monotonic

    @property
    def teller(self) -> Teller:
        """Says what is said."""
        return Teller(self.services, self.deliver)

    @property
    def tally(self) -> Tally:
        """Notes what becomes of questions."""
        return Tally(meters=self.services.meters, monotonic=self.monotonic)

    def take(self, request: Request, command: str) -> bool:
        """Keep a request and take it to be answered; False when too many wait.

        What Slack delivers again is taken already. Returns at once.
        """
        entry = self.inbox.identify(InboxEntry(request, command))
        with trace(entry.request.id, self.monotonic):
            if not self.inbox.first(entry) or self._queue(entry):
                return True
            self.tally.end(command, Kind.BUSY)
            self.notices.submit(partial(self.inbox.settle, entry.request.id))
            return False

    def take_or_decline(self, request: Request, command: str) -> None:
        """Take a request, or tell the person that too many wait."""
        if not self.take(request, command):
            self._tell(request, self._excuse(), addressed=bool(command))

    def overhear(self, request: Request) -> None:
        """Take what nobody addressed to the bot: where it is not surely meant, nothing is said."""
        self.services.workspace.hear()
        self.take_or_decline(request, "")

    def refusal(self) -> dict[str, Any]:
        """What an acknowledgement says to a command that found no room.

        Nobody can be asked before it who it is for, so it says nothing that is not for all.
        """
        reply = self._excuse()
        return {"text": reply.text, "blocks": [dict(block) for block in (*reply.head, *reply.tail)]}

    def welcome(self, request: Request) -> None:
        """Draw the Home tab of a person, when there is room."""
        with trace(request.id or uuid4().hex, self.monotonic):
            self.homes.submit(partial(self._welcome, request))

    def open_form(self, form: Form, wish: FormRequest) -> None:
        """Let somebody put something together by choosing, who may."""
        late, until = no_form(wish.again), self.monotonic() + TRIGGER_SECONDS
        work = partial(self._open_form, form, wish, until)
        with trace(wish.request.id or uuid4().hex, self.monotonic):
            if not self.forms.submit(work, lambda _: self._tell_unopened(wish, late)):
                self._tell_unopened(wish, late)

    def adopt(self, now: int) -> None:
        """Go on with what copies of the bot that are gone have left. Raises StoreError."""
        self.inbox.tidy()
        if room := min(self.pool.room(), MOST_ADOPTED):
            for orphan in self.inbox.orphans(now, room):
                with trace(orphan.entry.request.id, self.monotonic):
                    self._go_on(orphan)

    def clear(self, timeout_seconds: float) -> None:
        """Answer what waits, for so long; where another copy of the bot lives it is left to it."""
        if not self.company():
            self.pool.clear(timeout_seconds)

    def close(self, timeout_seconds: float) -> None:
        """Take nothing more; whoever still waits is told within so long, or left to others."""
        if not together("restarting", self.pool.leave(), TELLERS, timeout_seconds):
            logger.warning("Not everybody could be told of the stop in time")
        self.inbox.close()

    def _queue(self, entry: InboxEntry) -> bool:
        serve, leave = partial(self._serve, entry), partial(self._leave, entry)
        if not self.pool.submit(serve, leave, entry.request.person):
            return False
        self.tally.take(entry.command)
        return True

    def _serve(self, entry: InboxEntry) -> None:
        hold = self.inbox.begin(entry)
        if hold is None:
            return
        if entry.command and hold.trouble:
            self.held.hold(self._unbegun(entry, hold), hold.trouble)
            return
        reply = HeldReply(
            answer=partial(self._answer, entry, hold),
            give_up=lambda trouble: self._tell_off(entry, hold, word_of(trouble)),
            leave=partial(self.inbox.release, hold.id),
        )
        self.held.answer(reply)

    def _unbegun(self, entry: InboxEntry, hold: Hold) -> HeldReply:
        """A command that the store did not let begin: nothing is changed, it may be tried again.

        In the end it is answered as it can be, be it with what the store lacks.
        """
        answer_anyway = partial(self._answer, entry, hold)
        return HeldReply(
            answer=partial(self._begin_again, entry),
            give_up=lambda _: answer_anyway(),
            leave=answer_anyway,
            most_seconds=COMMAND_SECONDS,
        )

    def _begin_again(self, entry: InboxEntry) -> None:
        hold = self.inbox.begin(entry, again=True)
        if hold and hold.trouble:
            raise hold.trouble
        if hold:
            self._answer(entry, hold)

    def _answer(self, entry: InboxEntry, hold: Hold) -> None:
        """Answer; of what nobody addressed to the bot a passing trouble is raised."""
        reply = safely(partial(self._reply, entry), () if entry.command else PASSING)
        if reply is None or not self.inbox.may_send(hold):
            self.inbox.settle(hold.id)
        else:
            delivery = self.teller.send(entry.request, reply)
            delivery.add_done_callback(partial(self._settle_once_sent, hold.id))
            delivery.add_done_callback(partial(self.tally.end, entry.command, reply.kind))

    def _settle_once_sent(self, id: str, delivery: Future[None]) -> None:
        """What was not begun to be said stays: whoever takes it over tells the person."""
        if not isinstance(delivery.exception(), StoppingError):
            self.inbox.settle(id)

    def _reply(self, entry: InboxEntry) -> Reply | None:
        """What is said to one of us, as far as it may be told there, or to a stranger."""
        addressed = bool(entry.command)
        outcome = admit(entry.request, self.services, addressed=addressed)
        if not isinstance(outcome, Request):
            return outcome
        answer = partial(self.answers, replace(entry, request=outcome), self.services)
        reply = safely(answer, () if addressed else PASSING)
        return reply and within(outcome, with_offer(reply, outcome, self.services))

    def _welcome(self, request: Request) -> None:
        """Draw the tab of one of us; who has only opened it is not told why there is none.

        Where nobody can tell who opens it, the tab says why it is empty.
        """
        if unknown(request, self.services):
            self.welcome_home(replace(request, reach=Reach.FIGURES))
        elif member_request := self.teller.one_of_us(request, addressed=bool(request.words)):
            self.welcome_home(member_request)

    def _leave(self, entry: InboxEntry, why: Undone) -> None:
        """What is done with a question that is not answered here."""
        if why is Undone.CLOSING and (not entry.command or self.company()):
            self.inbox.release(entry.request.id)
        else:
            self._tell_why_not(entry, restarting() if why is Undone.CLOSING else busy())

    def _tell_why_not(self, entry: InboxEntry, reply: Reply) -> None:
        if hold := self.inbox.begin(entry):
            self._tell_off(entry, hold, reply)

    def _tell_off(self, entry: InboxEntry, hold: Hold, reply: Reply) -> None:
        if delivery := self.teller.tell(entry.request, reply, addressed=bool(entry.command)):
            delivery.add_done_callback(partial(self._settle_once_told, hold.id))
            delivery.add_done_callback(partial(self.tally.end, entry.command, reply.kind))
        else:
            self.inbox.settle(hold.id)

    def _settle_once_told(self, id: str, delivery: Future[None]) -> None:
        """Who was surely not told is left to whichever copy comes."""
        unsent = isinstance(delivery.exception(), Refused | StoppingError)
        self.inbox.release(id) if unsent else self.inbox.settle(id)

    def _go_on(self, orphan: Orphan) -> None:
        """Answer what waited; what had been begun is told of, and never begun again."""
        entry, words = orphan.entry, orphan.entry.request.words
        if orphan.stage is Stage.SENDING:
            self._tell(entry.request, unsure(words))
        elif orphan.stage is Stage.ANSWERING:
            self._tell(entry.request, interrupted(words), addressed=bool(entry.command))
        elif self.services.now() - orphan.asked_at > STALE_SECONDS:
            self.notices.submit(partial(self._tell_why_not, entry, away(words)))
        elif not self._queue(entry):
            self.inbox.release(entry.request.id)

    def _open_form(self, form: Form, wish: FormRequest, until: float) -> None:
        """Open a form; one that changes something for those who may send it."""
        try:
            if request := self.teller.one_of_us(wish.request):
                if form.change:
                    may_change(form.change, request, self.services)
                self.open_modal(form, wish, until)
        except AskError as error:
            self._tell(wish.request, suggestion(error))
        except Refused as error:
            if error.code != OPENED:
                logger.warning("A form did not open: %s", error)
                self._tell_unopened(wish, no_form(wish.again))
        except Uncertain:
            self._tell_unopened(wish, form_unsure(wish.again))
        except Exception as error:  # noqa: BLE001  as for an answer
            self._tell(wish.request, excuse(error, "Form"))

    def _tell_unopened(self, wish: FormRequest, reply: Reply) -> None:
        """Say that a form did not open; of one that is open, and only not redrawn, nothing."""
        if not wish.view:
            self._tell(wish.request, reply)

    def _excuse(self) -> Reply:
        return restarting() if self.pool.closing else busy()

    def _tell(self, request: Request, reply: Reply, *, addressed: bool = True) -> None:
        tell = partial(self.teller.tell, request, reply, addressed=addressed)
        if not self.notices.submit(tell):
            logger.error("No room to tell of question %s in %s", request.id, request.channel)
