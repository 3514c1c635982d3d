"""One delivery, step by step: composed, marked as on its way, posted, recorded.

Between the mark and the record a process may die, or Slack's answer be lost. Then the message is
looked for by its key before anything is sent again; where that cannot be done nothing is sent.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bot.cards import blocks
from bot.deliveries import notices
from bot.deliveries.composition import Composer, Composition, PatientComposer, Reason
from bot.deliveries.deadline import DeadlineRunner
from bot.deliveries.endings import Endings
from bot.deliveries.guarded_courier import STRANGER
from bot.deliveries.notices import NOTICE
from bot.deliveries.payload import load
from bot.deliveries.refusals import Cure, RefusalMeaning, meaning_of
from bot.services import Now
from bot.talk import Courier, Outgoing, Post, Refusal, Reply, Unknown
from bot.words import clock
from bot.workspace import reader
from metrics.posting.deliveries import Delivery, State
from metrics.store.books.outbox import AGAIN, Outbox
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

LATE_SECONDS = 600
"""A post this long after its slot says so."""
LONGEST_PAUSE_SECONDS = 300

Observe: TypeAlias = Callable[[str, Delivery], None]
"""Is told of each step that is about to be taken or was: tests wait here, and kill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTiming:
    """How long after an unanswered call a message may still appear, and how to look for it.

    It is looked for `searches` times, `between_seconds` apart, the first time `seconds` after the
    call: Slack may be late with a message, and its history later still. Where the channel cannot be
    read to the end, its owner is asked `give_up_seconds` after the call.
    """

    seconds: int = 60
    between_seconds: int = 30
    searches: int = 2
    give_up_seconds: int = 3600


def _ignore(_step: str, _delivery: Delivery) -> None:
    """Look away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryWorker:
    """Takes deliveries one step further. `admin` is who hears of those that nobody owns."""

    courier: Courier
    composer: Composer
    now: Now
    wait: Callable[[float], None]
    search_timing: SearchTiming = SearchTiming()
    runner: DeadlineRunner[Composition | Reason] = field(default_factory=DeadlineRunner)
    observe: Observe = _ignore
    admin: str = ""

    def work(self, delivery: Delivery, outbox: Outbox) -> None:
        """Do what can be done now; what cannot is left for later, or ended with a reason."""
        self.observe("claimed", delivery)
        if delivery.sent_at is not None:
            self._search(delivery, outbox)
        elif self.now() > delivery.expires_at:
            why = delivery.reason or "it came too late"
            self._endings.end(delivery, outbox, State.MISSED, why, "")
        elif delivery.state is State.READY:
            self._send(delivery, outbox)
        elif ready := self._compose(delivery, outbox):
            self.observe("composed", ready)
            self._send(ready, outbox)

    @property
    def _endings(self) -> Endings:
        return Endings(now=self.now, zone=self.composer.zone, admin=self.admin)

    def _compose(self, delivery: Delivery, outbox: Outbox) -> Delivery | None:
        composer = PatientComposer(
            composer=self.composer, runner=self.runner, endings=self._endings, now=self.now
        )
        return composer(delivery, outbox)

    def _send(self, delivery: Delivery, outbox: Outbox) -> None:
        message = self._message(delivery, outbox)
        if self._late(delivery) and self._stands_already(delivery, message, outbox):
            return
        if not outbox.mark_sending(delivery, self.now()):
            return
        attempt = replace(delivery, attempts=delivery.attempts + 1)
        self.observe("sending", attempt)
        outcome = self.courier.post(message)
        self.observe("sent", attempt)
        match outcome:
            case Post():
                self._record(attempt, outcome, outbox)
            case Refusal():
                self._handle_refusal(attempt, outcome, outbox)
            case Unknown(why):
                self._look_later(attempt, why, outbox)

    def _message(self, delivery: Delivery, outbox: Outbox) -> Outgoing:
        place = outbox.thread(delivery)
        channel, thread = place or (delivery.channel, None)
        reply = load(delivery.payload or "{}", delivery.picture)
        if self._late(delivery) and delivery.parent is None:
            reply = _mark_late(reply, clock(delivery.due_at, self.composer.zone(delivery)))
        return Outgoing(
            key=delivery.id,
            channel=channel,
            thread=thread,
            reply=reply,
            reader=reader(delivery.channel, delivery.owner),
            notice=delivery.source.startswith(NOTICE),
        )

    def _late(self, delivery: Delivery) -> bool:
        return self.now() > delivery.due_at + LATE_SECONDS

    def _stands_already(self, delivery: Delivery, message: Outgoing, outbox: Outbox) -> bool:
        """Whether a late one is there: a restored backup may have forgotten that it was posted.

        Where the channel cannot be read, it is not there: nothing was sent that is remembered. Nor
        is it there where a person has looked and wants it posted.
        """
        post = delivery.parent or delivery.id
        if any(step.what == AGAIN for step in outbox.steps(post)):
            return False
        now = self.now()
        outcome = self.courier.find(message, delivery.due_at, now + LATE_SECONDS)
        match outcome:
            case Post():
                self._record(delivery, outcome, outbox)
            case Unknown(why):
                until = now + self._until_next_look(delivery.due_at, now)
                outbox.later(delivery, until, now, why)
            case _:
                return False
        return True

    def _record(self, delivery: Delivery, post: Post, outbox: Outbox) -> None:
        if outbox.mark_posted(delivery, post.channel, post.ts, self.now()):
            self.observe("recorded", delivery)
        else:
            self._yield(delivery, post, outbox)

    def _yield(self, delivery: Delivery, post: Post, outbox: Outbox) -> None:
        """Take our message away where another process, which thought us dead, posted its own."""
        for _ in range(self.search_timing.seconds * 4):
            record = outbox.get(delivery.id)
            if record is None or record.settled_at is not None:
                break
            self.wait(1.0)
        if record and record.ts and record.ts != post.ts:
            logger.warning("%s was posted by another process too: ours is taken away", delivery.id)
            self.courier.delete(post)

    def _search(self, delivery: Delivery, outbox: Outbox) -> None:
        now, sent_at = self.now(), delivery.sent_at or 0
        if now < sent_at + self.search_timing.seconds:
            outbox.later(delivery, sent_at + self.search_timing.seconds, now, "waits for Slack")
            return
        until_at = sent_at + self.search_timing.seconds + LATE_SECONDS
        outcome = self.courier.find(
            self._message(delivery, outbox), sent_at - LATE_SECONDS, until_at
        )
        match outcome:
            case Post():
                self._record(delivery, outcome, outbox)
            case None if delivery.searches + 1 < self.search_timing.searches:
                outbox.mark_searched(delivery, now + self.search_timing.between_seconds, now)
            case None:
                outbox.later(delivery, now, now, "Slack has not taken it", is_unsent=True)
            case Refusal() | Unknown():
                self._unread(delivery, outcome, sent_at, outbox)

    def _unread(
        self, delivery: Delivery, outcome: Refusal | Unknown, sent_at: Instant, outbox: Outbox
    ) -> None:
        """The channel could not be read: look again later, or ask the owner after a while."""
        now = self.now()
        why = outcome.code if isinstance(outcome, Refusal) else outcome.why
        if isinstance(outcome, Refusal) and not _passes(outcome):
            self._ask(delivery, why, outbox, readable=False)
        elif now >= sent_at + self.search_timing.give_up_seconds:
            self._ask(delivery, why, outbox, readable=True)
        else:
            pause = self._pause(delivery, outcome) if isinstance(outcome, Refusal) else 0
            until = now + max(pause, self._until_next_look(sent_at, now))
            outbox.later(delivery, until, now, why)

    def _ask(self, delivery: Delivery, why: str, outbox: Outbox, *, readable: bool) -> None:
        """Ask the owner, who can look: nobody else can tell whether it is there."""
        reply = notices.unsure(delivery, self.composer.zone(delivery), readable=readable)
        self._endings.settle(delivery, outbox, State.UNSURE, f"unsure: {why}", reply)

    def _until_next_look(self, since_at: Instant, now: Instant) -> int:
        """Seconds; the longer it has been looked for in vain, the more."""
        return min(
            LONGEST_PAUSE_SECONDS, max(self.search_timing.between_seconds, (now - since_at) // 4)
        )

    def _look_later(self, delivery: Delivery, why: str, outbox: Outbox) -> None:
        now = self.now()
        outbox.later(delivery, now + self.search_timing.seconds, now, f"no answer: {why}")

    def _handle_refusal(self, delivery: Delivery, refusal: Refusal, outbox: Outbox) -> None:
        meaning, now = meaning_of(refusal), self.now()
        if meaning.cure is Cure.WAIT:
            until = now + self._pause(delivery, refusal)
            outbox.later(delivery, until, now, meaning.reason, is_unsent=True)
            return
        sentence = _sentence(meaning, refusal)
        if refusal.code == STRANGER and delivery.source.startswith(NOTICE):
            self._endings.hand_on(delivery, outbox, sentence)
        else:
            self._endings.end(delivery, outbox, State.FAILED, sentence, meaning.advice)
        closed = meaning.cure is Cure.CLOSED
        self.composer.note_refusal(delivery, meaning.reason, now, closed=closed)

    def _pause(self, delivery: Delivery, refusal: Refusal) -> int:
        """Seconds until the next try: Slack's own, else twice as many each time, with jitter."""
        if refusal.retry_after is not None:
            return max(1, round(refusal.retry_after + 0.5))
        longest = min(LONGEST_PAUSE_SECONDS, 5 * 2 ** min(delivery.attempts, 10))
        return random.randint(longest // 2, longest)  # noqa: S311  no secret hangs on it


def _passes(refusal: Refusal) -> bool:
    """Whether time lets the channel be read, which a person's leave does not."""
    return meaning_of(refusal).cure is Cure.WAIT and refusal.code != "missing_scope"


def _sentence(meaning: RefusalMeaning, refusal: Refusal) -> str:
    return f"{meaning.reason} ({refusal.code})"


def _mark_late(reply: Reply, due: str) -> Reply:
    text = f"Late: planned for {due}."
    head = (*reply.head[:1], blocks.context([text]), *reply.head[1:])
    return replace(reply, text=f"{text} {reply.text}", head=head)
