"""Keeps what people ask in the store before Slack hears that it arrived, and takes it over."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooSlowError
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from uuid import uuid4

from pydantic import TypeAdapter, ValidationError

from bot.services import Now
from bot.slack.pool import Pool
from bot.slack.repeats import RecentKeys
from bot.talk import Request
from metrics.errors import StoreError
from metrics.store.books.questions import Questions, Stage, StoredQuestion
from metrics.store.books.replicas import Replicas

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0
"""An acknowledgement waits so long for the store at most: Slack gives it three seconds."""
WRITERS = 4
MOST_TO_KEEP = 1_000
"""What is more waits for no store: it is kept when it is begun."""
MOST_UNSETTLED = 1_000
LONGEST_SECONDS = 35 * 60
"""A response_url lives for 30 minutes; whatever is held for longer will never be answered."""


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """A request, and the command that answers it; without one it was said to nobody by name."""

    request: Request
    command: str = ""


_ENTRY = TypeAdapter(InboxEntry)


@dataclass(frozen=True, slots=True)
class Hold:
    """The right to answer what was asked. `trouble`: why the store could not be asked for it."""

    id: str
    trouble: StoreError | None = None


@dataclass(frozen=True, slots=True)
class Orphan:
    """What a copy of the bot left behind, as it left it."""

    entry: InboxEntry
    stage: Stage
    asked_at: int


@dataclass(frozen=True, slots=True)
class Company:
    """Says whether another copy of the bot lives, which takes over what this one leaves."""

    replicas: Replicas
    clock: Now

    def __call__(self) -> bool:
        """Whether there surely is one."""
        try:
            return self.replicas.company(self.clock())
        except StoreError as error:
            logger.warning("Whether there is another copy of the bot could not be told: %s", error)
            return False


class Inbox:
    """Keeps questions. Where the store is away or slow it goes by what this copy remembers.

    `before`: nobody who waits for an acknowledgement gets it earlier than the question is kept.
    """

    def __init__(
        self,
        questions: Questions,
        now: Now,
        patience_seconds: float = PATIENCE_SECONDS,
        *,
        before: bool = True,
    ) -> None:
        self._before = before
        self._questions = questions
        self._now = now
        self._patience_seconds = patience_seconds
        self._keys = RecentKeys()
        self._pool = Pool("keep", WRITERS, MOST_TO_KEEP)
        self._pool.start()
        self._to_settle: set[str] = set()
        self._lock = Lock()

    def identify(self, entry: InboxEntry) -> InboxEntry:
        """The entry, under a name of its own where Slack gave it none."""
        if entry.request.id:
            return entry
        return replace(entry, request=replace(entry.request, id=uuid4().hex))

    def first(self, entry: InboxEntry) -> bool:
        """Whether no copy of the bot has taken it; from now on this one has, and keeps it."""
        if not self._keys.first(entry.request.id):
            return False
        try:
            return self._first(entry)
        except Exception:
            self._keys.forget(entry.request.id)  # it is none of ours when it comes again
            raise

    def begin(self, entry: InboxEntry, *, again: bool = False) -> Hold | None:
        """The right to answer it; None where another copy has it.

        `again`: this copy has tried, and does not know whether the store took it.
        """
        id = entry.request.id
        try:
            ours = self._questions.begin(id, _dump(entry), self._now(), again=again)
        except StoreError as error:
            logger.warning("Whether a question is another copy's could not be told: %s", error)
            return Hold(id, error)
        return Hold(id) if ours else None

    def may_send(self, hold: Hold) -> bool:
        """Whether the answer may go out: another copy may have taken over meanwhile."""
        if hold.trouble:
            return True
        try:
            return self._questions.mark_sending(hold.id)
        except StoreError as error:
            logger.warning("Whether a question is another copy's could not be told: %s", error)
            return True

    def settle(self, id: str) -> None:
        """It is answered or told off. What cannot be written now is written by `tidy`."""
        try:
            self._questions.settle(id, self._now())
        except StoreError as error:
            logger.warning("That a question is answered could not be written: %s", error)
            with self._lock:
                if len(self._to_settle) < MOST_UNSETTLED:
                    self._to_settle.add(id)

    def release(self, id: str) -> None:
        """Nothing was said: whichever copy takes it over may answer it."""
        try:
            self._questions.release(id)
        except StoreError as error:
            logger.warning("A question could not be left to others: %s", error)

    def orphans(self, now: int, limit: int) -> Iterator[Orphan]:
        """What copies that are gone have left behind, at most so much. Raises StoreError."""
        for question in self._questions.adopt(now, limit):
            try:
                yield Orphan(
                    _ENTRY.validate_json(question.payload), question.stage, question.asked_at
                )
            except ValidationError:
                self._unreadable(question)

    def tidy(self) -> None:
        """Settle what could not be settled, and what never ends. Raises StoreError."""
        with self._lock:
            ids = list(self._to_settle)
        for id in ids:
            self._questions.settle(id, self._now())
            with self._lock:
                self._to_settle.discard(id)
        if never := self._questions.expire(self._now() - LONGEST_SECONDS):
            logger.error("%s questions have not been answered within half an hour", never)

    def forget(self, before: int) -> None:
        """Let go of what was asked before. Raises StoreError."""
        self._questions.forget(before)

    def close(self) -> None:
        """Keep nothing more; what is being kept is waited for, but not for long."""
        self._pool.leave()
        self._pool.close(PATIENCE_SECONDS)

    def _first(self, entry: InboxEntry) -> bool:
        outcome: Future[bool] = Future()
        if not self._pool.submit(partial(self._keep, entry, outcome)):
            logger.warning("A question could not be kept: too many wait for the store")
            return True
        if entry.command and not self._before:
            return True  # it is kept a moment later, by the time it is begun at the latest
        try:
            return outcome.result(self._patience_seconds)
        except TooSlowError:
            outcome.cancel()
            logger.warning(
                "A question could not be kept in time: it is answered if this copy lives"
            )
            return True

    def _keep(self, entry: InboxEntry, outcome: Future[bool]) -> None:
        if not outcome.set_running_or_notify_cancel():
            return
        try:
            outcome.set_result(self._take(entry))
        except StoreError as error:
            logger.warning("A question could not be kept: %s", error)
            outcome.set_result(True)
        except Exception as error:
            outcome.set_exception(error)
            raise

    def _take(self, entry: InboxEntry) -> bool:
        request, at = entry.request, self._now()
        if entry.command or not request.thread:
            return self._questions.take(request.id, _dump(entry), at)
        place = (request.channel, request.thread)
        return self._questions.take_below_card(request.id, _dump(entry), at, place)

    def _unreadable(self, question: StoredQuestion) -> None:
        """Another version wrote it; its words are not shown, they may be anything."""
        logger.error("A question left by another version of the bot cannot be read")
        self.settle(question.id)


def _dump(entry: InboxEntry) -> str:
    return _ENTRY.dump_json(entry).decode()
