"""What people asked: kept before Slack is told that it arrived, until it is answered or told off.

A question belongs to the copy of the bot that took it. Where that copy dies, another one takes over
what waits; what had been begun may have changed something or been answered, so it is never begun
again: the person is told. What Slack delivers twice is taken once, by whichever copy.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, literal, or_, select, update

from metrics.store.books.replicas import living
from metrics.store.database.engine import Store
from metrics.store.database.rows import clean
from metrics.store.database.statements import (
    insert_first_from_select,
    insert_first_statement,
    insert_or_update,
)
from metrics.store.tables.posts import CardRow
from metrics.store.tables.questions import QuestionRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

QUESTION = table(QuestionRow)
CARD = table(CardRow)
NAMES: Final = ("id", "state", "payload", "asked_at", "holder")


class Stage(StrEnum):
    """How far a question is."""

    WAITING = "waiting"
    ANSWERING = "answering"
    SENDING = "sending"
    SETTLED = "settled"


_OPEN = QUESTION.c.state != Stage.SETTLED


@dataclass(frozen=True, slots=True)
class StoredQuestion:
    """A question as it is kept: `payload` is for whoever answers to read."""

    id: str
    stage: Stage
    payload: str
    asked_at: Instant


@dataclass(frozen=True, slots=True)
class Questions:
    """The questions of a store, as one copy of the bot works on them."""

    store: Store
    holder: str

    @property
    def shared(self) -> bool:
        """Whether several copies of the bot may use this store, and a write takes little time."""
        return self.store.engine.dialect.name != "sqlite"

    def take(self, id: str, payload: str, asked_at: Instant) -> bool:
        """Keep a question as this copy's; False where any copy has it or had it."""
        row = self._row(id, payload, asked_at)
        return self.store.quick_write(insert_first_statement(self.store.engine, QUESTION, row))

    def take_below_card(
        self, id: str, payload: str, asked_at: Instant, place: tuple[str, str]
    ) -> bool:
        """The same for what is said in a thread, by channel and timestamp, if a card is in it."""
        row = self._row(id, payload, asked_at)
        card_query = select(CARD.c.receipt).where(
            CARD.c.channel == place[0], CARD.c.thread == place[1]
        )
        query = select(*(literal(row[name]) for name in NAMES)).where(card_query.exists())
        engine = self.store.engine
        return self.store.quick_write(insert_first_from_select(engine, QUESTION, NAMES, query))

    def begin(self, id: str, payload: str, asked_at: Instant, *, again: bool = False) -> bool:
        """Say that it is worked on; False where it is not this copy's, or was begun before.

        `again`: this copy did not hear what became of its first attempt to say so.
        """
        row = self._row(id, payload, asked_at) | {"state": Stage.ANSWERING}
        stages = [Stage.WAITING, Stage.ANSWERING] if again else [Stage.WAITING]
        is_ours = (QUESTION.c.holder == self.holder) & QUESTION.c.state.in_(stages)
        with self.store.write() as connection:
            return insert_or_update(connection, QUESTION, row, ["state"], is_ours)

    def mark_sending(self, id: str) -> bool:
        """Say that its answer goes out now; False where it is not this copy's any more."""
        return self._change(self._own(id, Stage.ANSWERING), {"state": Stage.SENDING}) == 1

    def settle(self, id: str, now: Instant) -> None:
        """Say that it is answered, or told off; its words are gone, and do not come any more."""
        row = self._row(id, "", now) | _SETTLED
        is_ours = QUESTION.c.holder == self.holder
        with self.store.write() as connection:
            insert_or_update(connection, QUESTION, row, list(_SETTLED), is_ours)

    def release(self, id: str) -> None:
        """Let any copy have it that takes it: nothing was said."""
        values = {"state": Stage.WAITING, "holder": None}
        self._change((QUESTION.c.id == id) & (QUESTION.c.holder == self.holder) & _OPEN, values)

    def adopt(self, now: Instant, limit: int) -> tuple[StoredQuestion, ...]:
        """Take over at most so many of nobody's questions, each as it was left.

        What waited is this copy's now. What had been begun is settled with this.
        """
        is_lost = _OPEN & or_(QUESTION.c.holder.is_(None), QUESTION.c.holder.not_in(living(now)))
        query = select(QUESTION).where(is_lost).order_by(QUESTION.c.asked_at).limit(limit)
        with self.store.read() as connection:
            if connection.execute(query.limit(1)).first() is None:
                return ()
        with self.store.write() as connection:
            rows = connection.execute(query.with_for_update(skip_locked=True)).mappings().all()
            waiting_ids = [row["id"] for row in rows if row["state"] == Stage.WAITING]
            begun_ids = [row["id"] for row in rows if row["state"] != Stage.WAITING]
            connection.execute(_of(waiting_ids).values(holder=self.holder))
            connection.execute(_of(begun_ids).values(_SETTLED))
        return tuple(
            StoredQuestion(row["id"], Stage(row["state"]), row["payload"] or "", row["asked_at"])
            for row in rows
        )

    def expire(self, before: Instant) -> int:
        """Settle what this copy has held since before, which never ends; how many those were."""
        is_held = _OPEN & (QUESTION.c.holder == self.holder)
        return self._change(is_held & (QUESTION.c.asked_at < before), _SETTLED)

    def forget(self, before: Instant) -> None:
        """Let go of what was asked before: by then Slack delivers nothing again."""
        with self.store.write() as connection:
            connection.execute(delete(QUESTION).where(QUESTION.c.asked_at < before))

    def _row(self, id: str, payload: str, asked_at: Instant) -> dict[str, Any]:
        values = (clean(id), Stage.WAITING.value, clean(payload), asked_at, self.holder)
        return dict(zip(NAMES, values, strict=True))

    def _own(self, id: str, stage: Stage) -> ColumnElement[bool]:
        own = (QUESTION.c.id == id) & (QUESTION.c.holder == self.holder)
        return own & (QUESTION.c.state == stage)

    def _change(self, which: ColumnElement[bool], values: dict[str, Any]) -> int:
        with self.store.write() as connection:
            return connection.execute(update(QUESTION).where(which).values(values)).rowcount


_SETTLED: Final = {"state": Stage.SETTLED, "payload": None}


def _of(ids: Iterable[str]) -> Any:
    return update(QUESTION).where(QUESTION.c.id.in_(list(ids)))
