"""The hours of a week until somebody changes them: a row a day, as in a file of shifts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, delete, func, select

from metrics.errors import AskError
from metrics.imports.cells import LAST_YEAR
from metrics.periods.windows import midnight
from metrics.sources.standing_cost import months
from metrics.sources.standing_hours import STANDING_HOURS, WeeklyHours
from metrics.store.database.engine import Store
from metrics.store.imports import writing
from metrics.store.imports.standing_cost import MONTHS, stretches
from metrics.store.syncs import ledger
from metrics.store.tables.files import FILE_TABLES
from metrics.tickets.records import Instant

KIND: Final = "shifts"
_DAYS: Final = 7
_HOUR_SECONDS: Final = 3600
_QUARTER_SECONDS: Final = 900
"""Every month begins with one, in every zone."""
_SOURCE: Final = ledger.file_source(KIND)
_SHIFT: Final = FILE_TABLES[KIND].table
_STANDING: Final = (_SHIFT.c.source == _SOURCE) & (_SHIFT.c.agent == STANDING_HOURS)


@dataclass(frozen=True, slots=True)
class StandingHours:
    """What stands in the store for every week. Its hours go evenly over the seven days."""

    store: Store

    def steps(self) -> tuple[WeeklyHours, ...]:
        """The hours with the months in which they hold, the oldest first."""
        firsts = _STANDING & _SHIFT.c.id.endswith("-01")  # they change with the months
        query = select(_SHIFT).where(firsts).order_by(_SHIFT.c.id)
        with self.store.read() as connection:
            rows = connection.execute(query).all()
        values = [
            (_month(row), (row.ended_at - row.started_at, row.productive_seconds)) for row in rows
        ]
        return tuple(
            WeeklyHours(first, _hours(paid), _hours(for_customers), until)
            for first, until, (paid, for_customers) in stretches(values)
        )

    def months_of_files(self, zone: ZoneInfo) -> tuple[str, ...]:
        """The months of which files tell, in order: there nothing counts that stands here."""
        with self.store.read() as connection:
            return tuple(sorted(shift_months(connection, zone)))


def set_hours(connection: Connection, hours: WeeklyHours, zone: ZoneInfo, now: Instant) -> None:
    """Let them hold from their month on. Raises AskError where that is too far ahead."""
    rows = list(_rows(hours, zone))
    if not rows:
        raise AskError(f"{hours.month} is too far ahead.")
    writing.keep_files_away(connection)
    _remove(connection, _SHIFT.c.id > rows[-1]["id"])
    writing.save(connection, KIND, rows, now)
    # Nobody has to say again each week that they still hold.
    ledger.complete_until(connection, _SOURCE, rows[-1]["ended_at"])


def end_hours(connection: Connection, month: str, now: Instant) -> bool:
    """Let none hold from that month on; whether any did."""
    writing.keep_files_away(connection)
    if not _remove(connection, _SHIFT.c.id >= _id(month)):
        return False
    last = select(func.max(_SHIFT.c.ended_at)).where(_STANDING)
    until = connection.execute(last).scalar_one()
    ledger.complete_until(connection, _SOURCE, max(now, until or now))
    return True


def shift_months(connection: Connection, zone: ZoneInfo) -> set[str]:
    """The months of which files tell."""
    quarter = _SHIFT.c.started_at // _QUARTER_SECONDS
    query = select(quarter).where(_SHIFT.c.agent != STANDING_HOURS).distinct()
    instants = (each * _QUARTER_SECONDS for each in connection.execute(query).scalars())
    return {f"{datetime.fromtimestamp(at, zone):%Y-%m}" for at in instants}


def standing_months(connection: Connection) -> set[str]:
    """The months in which hours stand."""
    firsts = select(_SHIFT).where(_STANDING & _SHIFT.c.id.endswith("-01"))
    return set(map(_month, connection.execute(firsts)))


def _remove(connection: Connection, which: ColumnElement[bool]) -> int:
    """Take the standing rows of some days away; how many there were."""
    count = connection.execute(delete(_SHIFT).where(_STANDING & which)).rowcount
    if count:
        ledger.next_revision(connection, _SOURCE)
    return count


def _month(row: Row[Any]) -> str:
    day: str = row.id.removeprefix(_id(""))
    return day[: len("2026-11")]


def _hours(seconds: int) -> float:
    return round(seconds * _DAYS / _HOUR_SECONDS, 2)


def _id(day: str) -> str:
    """The id of a day's row, by its date; that of a month stands before those of its days."""
    return f"{STANDING_HOURS} / {day}"


def _rows(hours: WeeklyHours, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    paid, for_customers = (
        round(each * _HOUR_SECONDS / _DAYS) for each in (hours.paid, hours.for_customers)
    )
    for day in _days(hours.month):
        start = midnight(day, zone)
        yield {
            "id": _id(day.isoformat()),
            "agent": STANDING_HOURS,
            "started_at": start,
            "ended_at": start + paid,
            "productive_seconds": for_customers,
            "team": None,
        }


def _days(first: str) -> Iterator[date]:
    """The days of so many months from the first on, as far as days can be stored."""
    *_, last = months(first, MONTHS + 1)
    day, end = date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01")
    while day < end and day.year < LAST_YEAR:
        yield day
        day += timedelta(days=1)
