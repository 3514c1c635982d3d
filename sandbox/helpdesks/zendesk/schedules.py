"""The stand-in's one business schedule: the hours and holidays of the made-up team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sandbox.helpdesks.zendesk.exports import RefusedError
from sandbox.helpdesks.zendesk.rows import iso
from sandbox.year import Year
from sandbox.year.shifts import is_holiday

SCHEDULE: Final = 360_000_000_123
_FIRST_HOLIDAY: Final = 360_000_004_000
_MINUTES: Final = 1440
_MADE_BEFORE: Final = 30 * 86_400
_ZONES: Final = {
    "Europe/Berlin": "Berlin",
    "America/New_York": "Eastern Time (US & Canada)",
    "Asia/Tokyo": "Tokyo",
}
"""Zendesk's names of time zones."""


def schedules(year: Year) -> dict[str, Any]:
    """All schedules. Minutes are counted from Sunday; no page, no cursor, no holidays here."""
    created_at = iso(year.starts_at - _MADE_BEFORE)
    one = {
        "id": SCHEDULE,
        "name": "Support",
        "time_zone": _ZONES[year.zone],
        "intervals": [
            {
                "start_time": day * _MINUTES + _minutes(year.shifts.opens),
                "end_time": day * _MINUTES + _minutes(year.shifts.closes),
            }
            for day in range(1, 6)
        ],
        "created_at": created_at,
        "updated_at": created_at,
    }
    return {"schedules": [one], "url": "/api/v2/business_hours/schedules.json"}


def holidays(year: Year, schedule: int) -> dict[str, Any]:
    """The holidays of a schedule, in spans whose last day belongs to them."""
    if schedule != SCHEDULE:
        raise RefusedError("RecordNotFound", "Not found", status=404)
    entries = [
        {
            "id": _FIRST_HOLIDAY + number,
            "name": f"Holiday {number}",
            "start_date": first.isoformat(),
            "end_date": last.isoformat(),
        }
        for number, (first, last) in enumerate(_spans(year), 1)
    ]
    return {
        "holidays": entries,
        "url": f"/api/v2/business_hours/schedules/{schedule}/holidays.json",
    }


def _spans(year: Year) -> Iterator[tuple[date, date]]:
    day = datetime.fromtimestamp(year.starts_at, UTC).date() - timedelta(days=31)
    end = datetime.fromtimestamp(year.ends_at, UTC).date() + timedelta(days=366)
    while day < end:
        first = day
        while is_holiday(day):
            day += timedelta(days=1)
        if day > first:
            yield first, day - timedelta(days=1)
        day += timedelta(days=1)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
