"""The schedules of digests, as rows that any copy of the bot sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, select, update

from metrics.posting.deliveries import OPEN, Delivery, DigestSchedule, State, Step, delivery_id
from metrics.store.books.outbox import DELIVERY, note, put
from metrics.store.database.engine import Store
from metrics.store.database.rows import clean
from metrics.store.database.statements import insert_first
from metrics.store.tables.digests import DigestScheduleRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

SCHEDULE = table(DigestScheduleRow)
_NAMES = tuple(field.name for field in fields(DigestSchedule))

DIGEST = "digest:"
"""So begin the sources of deliveries that are digests; the schedule's id follows."""
AGAIN_SECONDS = 86400
"""So long after it was withdrawn a schedule of the settings goes on where it was."""


@dataclass(frozen=True, slots=True)
class DigestSchedules:
    """The schedules there are. Deleted ones are not told of any more."""

    store: Store

    def make(self, schedule: DigestSchedule) -> bool:
        """Keep a new schedule; False where the same one is there. A deleted one is new again.

        One that was withdrawn lately goes on where it was: no slot since then is passed over.
        """
        row = asdict(schedule) | {"where": clean(schedule.where), "deleted_at": None}
        is_deleted = (SCHEDULE.c.id == schedule.id) & SCHEDULE.c.deleted_at.is_not(None)
        is_recent = SCHEDULE.c.deleted_at > schedule.made_at - AGAIN_SECONDS
        with self.store.write() as connection:
            if insert_first(connection, SCHEDULE, row):
                return True
            if not schedule.owner:
                restore = update(SCHEDULE).where(is_deleted, is_recent, SCHEDULE.c.owner == "")
                if connection.execute(restore.values(deleted_at=None)).rowcount == 1:
                    return True
            return connection.execute(update(SCHEDULE).where(is_deleted).values(row)).rowcount == 1

    def all(self) -> tuple[DigestSchedule, ...]:
        """All schedules, those first that are due first."""
        query = select(SCHEDULE).where(SCHEDULE.c.deleted_at.is_(None))
        with self.store.read() as connection:
            rows = connection.execute(query.order_by(SCHEDULE.c.next_due_at, SCHEDULE.c.id))
            return tuple(_schedule(row) for row in rows.mappings())

    def get(self, id: str) -> DigestSchedule | None:
        """The schedule of that id, unless it was deleted."""
        return self._one((SCHEDULE.c.id == id) & SCHEDULE.c.deleted_at.is_(None))

    def ever(self, id: str) -> DigestSchedule | None:
        """The schedule of that id, though it may be deleted: what was due already still comes."""
        return self._one(SCHEDULE.c.id == id)

    def _one(self, which: ColumnElement[bool]) -> DigestSchedule | None:
        with self.store.read() as connection:
            row = connection.execute(select(SCHEDULE).where(which)).mappings().first()
        return _schedule(row) if row else None

    def pause(self, id: str, reason: str, now: Instant, notices: Iterable[Delivery] = ()) -> bool:
        """Post nothing more until it is resumed; what is due and not yet sent is dropped.

        `notices` tell of it.
        """
        return self._stop(id, {"paused": clean(reason)}, now, f"paused: {clean(reason)}", notices)

    def resume(self, id: str, next_due_at: Instant) -> bool:
        """Post again from the slot `next_due_at` on."""
        own = (SCHEDULE.c.id == id) & SCHEDULE.c.deleted_at.is_(None)
        values = {"paused": None, "next_due_at": next_due_at}
        with self.store.write() as connection:
            resumption = update(SCHEDULE).where(own, SCHEDULE.c.paused.is_not(None))
            return connection.execute(resumption.values(values)).rowcount == 1

    def delete(self, id: str, now: Instant) -> bool:
        """Post nothing more; what was posted stays told of."""
        return self._stop(id, {"deleted_at": now}, now, "deleted")

    def withdraw(self, id: str, now: Instant) -> bool:
        """Make no more slots due; what is due already still comes.

        For a schedule that the settings of this copy do not name: those of another copy may.
        """
        own = (SCHEDULE.c.id == id) & SCHEDULE.c.deleted_at.is_(None)
        with self.store.write() as connection:
            result = connection.execute(update(SCHEDULE).where(own).values(deleted_at=now))
            return result.rowcount == 1

    def _stop(
        self,
        id: str,
        values: dict[str, Any],
        now: Instant,
        reason: str,
        notices: Iterable[Delivery] = (),
    ) -> bool:
        own = (SCHEDULE.c.id == id) & SCHEDULE.c.deleted_at.is_(None)
        open_deliveries = (DELIVERY.c.source == f"{DIGEST}{id}") & DELIVERY.c.state.in_(OPEN)
        drop_values = {"state": State.DROPPED, "settled_at": now, "reason": reason}
        with self.store.write() as connection:
            if connection.execute(update(SCHEDULE).where(own).values(values)).rowcount != 1:
                return False
            drop = update(DELIVERY).where(open_deliveries, DELIVERY.c.sent_at.is_(None))
            drop = drop.values(drop_values).returning(DELIVERY.c.id)
            for (delivery,) in connection.execute(drop).all():
                note(connection, Step(delivery=delivery, at=now, what=State.DROPPED, detail=reason))
            for notice in notices:
                put(connection, notice, now)
            return True

    def due(self, now: Instant) -> tuple[DigestSchedule, ...]:
        """The schedules with a slot that has come."""
        return tuple(s for s in self.all() if s.paused is None and s.next_due_at <= now)

    def plan(
        self,
        schedule: DigestSchedule,
        slots: tuple[Instant, ...],
        next_due_at: Instant,
        now: Instant,
        notices: Iterable[Delivery] = (),
    ) -> bool:
        """Make the slots that have come deliveries, and move the schedule on; False if another did.

        Of several only the newest is still to be posted, the others are MISSED, which `notices`
        tell of.
        """
        with self.store.write() as connection:
            if not self._move(connection, schedule, next_due_at):
                return False
            for slot in slots:
                self._slot(connection, schedule, slot, now, is_missed=slot != slots[-1])
            for notice in notices:
                put(connection, notice, now)
            return True

    def _move(self, connection: Connection, schedule: DigestSchedule, to: Instant) -> bool:
        is_unchanged = (
            (SCHEDULE.c.id == schedule.id)
            & (SCHEDULE.c.next_due_at == schedule.next_due_at)
            & SCHEDULE.c.paused.is_(None)
            & SCHEDULE.c.deleted_at.is_(None)
        )
        move = update(SCHEDULE).where(is_unchanged).values(next_due_at=to)
        return connection.execute(move).rowcount == 1

    def _slot(
        self,
        connection: Connection,
        schedule: DigestSchedule,
        slot: Instant,
        now: Instant,
        *,
        is_missed: bool,
    ) -> None:
        source = f"{DIGEST}{schedule.id}"
        reason = "a later one was due before the bot ran again" if is_missed else None
        put(
            connection,
            Delivery(
                id=delivery_id(source, slot),
                source=source,
                due_at=slot,
                channel=schedule.channel,
                owner=schedule.owner,
                state=State.MISSED if is_missed else State.PLANNED,
                expires_at=slot + schedule.grace_seconds,
                settled_at=now if is_missed else None,
                reason=reason,
            ),
            now,
        )

    def change(self, schedule: DigestSchedule) -> bool:
        """Put a changed schedule in the place of the one of its id; False where there is none."""
        own = (SCHEDULE.c.id == schedule.id) & SCHEDULE.c.deleted_at.is_(None)
        with self.store.write() as connection:
            statement = update(SCHEDULE).where(own).values(asdict(schedule))
            return connection.execute(statement).rowcount == 1


def _schedule(row: RowMapping) -> DigestSchedule:
    return DigestSchedule(**{name: row[name] for name in _NAMES})
