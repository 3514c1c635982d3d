"""Intercom's office hours turned into ours. Pure. Days with hours of their own are not in ours.

Minutes count from Monday 00:00; of several schedules nobody says which is the usual one.
https://developers.intercom.com/docs/references/2.16/rest-api/api.intercom.io/office-hours
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from metrics.helpdesks.fields import (
    MalformedError,
    Raw,
    clean,
    count,
    identity,
    instant,
    record,
    rows,
)
from metrics.helpdesks.intercom.normalise import Reading
from metrics.helpdesks.zones import zone
from metrics.office_hours.calendar import ALWAYS, Day, Hours
from metrics.office_hours.public_holidays import YEARS
from metrics.tickets.office import DeskSchedule

_DAY: Final = 1440
_WEEK: Final = 7 * _DAY
ONLY: Final = "only_one"
"""The key that says of a row that there is no other schedule."""


def schedule(raw: Raw, reading: Reading) -> DeskSchedule:
    """Office hours as they were seen at `seen_at`. Raises MalformedError."""
    name = str(raw.get("time_zone_name") or "")
    zone_name = zone(name)
    if zone_name is None:
        reading.unknown[f"time zone:{clean(name, 60)}"] += 1
        raise MalformedError("time_zone_name is not one we know")
    try:
        hours = ALWAYS if raw.get("twenty_four_seven") is True else Hours(_week(raw))
    except ValueError:
        raise MalformedError("time_intervals are not the hours of a week") from None
    days = sorted({day for one in rows(raw, "exceptions") for day in _closed(record(one), reading)})
    return DeskSchedule(
        id=identity(raw, "id"),
        name=clean(str(raw.get("name") or "")),
        zone=zone_name,
        hours=hours.words(),
        holidays=", ".join(day.isoformat() for day in days),
        default=raw.get(ONLY) is True,
        since_at=instant(raw, "seen_at"),
    )


def troubles(schedules: Iterable[object]) -> Iterator[str]:
    """A sentence for what of the office hours cannot be used, and what to do about it."""
    listed = [raw for raw in schedules if isinstance(raw, dict)]
    for raw in listed:
        name = raw.get("time_zone_name")
        if isinstance(name, str) and zone(name) is None:
            yield (
                f'The time zone "{clean(name, 60)}" of the office hours '
                f'"{clean(str(raw.get("name") or ""), 60)}" is not known, so they are not used. '
                "Write them into DESKPULSE_SCHEDULES."
            )
    if len(listed) > 1:
        yield (
            f"Intercom has {len(listed)} schedules of office hours and does not say which of them "
            "a conversation has, so none is used. Write those of your teams into "
            "DESKPULSE_SCHEDULES."
        )


def _week(raw: Raw) -> tuple[Day, ...]:
    """Monday first; what runs over midnight belongs to two days. Raises ValueError."""
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for entry in rows(raw, "time_intervals"):
        start, end = (count(record(entry), f"{which}_minute") for which in ("start", "end"))
        if start is None or end is None or not 0 <= start < end <= _WEEK:
            raise ValueError("no interval")
        while start < end:
            day = start // _DAY
            stop = min(end, (day + 1) * _DAY)
            week[day].append((start - day * _DAY, stop - day * _DAY))
            start = stop
    return tuple(tuple(sorted(day)) for day in week)


def _closed(raw: Raw, reading: Reading) -> Iterator[date]:
    """The days on which nobody works, where a day off may come again each year."""
    kind = raw.get("exception_type")
    if kind != "closed":
        reading.unknown[f"office hours exception:{clean(str(kind), 40)}"] += 1
        return
    try:
        day = date.fromisoformat(str(raw.get("exception_date")))
    except ValueError:
        raise MalformedError("exception_date is no date") from None
    years = range(day.year, YEARS.stop) if raw.get("recurring_annually") is True else (day.year,)
    for year in years:
        try:
            yield day.replace(year=year)
        except ValueError:
            continue  # the 29th of February
