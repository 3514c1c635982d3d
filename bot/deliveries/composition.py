"""A delivery gets its words: waited for only so long, tried again, or ended with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from bot.deliveries.deadline import DeadlineRunner, FailedError, StillRunningError
from bot.deliveries.endings import Endings
from bot.deliveries.payload import dump
from bot.services import Now
from bot.talk import Reply
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.store.books.outbox import Outbox
from metrics.tickets.records import Instant

TRIES = 3
AGAIN_SECONDS = 60
LONG_SECONDS = 120
"""The owner is told of figures that take longer than this."""
LONGEST_PAUSE_SECONDS = 300
FAILED = "its figures could not be worked out"
LONG = "its figures take long to work out"
OTHERS = "those of too many others take long to work out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The words of a delivery: the post, what goes into its thread, and its figures' receipts.

    So many `things` are put first, of which the first receipts are. `notices` tell its owner.
    """

    post: Reply
    parts: tuple[Reply, ...] = ()
    receipts: tuple[str, ...] = ()
    things: int = 0
    notices: tuple[Delivery, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there are no words yet."""

    why: str


class Composer(Protocol):
    """Finds the words of deliveries that have none yet."""

    def waits(self, delivery: Delivery, now: Instant) -> str | None:
        """Why it is better to wait a little; None where its words can be found now."""
        ...

    def compose(self, delivery: Delivery) -> Composition:
        """Its words. Whatever is raised is tried again a few times.

        It may be left to itself when it takes long, so it posts nothing and settles nothing.
        """
        ...

    def zone(self, delivery: Delivery) -> str:
        """The time zone in which its slot is told."""
        ...

    def note_refusal(self, delivery: Delivery, why: str, now: Instant, *, closed: bool) -> None:
        """Its channel did not take it; `closed`: nor will it ever take another."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientComposer:
    """Gives deliveries their words."""

    composer: Composer
    runner: DeadlineRunner[Composition | Reason]
    endings: Endings
    now: Now

    def __call__(self, delivery: Delivery, outbox: Outbox) -> Delivery | None:
        """The delivery with its words, which are kept; None where there are none now."""
        try:
            outcome = self.runner.run(delivery.id, partial(self._find, delivery))
        except StillRunningError as running:
            self._goes_on(delivery, outbox, running.seconds)
            return None
        except FailedError:
            self._fail(delivery, outbox)
            return None
        if isinstance(outcome, Reason):
            now = self.now()
            outbox.later(delivery, now + AGAIN_SECONDS, now, outcome.why)
            return None
        ready = _with(outcome, delivery)
        if not outbox.compose(delivery, ready, _parts(outcome, ready), self.now()):
            return None
        outbox.put(outcome.notices, self.now())
        return ready

    def _find(self, delivery: Delivery) -> Composition | Reason:
        if why := self.composer.waits(delivery, self.now()):
            return Reason(why)
        return self.composer.compose(delivery)

    def _goes_on(self, delivery: Delivery, outbox: Outbox, seconds: float) -> None:
        """Look again when as much time has gone by; the worker is free meanwhile."""
        until = self.now() + min(LONGEST_PAUSE_SECONDS, max(10, round(seconds)))
        if seconds < LONG_SECONDS:
            outbox.later(delivery, until, self.now(), LONG if seconds else OTHERS)
        else:
            self.endings.late(delivery, outbox, until, LONG)

    def _fail(self, delivery: Delivery, outbox: Outbox) -> None:
        now = self.now()
        before = sum(step.detail == FAILED for step in outbox.steps(delivery.id))
        if before + 1 < TRIES:
            outbox.later(delivery, now + AGAIN_SECONDS * 2**before, now, FAILED)
        else:
            advice = "The log of whoever runs me says why."
            self.endings.end(delivery, outbox, State.FAILED, FAILED, advice)


def _with(composition: Composition, delivery: Delivery) -> Delivery:
    payload, picture = dump(composition.post)
    return replace(
        delivery,
        state=State.READY,
        payload=payload,
        picture=picture,
        receipts=composition.receipts,
        things=composition.things,
    )


def _parts(composition: Composition, post: Delivery) -> Iterator[Delivery]:
    for number, reply in enumerate(composition.parts, 1):
        payload, picture = dump(reply)
        yield replace(
            post,
            id=delivery_id(post.source, post.due_at, number),
            part=number,
            parent=post.id,
            payload=payload,
            picture=picture,
            receipts=(),
            things=0,
            attempts=0,
        )
