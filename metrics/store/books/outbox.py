"""The outbox: messages that are to be posted once, each worked on by one process at a time.

A delivery is held with a lease that lapses, and every step asks whether it is still held; so a
process that was thought dead and wakes up changes nothing. A step is kept in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    case,
    insert,
    or_,
    select,
    true,
    update,
)

from metrics.posting.deliveries import OPEN, Delivery, State, Step
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import is_gone
from metrics.store.database.rows import clean
from metrics.store.database.statements import Row, insert_first, insert_new
from metrics.store.tables.digests import DeliveryRow, DeliveryStepRow
from metrics.store.tables.posts import CardRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

DELIVERY = table(DeliveryRow)
STEP = table(DeliveryStepRow)
CARD = table(CardRow)
_NAMES = tuple(field.name for field in fields(Delivery))
_OPEN = DELIVERY.c.state.in_(OPEN)


def note(connection: Connection, step: Step) -> None:
    """Keep what became of a delivery."""
    row = asdict(step) | {"detail": clean(step.detail)}
    connection.execute(insert(STEP).values(row))


def put(connection: Connection, delivery: Delivery, now: Instant) -> bool:
    """Put a message into the outbox; False where it is there. For whoever writes beside it too."""
    row = _row(delivery)
    if not insert_first(connection, DELIVERY, row):
        return False
    note(connection, Step(delivery=delivery.id, at=now, what=delivery.state))
    return True


AGAIN = "again"
"""The step of a person who wants it posted after all."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """The deliveries of a store, as one process works on them."""

    store: Store
    holder: str
    lease_seconds: int = 60

    def put(self, deliveries: Iterable[Delivery], now: Instant) -> None:
        """Put messages into the outbox; those that are there stay as they are."""
        with self.store.write() as connection:
            for delivery in deliveries:
                put(connection, delivery, now)

    def claim(self, now: Instant) -> Delivery | None:
        """Hold the delivery that is due first and held by nobody, and whose parent is posted."""
        parent = DELIVERY.alias("parent")
        # A part waits for its parent; who asks at the same moment passes over a row that is taken.
        is_root = DELIVERY.c.parent.is_(None)
        has_post = (parent.c.id == DELIVERY.c.parent) & parent.c.ts.is_not(None)
        may_go = or_(is_root, select(true()).where(has_post).exists())
        is_free = (DELIVERY.c.not_before <= now) & (DELIVERY.c.held_until <= now)
        due_ids = select(DELIVERY.c.id).where(_OPEN, is_free, may_go)
        in_order = due_ids.order_by(DELIVERY.c.due_at, DELIVERY.c.part, DELIVERY.c.id)
        first_id = in_order.limit(1).with_for_update(skip_locked=True).scalar_subquery()
        lease = {"holder": self.holder, "held_until": now + self.lease_seconds}
        with self.store.write() as connection:
            first = update(DELIVERY).where(DELIVERY.c.id == first_id, _OPEN, is_free)
            result = connection.execute(first.values(lease).returning(*DELIVERY.c))
            row = result.mappings().first()
            return delivery_of(row) if row else None

    def renew(self, ids: Sequence[str], now: Instant) -> None:
        """Go on holding what is worked on."""
        is_ours = DELIVERY.c.id.in_(ids) & (DELIVERY.c.holder == self.holder)
        lease = {"held_until": now + self.lease_seconds}
        with self.store.write() as connection:
            connection.execute(update(DELIVERY).where(is_ours, _OPEN).values(lease))

    def free_the_dead(self, now: Instant) -> None:
        """Let go of what is held by processes of this machine that do not run any more."""
        is_held = (DELIVERY.c.held_until > now) & _OPEN
        with self.store.read() as connection:
            query = select(DELIVERY.c.holder).where(is_held).distinct()
            holders = connection.execute(query).scalars()
            dead_holders = [holder for holder in holders if holder and is_gone(holder)]
        if dead_holders:
            with self.store.write() as connection:
                is_dead = DELIVERY.c.holder.in_(dead_holders) & is_held
                connection.execute(update(DELIVERY).where(is_dead).values(held_until=now))

    def compose(
        self, delivery: Delivery, message: Delivery, parts: Iterable[Delivery], now: Instant
    ) -> bool:
        """Keep the words of a delivery, with what goes into its thread; False if it is not ours."""
        words = {
            "state": State.READY,
            "payload": message.payload,
            "picture": message.picture,
            "receipts": " ".join(message.receipts),
            "things": message.things,
        }
        with self.store.write() as connection:
            if not self._step(connection, delivery, words, _step_of(delivery, now, State.READY)):
                return False
            insert_new(connection, DELIVERY, [_row(part) for part in parts])
            return True

    def mark_sending(self, delivery: Delivery, now: Instant) -> bool:
        """Say that it goes to Slack now; False if it is not ours. The lease is whole again."""
        values = {
            "sent_at": now,
            "searches": 0,
            "attempts": DELIVERY.c.attempts + 1,
            "held_until": now + self.lease_seconds,
        }
        return self._write(delivery, values, now, "sending")

    def mark_posted(self, delivery: Delivery, channel: str, ts: str, now: Instant) -> bool:
        """Say that it stands in Slack; False if it is not ours, and another may have posted it."""
        values = {
            "state": State.POSTED,
            "posted_in": channel,
            "ts": ts,
            "sent_at": None,
            "settled_at": now,
            "picture": delivery.picture if delivery.rewritten else None,
            "reason": None,
        }
        with self.store.write() as connection:
            step = _step_of(delivery, now, State.POSTED, f"{channel} {ts}")
            if not self._step(connection, delivery, values, step):
                return False
            for receipt in delivery.receipts[:1]:
                thread = self._thread(connection, delivery) or ts
                card = {"channel": channel, "ts": ts, "thread": thread, "receipt": receipt}
                insert_new(connection, CARD, [card])
            return True

    def later(
        self,
        delivery: Delivery,
        until: Instant,
        now: Instant,
        reason: str,
        *,
        is_unsent: bool = False,
    ) -> bool:
        """Let go of it until an instant. `is_unsent`: Slack surely does not have it."""
        values = {"not_before": until, "held_until": 0, "reason": reason}
        return self._write(
            delivery, values | ({"sent_at": None} if is_unsent else {}), now, "later", reason
        )

    def mark_searched(self, delivery: Delivery, until: Instant, now: Instant) -> bool:
        """Say that it was looked for in vain; look again at an instant."""
        values = {"searches": delivery.searches + 1, "not_before": until, "held_until": 0}
        return self._write(delivery, values, now, "not found")

    def settle(
        self,
        delivery: Delivery,
        state: State,
        reason: str,
        now: Instant,
        notices: Iterable[Delivery] = (),
    ) -> bool:
        """End it without a post, with its thread, and tell whom it concerns.

        Its words and its picture stay a while: a person may have it posted after all.
        """
        values = {"state": state, "reason": reason, "settled_at": now, "held_until": 0}
        children = (DELIVERY.c.parent == delivery.id) & _OPEN
        with self.store.write() as connection:
            if not self._step(connection, delivery, values, _step_of(delivery, now, state, reason)):
                return False
            part_values = {"state": State.DROPPED, "reason": reason, "settled_at": now}
            connection.execute(update(DELIVERY).where(children).values(part_values))
            for notice in notices:
                put(connection, notice, now)
            return True

    def again(self, id: str, now: Instant, expires_at: Instant) -> bool:
        """Post what failed, was missed or is unsure after all, because a person says so.

        What was composed goes out with the same words, and with the same thread.
        """
        can_be_retried = DELIVERY.c.state.in_((State.FAILED, State.MISSED, State.UNSURE))
        own_parts = (DELIVERY.c.parent == id) & (DELIVERY.c.state == State.DROPPED)
        new_state = case((DELIVERY.c.payload.is_(None), State.PLANNED), else_=State.READY)
        values = {"sent_at": None, "not_before": now, "settled_at": None, "expires_at": expires_at}
        statement = update(DELIVERY).values(values | {"state": new_state})
        with self.store.write() as connection:
            retry = statement.where(DELIVERY.c.id == id, can_be_retried)
            if connection.execute(retry).rowcount != 1:
                return False
            connection.execute(statement.where(own_parts))
            note(connection, Step(delivery=id, at=now, what=AGAIN))
            return True

    def confirm_posted(self, id: str, now: Instant) -> bool:
        """Take the word of a person that what is unsure is posted; False where it is not unsure."""
        is_unsure = (DELIVERY.c.id == id) & (DELIVERY.c.state == State.UNSURE)
        values = {"state": State.POSTED, "reason": None, "settled_at": now, "picture": None}
        with self.store.write() as connection:
            if connection.execute(update(DELIVERY).where(is_unsure).values(values)).rowcount != 1:
                return False
            note(connection, Step(delivery=id, at=now, what=State.POSTED, detail="seen"))
            return True

    def get(self, id: str) -> Delivery | None:
        """The delivery of that id."""
        with self.store.read() as connection:
            row = connection.execute(select(DELIVERY).where(DELIVERY.c.id == id)).mappings().first()
            return delivery_of(row) if row else None

    def of(self, source: str, limit: int = 20) -> tuple[Delivery, ...]:
        """The deliveries of a source that are posts of their own, the newest first."""
        query = select(DELIVERY).where(DELIVERY.c.source == source, DELIVERY.c.part == 0)
        newest_first = query.order_by(DELIVERY.c.due_at.desc()).limit(limit)
        with self.store.read() as connection:
            return tuple(delivery_of(row) for row in connection.execute(newest_first).mappings())

    def steps(self, id: str) -> tuple[Step, ...]:
        """What became of a delivery, in order."""
        query = select(STEP).where(STEP.c.delivery == id).order_by(STEP.c.key)
        names = [field.name for field in fields(Step)]
        with self.store.read() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Step(**{name: row[name] for name in names}) for row in rows)

    def backlog(self, now: Instant) -> tuple[int, Instant | None]:
        """How many deliveries are due and not settled, and the earliest due instant of them."""
        is_due = _OPEN & (DELIVERY.c.due_at <= now)
        with self.store.read() as connection:
            instants = connection.execute(select(DELIVERY.c.due_at).where(is_due)).scalars().all()
        return len(instants), min(instants, default=None)

    def thread(self, delivery: Delivery) -> tuple[str, str] | None:
        """Where its thread is: channel and timestamp of the post it belongs under."""
        parent = self.get(delivery.parent) if delivery.parent else None
        return (parent.posted_in, parent.ts) if parent and parent.posted_in and parent.ts else None

    def _thread(self, connection: Connection, delivery: Delivery) -> str | None:
        if not delivery.parent:
            return None
        query = select(DELIVERY.c.ts).where(DELIVERY.c.id == delivery.parent)
        return connection.execute(query).scalar_one_or_none()

    def _write(
        self, delivery: Delivery, values: dict[str, Any], now: Instant, what: str, detail: str = ""
    ) -> bool:
        with self.store.write() as connection:
            return self._step(connection, delivery, values, _step_of(delivery, now, what, detail))

    def _step(
        self, connection: Connection, delivery: Delivery, values: dict[str, Any], step: Step
    ) -> bool:
        """Change a delivery that is still ours to change."""
        is_ours: ColumnElement[bool] = (
            (DELIVERY.c.id == delivery.id) & (DELIVERY.c.holder == self.holder) & _OPEN
        )
        statement = update(DELIVERY).where(is_ours).values(values)
        if connection.execute(statement).rowcount != 1:
            return False
        note(connection, step)
        return True


def _step_of(delivery: Delivery, now: Instant, what: str, detail: str = "") -> Step:
    return Step(delivery=delivery.id, at=now, what=what, detail=detail)


def delivery_of(row: RowMapping) -> Delivery:
    typed_values = {"state": State(row["state"]), "receipts": tuple(row["receipts"].split())}
    return Delivery(**{name: row[name] for name in _NAMES} | typed_values)


def _row(delivery: Delivery) -> Row:
    return asdict(delivery) | {"receipts": " ".join(delivery.receipts)}
