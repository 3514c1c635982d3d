"""Alerts as rows: each is checked by one copy of the bot at a time, and told once.

A check's outcome and the message it puts into the outbox are one transaction: told and standing
never part ways, whatever happens to the process.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, update

from metrics.posting.alerts import Alert, Care, Phase, Quiet, Standing
from metrics.posting.deliveries import Delivery
from metrics.store.books.outbox import put
from metrics.store.database.engine import Store
from metrics.store.database.rows import clean
from metrics.store.database.statements import Row, insert_first
from metrics.store.tables.alerts import AlertRow, AlertStepRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import NEVER, Instant

ALERT = table(AlertRow)
STEP = table(AlertStepRow)
_STANDING = tuple(field.name for field in fields(Standing))
ACKNOWLEDGED = "acknowledged"
"""What became of an alert that somebody has taken on."""
BLIND, FEW, SEES = "blind", "few", "sees"
"""What became of an alert that cannot see for want of data, has too little to tell, sees again."""
SIGHTS = (BLIND, FEW, SEES)
_CARE = ("checks", "every_seconds", "remind_seconds")
_THERE = ALERT.c.deleted_at.is_(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStep:
    """Something that became of an alert."""

    alert: str
    episode: int
    at: Instant
    what: str
    who: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedAlert:
    """An alert, how it stands, and the delivery with which it fired last."""

    alert: Alert
    standing: Standing
    post: str | None
    next_check_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableAlert:
    """An alert whose row cannot be read: its time zone is unknown here, or it is spoilt."""

    id: str
    phrase: str
    channel: str
    owner: str


AGAIN_SECONDS = 86400
"""So long after it was deleted an alert of the settings stands as it stood when made again."""


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts there are. Deleted ones are not told of any more."""

    store: Store

    def make(self, alert: Alert) -> bool:
        """Keep a new alert; False where the same one is there. A deleted one is new again.

        One of the settings that was deleted lately stands as it stood: another copy of the bot,
        with other settings, may have deleted it, and what it has told is not told again.
        """
        row = _row(alert)
        restored_values = row | {"deleted_at": None}
        new_values = restored_values | asdict(Standing()) | {"post": None, "next_check_at": 0}
        is_deleted = (ALERT.c.id == alert.id) & ALERT.c.deleted_at.is_not(None)
        is_recent = (ALERT.c.deleted_at > alert.made_at - AGAIN_SECONDS) & (ALERT.c.owner == "")
        with self.store.write() as connection:
            if insert_first(connection, ALERT, row):
                return True
            if not alert.owner:
                restore = update(ALERT).where(is_deleted, is_recent).values(restored_values)
                if connection.execute(restore).rowcount == 1:
                    return True
            return (
                connection.execute(update(ALERT).where(is_deleted).values(new_values)).rowcount == 1
            )

    def delete(self, id: str, now: Instant) -> bool:
        """Watch it no more; what it told stays kept."""
        own = (ALERT.c.id == id) & _THERE
        with self.store.write() as connection:
            result = connection.execute(update(ALERT).where(own).values(deleted_at=now))
            return result.rowcount == 1

    def all(self) -> tuple[WatchedAlert, ...]:
        """All alerts that can be read, with their standing, the oldest first."""
        return tuple(one for one in self._all() if isinstance(one, WatchedAlert))

    def unreadable(self) -> tuple[UnreadableAlert, ...]:
        """The alerts that cannot be read, the oldest first. Deleting needs no reading."""
        return tuple(one for one in self._all() if isinstance(one, UnreadableAlert))

    def get(self, id: str) -> WatchedAlert | None:
        """The alert of that id, unless it was deleted or cannot be read."""
        (alert,) = self._all(ALERT.c.id == id) or (None,)
        return alert if isinstance(alert, WatchedAlert) else None

    def _all(self, *which: ColumnElement[bool]) -> tuple[WatchedAlert | UnreadableAlert, ...]:
        query = select(ALERT).where(_THERE, *which).order_by(ALERT.c.made_at)
        with self.store.read() as connection:
            return tuple(_alert_of(row) for row in connection.execute(query).mappings())

    def due(self, now: Instant) -> tuple[WatchedAlert, ...]:
        """The alerts that are to be checked."""
        return tuple(alert for alert in self.all() if alert.next_check_at <= now)

    def claim(self, alert: WatchedAlert, now: Instant) -> bool:
        """Take a check on; False where another copy has. The next one is due a period from now."""
        due_check = (
            (ALERT.c.id == alert.alert.id) & (ALERT.c.next_check_at == alert.next_check_at) & _THERE
        )
        values = {"next_check_at": now + alert.alert.care.every_seconds}
        with self.store.write() as connection:
            return connection.execute(update(ALERT).where(due_check).values(values)).rowcount == 1

    def settle(
        self,
        before: WatchedAlert,
        standing: Standing,
        steps: Iterable[AlertStep] = (),
        delivery: Delivery | None = None,
        *,
        post: str | None = None,
    ) -> bool:
        """Keep how it stands after a check, with what is told of it; False if that has changed.

        `post` is the delivery that later ones of this episode stand under.
        """
        values: dict[str, Any] = asdict(standing)
        if post is not None:
            values["post"] = post
        is_unchanged = (ALERT.c.id == before.alert.id) & _THERE
        for name in _STANDING:
            is_unchanged &= ALERT.c[name].is_not_distinct_from(getattr(before.standing, name))
        with self.store.write() as connection:
            if connection.execute(update(ALERT).where(is_unchanged).values(values)).rowcount != 1:
                return False
            self._note(connection, steps)
            if delivery is not None:
                put(connection, delivery, delivery.due_at)
            return True

    def since(self, at: Instant) -> tuple[AlertStep, ...]:
        """What became of alerts from that instant on, the oldest first."""
        return self._steps(STEP.c.at >= at)

    def of(self, alert: str) -> tuple[AlertStep, ...]:
        """All that became of an alert, the oldest first."""
        return self._steps(STEP.c.alert == alert)

    def sights(self, before: Instant, *alerts: str) -> tuple[AlertStep, ...]:
        """What those alerts could see before an instant, all where none is named: each turn of it.

        They are in order, the oldest first. Of one that has always seen there is nothing.
        """
        which = [STEP.c.what.in_(SIGHTS), STEP.c.at < before]
        which += [STEP.c.alert.in_(alerts)] if alerts else []
        return self._steps(*which)

    def latest_sight(self, alert: str) -> str:
        """Whether it could see at its latest check: one of SIGHTS."""
        turns = self.sights(NEVER, alert)
        return turns[-1].what if turns else SEES

    def note(self, *steps: AlertStep) -> None:
        """Keep what became of an alert though it does not stand otherwise."""
        with self.store.write() as connection:
            self._note(connection, steps)

    def _steps(self, *which: ColumnElement[bool]) -> tuple[AlertStep, ...]:
        query = select(STEP).where(*which).order_by(STEP.c.at, STEP.c.key)
        names = [field.name for field in fields(AlertStep)]
        with self.store.read() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(AlertStep(**{name: row[name] for name in names}) for row in rows)

    def _note(self, connection: Connection, steps: Iterable[AlertStep]) -> None:
        for step in steps:
            row = asdict(step) | {"detail": clean(step.detail)}
            connection.execute(insert(STEP).values(row))


def _row(alert: Alert) -> Row:
    row = {name: value for name, value in asdict(alert).items() if name != "care"}
    care = {name: getattr(alert.care, name) for name in _CARE}
    return row | care | {"quiet": _quiet_text(alert.care.quiet)}


def _alert_of(row: RowMapping) -> WatchedAlert | UnreadableAlert:
    try:
        return _watched_alert(row)
    except (ValueError, KeyError, TypeError, OSError):
        names = [field.name for field in fields(UnreadableAlert)]
        return UnreadableAlert(**{name: row[name] for name in names})


def _watched_alert(row: RowMapping) -> WatchedAlert:
    names = [field.name for field in fields(Alert) if field.name != "care"]
    care = Care(**{name: row[name] for name in _CARE}, quiet=_quiet(row["quiet"]))
    standing = {name: row[name] for name in _STANDING} | {"phase": Phase(row["phase"])}
    return WatchedAlert(
        alert=Alert(**{name: row[name] for name in names}, care=care),
        standing=Standing(**standing),
        post=row["post"],
        next_check_at=row["next_check_at"],
    )


def _quiet_text(quiet: Quiet | None) -> str:
    return f"{quiet.start:%H:%M} {quiet.end:%H:%M} {quiet.zone}" if quiet else ""


def _quiet(text: str) -> Quiet | None:
    if not text:
        return None
    start, end, zone = text.split()
    return Quiet(start=time.fromisoformat(start), end=time.fromisoformat(end), zone=ZoneInfo(zone))
