"""Which copy of the bot makes the back-up of a day, and what came of it: one a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select, update

from metrics.store.database.engine import Store
from metrics.store.database.rows import clean
from metrics.store.database.statements import insert_new
from metrics.store.tables.ledger import BackupDayRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

DAY = table(BackupDayRow)
HELD_SECONDS: Final = 3600
"""So long one copy has for it, and so long after a failure it is tried again."""
ROWS_KEPT: Final = 60


@dataclass(frozen=True, slots=True)
class BackupDays:
    """The back-ups of days, "2026-11-30", by the team's calendar."""

    store: Store
    holder: str

    def claim(self, day: str, now: Instant) -> bool:
        """Take on the back-up of a day; False where it is made, or another copy is at it."""
        row = {"day": day, "holder": "", "held_until": 0, "done_at": None, "file": "", "error": ""}
        free = (DAY.c.day == day) & DAY.c.done_at.is_(None) & (DAY.c.held_until <= now)
        hold = {"holder": self.holder, "held_until": now + HELD_SECONDS}
        with self.store.write() as connection:
            insert_new(connection, DAY, [row])
            return connection.execute(update(DAY).where(free).values(hold)).rowcount == 1

    def finish(self, day: str, file: str, now: Instant) -> None:
        """Note that it is made; what was noted of days long past goes."""
        values = {"done_at": now, "file": clean(file), "error": ""}
        with self.store.write() as connection:
            connection.execute(update(DAY).where(DAY.c.day == day).values(values))
            days = select(DAY.c.day).order_by(DAY.c.day.desc()).limit(ROWS_KEPT)
            kept = connection.execute(days).scalars().all()
            connection.execute(delete(DAY).where(DAY.c.day.not_in(kept)))

    def fail(self, day: str, error: str) -> None:
        """Note why it could not be made."""
        with self.store.write() as connection:
            connection.execute(update(DAY).where(DAY.c.day == day).values(error=clean(error)))

    def newest(self) -> tuple[Instant | None, str]:
        """When the newest one was made, and why the newest day has none, "" where it has."""
        with self.store.read() as connection:
            made = connection.execute(select(func.max(DAY.c.done_at))).scalar()
            last = connection.execute(select(DAY.c.error).order_by(DAY.c.day.desc()).limit(1))
            return made, last.scalar() or ""
