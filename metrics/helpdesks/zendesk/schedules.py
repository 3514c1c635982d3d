"""Zendesk's business schedules turned into ours. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
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
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.helpdesks.zones import zone
from metrics.office_hours.calendar import Day, Hours
from metrics.tickets.office import DeskSchedule

_DAY: Final = 1440
_WEEK: Final = 7 * _DAY
_LONGEST: Final = timedelta(days=366)


def schedule(raw: Raw, reading: Reading) -> DeskSchedule:
    """A schedule with its holidays, as `Client` puts them together. Raises MalformedError."""
    name = str(raw.get("time_zone") or "")
    zone_name = zone(name)
    if zone_name is None:
        reading.unknown[f"time zone:{clean(name, 60)}"] += 1
        raise MalformedError("time_zone is not one we know")
    try:
        hours = Hours(_week(raw))
    except ValueError:
        raise MalformedError("intervals are not the hours of a week") from None
    days = sorted({day for entry in rows(raw, "holidays") for day in _holiday(record(entry))})
    return DeskSchedule(
        id=identity(raw, "id"),
        name=clean(str(raw.get("name") or "")),
        zone=zone_name,
        hours=hours.words(),
        holidays=", ".join(day.isoformat() for day in days),
        default=raw.get("default") is True,
        since_at=instant(raw, "seen_at"),
    )


def troubles(schedules: Iterable[object]) -> Iterator[str]:
    """A sentence for each schedule whose hours cannot be used, because nobody knows its zone."""
    for raw in schedules:
        row = raw if isinstance(raw, dict) else {}
        name = row.get("time_zone")
        if isinstance(name, str) and zone(name) is None:
            yield (
                f'The time zone "{clean(name, 60)}" of the schedule '
                f'"{clean(str(row.get("name") or ""), 60)}" is not known, so its hours are not '
                "used. Write them into DESKPULSE_SCHEDULES."
            )


def _week(raw: Raw) -> tuple[Day, ...]:
    """Monday first. Zendesk counts minutes from Sunday; its week ends at 10080, which may read 0.

    Raises ValueError.
    """
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for entry in rows(raw, "intervals"):
        start, end = count(record(entry), "start_time"), count(record(entry), "end_time")
        if start is None or end is None or start >= _WEEK:
            raise ValueError("no interval")
        day = start // _DAY
        week[(day - 1) % 7].append((start - day * _DAY, (end or _WEEK) - day * _DAY))
    return tuple(tuple(sorted(day)) for day in week)


def _holiday(raw: Raw) -> Iterator[date]:
    """Each day of a holiday; its last day belongs to it."""
    try:
        first, last = (date.fromisoformat(str(raw.get(f"{end}_date"))) for end in ("start", "end"))
    except ValueError:
        raise MalformedError("a holiday has no dates") from None
    if not timedelta() <= last - first <= _LONGEST:
        raise MalformedError("a holiday ends before it begins, or lasts for years")
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
