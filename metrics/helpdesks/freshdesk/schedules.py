"""Freshdesk's business hours turned into ours. Pure. They have one span a day, and no holidays.

Only admins are told of them. https://developers.freshdesk.com/api/#business-hours
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from metrics.helpdesks.fields import MalformedError, Raw, clean, identity, instant, mapping
from metrics.helpdesks.freshdesk.normalise import Reading
from metrics.helpdesks.zones import zone
from metrics.office_hours.calendar import DAY_NAMES, Day, Hours
from metrics.tickets.office import DeskSchedule

_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})? *([ap])m", re.IGNORECASE)
_NOON: Final = 12
_LAST_MINUTE: Final = 1439
"""The end of a day that has no end is written as its last minute."""


def schedule(raw: Raw, reading: Reading) -> DeskSchedule:
    """Business hours as they were seen at `seen_at`. Raises MalformedError."""
    name = str(raw.get("time_zone") or "")
    zone_name = zone(name)
    if zone_name is None:
        reading.unknown[f"time zone:{clean(name, 60)}"] += 1
        raise MalformedError("time_zone is not one we know")
    spans = mapping(raw, "business_hours")
    try:
        hours = Hours(tuple(_day(mapping(spans, day)) for day in DAY_NAMES))
    except ValueError:
        raise MalformedError("business_hours are not the hours of a week") from None
    return DeskSchedule(
        id=identity(raw, "id"),
        name=clean(str(raw.get("name") or "")),
        zone=zone_name,
        hours=hours.words(),
        default=raw.get("is_default") is True,
        since_at=instant(raw, "seen_at"),
    )


def troubles(schedules: Iterable[object]) -> Iterator[str]:
    """A sentence for each whose hours cannot be used, because nobody knows its zone."""
    for raw in schedules:
        row = raw if isinstance(raw, dict) else {}
        name = row.get("time_zone")
        if isinstance(name, str) and zone(name) is None:
            yield (
                f'The time zone "{clean(name, 60)}" of the business hours '
                f'"{clean(str(row.get("name") or ""), 60)}" is not known, so they are not used. '
                "Write them into DESKPULSE_SCHEDULES."
            )


def _day(span: Raw) -> Day:
    """The span of a day; a day that is missing is closed. Raises ValueError."""
    if not span:
        return ()
    start, end = _minutes(span.get("start_time")), _minutes(span.get("end_time"))
    return ((start, _LAST_MINUTE + 1 if end in {0, _LAST_MINUTE} else end),)


def _minutes(value: object) -> int:
    """Minutes since midnight, of "8:00 am" or "08:00:00 am"."""
    match = _CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError("no time of day")
    hour, minute = int(match[1]) % _NOON, int(match[2])
    return 60 * (hour + (_NOON if match[3].lower() == "p" else 0)) + minute
