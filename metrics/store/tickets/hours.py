"""The helpdesk's own office hours: kept in versions as they are seen to change, and loaded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection, and_, select

from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.public_holidays import parse_holidays
from metrics.office_hours.schedules import ALWAYS_BEFORE, DeskHours, History, Version
from metrics.store.database.statements import Row, upsert
from metrics.store.tables.hours import DeskScheduleRow, ScheduleChoiceRow
from metrics.store.tables.tickets import TicketRow, table
from metrics.tickets.columns import Tickets
from metrics.tickets.records import Dimension

SCHEDULE: Final = table(DeskScheduleRow)
CHOICE: Final = table(ScheduleChoiceRow)
TICKET: Final = table(TicketRow)


def observe(connection: Connection, source: str, schedules: Sequence[Row]) -> bool:
    """Keep a new version of each schedule that is not as it was; whether there is one.

    What is gone from the helpdesk's list stays, for the tickets that had it.
    """
    if not schedules:
        return False
    query = select(SCHEDULE).where(SCHEDULE.c.source == source).order_by(SCHEDULE.c.since_at)
    latest = {row["id"]: dict(row) for row in connection.execute(query).mappings()}
    new = [
        row
        for row in schedules
        if _without_instant(row) != _without_instant(latest.get(row["id"], {}))
    ]
    upsert(connection, SCHEDULE, new, ("source", "id", "since_at"))
    return bool(new)


def _without_instant(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "since_at"}


def load(connection: Connection, tickets: Tickets, sources: Sequence[str]) -> DeskHours:
    """All schedules with their history, and which of them the tickets were given.

    `sources` are the words of the codes of sources. With tickets of one alone its default is that
    of all; of several each has its own, and what one has holds for no other's tickets.
    """
    versions: dict[tuple[str, str], list[Version]] = defaultdict(list)
    defaults: dict[str, list[Version]] = defaultdict(list)
    for row in connection.execute(select(SCHEDULE).order_by(SCHEDULE.c.since_at)).mappings():
        version = Version(row["since_at"], _calendar(row["name"], *(row[name] for name in _HOURS)))
        versions[row["source"], row["id"]].append(version)
        if row["default"]:
            defaults[row["source"]].append(version)
    # Each schedule has a number; 0 is the default of all. Where there are several helpdesks, the
    # default of each has a number of its own behind those.
    numbers = {schedule: number for number, schedule in enumerate(versions, 1)}
    source = tickets.latest[Dimension.SOURCE]
    alone = np.count_nonzero(np.bincount(source)) <= 1 and len(defaults) <= 1
    default = [version for own in defaults.values() for version in own] if alone else []
    homes = {} if alone else {name: len(versions) + 1 + n for n, name in enumerate(defaults)}
    ticket, at, number = _choices(connection, numbers)
    is_loaded = np.isin(ticket, tickets.key)
    return DeskHours(
        histories=tuple(
            map(_history, (default, *versions.values(), *(defaults[name] for name in homes)))
        ),
        ticket=ticket[is_loaded],
        at=at[is_loaded],
        number=number[is_loaded],
        keys=tickets.key,
        source=source,
        sources=tuple(sources),
        homes=homes,
    )


def _choices(connection: Connection, numbers: dict[tuple[str, str], int]) -> Sequence[Any]:
    """By ticket and time: keys, instants, and numbers; 0 for the default and the unknown."""
    own_ticket = and_(TICKET.c.source == CHOICE.c.source, TICKET.c.id == CHOICE.c.ticket)
    query = select(TICKET.c.key, CHOICE.c.at, CHOICE.c.source, CHOICE.c.schedule).join(
        CHOICE, own_ticket
    )
    query = query.order_by(TICKET.c.key, CHOICE.c.at, CHOICE.c.id)
    rows = [
        (row.key, row.at, numbers.get((row.source, row.schedule), 0))
        for row in connection.execute(query)
    ]
    return list(np.array(rows, dtype=np.int64).reshape(-1, 3).T)


def _history(versions: Sequence[Version]) -> History:
    since = (ALWAYS_BEFORE, *(version.since_at for version in versions[1:]))
    return tuple(Version(at, v.calendar) for at, v in zip(since, versions, strict=False))


_HOURS: Final = ("zone", "hours", "holidays")


@lru_cache(maxsize=256)
def _calendar(name: str, zone: str, hours: str, holidays: str) -> Calendar:
    """Made once, as working out all openings of its years takes a while."""
    return Calendar(ZoneInfo(zone), parse_hours(hours), parse_holidays(holidays), name)
