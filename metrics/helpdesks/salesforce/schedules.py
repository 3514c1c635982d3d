"""Salesforce's business hours and holidays turned into ours. Pure.

A day has one span: without times it is closed, and from midnight to midnight it is open all day.
Holidays that come again each year are dates of that day and month, from the first to the last one.
Other patterns, parts of days, and those without a date are counted as unknown and left out.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_businesshours.htm
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from metrics.helpdesks.fields import MalformedError, Raw, clean, identity, instant, rows
from metrics.helpdesks.salesforce.client import HOLIDAYS, SEEN_AT
from metrics.helpdesks.salesforce.normalise import Reading
from metrics.helpdesks.salesforce.soql import word
from metrics.helpdesks.zones import zone
from metrics.office_hours.calendar import DAY_NAMES, Day, Hours
from metrics.office_hours.public_holidays import YEARS
from metrics.tickets.office import DeskSchedule

_CLOCK: Final = re.compile(r"(\d{2}):(\d{2}):\d{2}(?:\.\d+)?Z?")
_MIDNIGHT: Final = 1440
_YEARLY: Final = "RecursYearly"


def schedule(raw: Raw, reading: Reading) -> DeskSchedule | None:
    """Business hours as they were seen; None for those that are switched off.

    Raises MalformedError.
    """
    if raw.get("IsActive") is False:
        return None
    name = word(raw, "TimeZoneSidKey")
    zone_name = zone(name)
    if zone_name is None:
        reading.unknown[f"time zone:{clean(name, 60)}"] += 1
        raise MalformedError("TimeZoneSidKey is not one we know")
    try:
        hours = Hours(tuple(_day(raw, day.title()) for day in DAY_NAMES))
    except ValueError:
        raise MalformedError("the times are not the hours of a week") from None
    days = {day for row in rows(raw, HOLIDAYS) for day in _holidays(row, reading)}
    return DeskSchedule(
        id=identity(raw, "Id"),
        name=word(raw, "Name"),
        zone=zone_name,
        hours=hours.words(),
        holidays=", ".join(day.isoformat() for day in sorted(days)),
        default=raw.get("IsDefault") is True,
        since_at=instant(raw, SEEN_AT),
    )


def troubles(schedules: Iterable[object]) -> Iterator[str]:
    """A sentence for each whose hours cannot be used, because nobody knows its zone."""
    for raw in schedules:
        row = raw if isinstance(raw, dict) else {}
        name = word(row, "TimeZoneSidKey")
        if name and row.get("IsActive") is not False and zone(name) is None:
            yield (
                f'The time zone "{clean(name, 60)}" of the business hours '
                f'"{clean(word(row, "Name"), 60)}" is not known, so they are not used. '
                "Write them into DESKPULSE_SCHEDULES."
            )


def _day(raw: Raw, day: str) -> Day:
    """The span of a day. Raises ValueError."""
    start, end = raw.get(f"{day}StartTime"), raw.get(f"{day}EndTime")
    if not start or not end:
        return ()
    return ((_minutes(start), _minutes(end) or _MIDNIGHT),)


def _minutes(text: object) -> int:
    """Minutes since midnight, of "08:00:00.000Z": the time of a clock on the wall there."""
    match = _CLOCK.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError("no time of day")
    return 60 * int(match[1]) + int(match[2])


def _holidays(row: object, reading: Reading) -> Iterator[date]:
    """The days of a holiday; none of one that is no whole day, or comes by another pattern."""
    raw = row if isinstance(row, dict) else {}
    repeats = raw.get("IsRecurrence") is True
    pattern = word(raw, "RecurrenceType") or "(none)"
    if raw.get("IsAllDay") is not True:
        reading.unknown["holiday:part of a day"] += 1
    elif repeats and pattern != _YEARLY:
        reading.unknown[f"holiday:{clean(pattern, 40)}"] += 1
    else:
        day = _date(raw, "ActivityDate")
        if day is None:
            reading.unknown["holiday:no date"] += 1
        elif not repeats:
            yield day
        else:
            first = _date(raw, "RecurrenceStartDate") or date.min
            last = _date(raw, "RecurrenceEndDateOnly") or date.max
            yield from (each for each in _yearly(day) if first <= each <= last)


def _date(raw: Raw, name: str) -> date | None:
    try:
        return date.fromisoformat(word(raw, name))
    except ValueError:
        return None


def _yearly(day: date) -> Iterator[date]:
    """The same day of each year that has it."""
    for year in YEARS:
        try:
            yield day.replace(year=year)
        except ValueError:
            continue  # the 29th of February of a year that has none
