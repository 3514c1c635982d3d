"""What an admin has set up: statuses, record types, hours, holidays, and what is promised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sandbox.helpdesks.salesforce import ids
from sandbox.helpdesks.salesforce.cases import (
    ALL_DAY,
    CLOSED,
    HOURS,
    INTERNAL,
    LIVE,
    MERGED,
    PAPER,
    STATUSES,
    SUPPORT,
)
from sandbox.helpdesks.salesforce.milestones import TYPES
from sandbox.helpdesks.salesforce.people import long_ago, stamps
from sandbox.helpdesks.salesforce.records import Record, Row
from sandbox.year import Year
from sandbox.year.plan import SYSTEM
from sandbox.year.promises import changed_at
from sandbox.year.shifts import is_holiday

_WORKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_DAYS: Final = (*_WORKDAYS, "Saturday", "Sunday")
_RECORD_TYPES: Final = {SUPPORT: "Support", INTERNAL: "Internal"}
_PROCESSES: Final = {
    PAPER: "Everything in writing",
    LIVE: "Chat and messaging",
    3: "Everything in writing, version 2",
}
_STRICTER: Final = 3
_ENTITLEMENTS: Final = {PAPER: "Support in writing", LIVE: "Live support"}


def company_records(year: Year) -> Iterator[Record]:
    """All of it, as it is today and was before."""
    since = long_ago(year)
    at = stamps(since)
    for number, word in enumerate((*STATUSES.values(), MERGED), 1):
        row = {
            "Id": ids.ident(ids.STATUS, number),
            "MasterLabel": word,
            "ApiName": word,
            "IsClosed": word in CLOSED,
            "IsDefault": number == 1,
            "SortOrder": number,
        }
        yield Record(entity="CaseStatus", values=row | at)
    for number, word in _RECORD_TYPES.items():
        row = {"Id": ids.ident(ids.RECORD_TYPE, number), "Name": word, "DeveloperName": word}
        row |= {"SobjectType": "Case", "IsActive": True}
        yield Record(entity="RecordType", values=row | at)
    for number, word in TYPES.values():
        row = {"Id": ids.ident(ids.MILESTONE_TYPE, number), "Name": word}
        repeats = "recursIndependently" if number == TYPES["next_reply"][0] else "none"
        yield Record(entity="MilestoneType", values=row | at | {"RecurrenceType": repeats})
    yield from _hours(year, at)
    yield from _holidays(year, at)
    yield from _entitlements(year, at)


def _hours(year: Year, at: Row) -> Iterator[Record]:
    """The team's hours, and those of promises that go on day and night: from midnight to it."""
    edges = {"Start": _clock(year.shifts.opens), "End": _clock(year.shifts.closes)}
    worked: Row = {f"{day}{edge}Time": when for day in _WORKDAYS for edge, when in edges.items()}
    always: Row = {f"{day}{edge}Time": _clock(time()) for day in _DAYS for edge in edges}
    for number, name, hours in ((HOURS, "Support", worked), (ALL_DAY, "Day and night", always)):
        row: Row = {
            "Id": ids.ident(ids.HOURS, number),
            "Name": name,
            "IsActive": True,
            "IsDefault": number == HOURS,
            "TimeZoneSidKey": year.zone,
        }
        yield Record(entity="BusinessHours", values=row | hours | at)


def _clock(at: time) -> str:
    return at.strftime("%H:%M:%S.000Z")


def _holidays(year: Year, at: Row) -> Iterator[Record]:
    """Each holiday by itself. To which hours they belong the API does not say (unconfirmed)."""
    day = datetime.fromtimestamp(year.starts_at, UTC).date() - timedelta(days=31)
    end = datetime.fromtimestamp(year.ends_at, UTC).date() + timedelta(days=366)
    while day < end:
        if is_holiday(day):
            yield Record(entity="Holiday", values=_holiday(day) | at)
        day += timedelta(days=1)


def _holiday(day: date) -> Row:
    return {
        "Id": ids.ident(ids.HOLIDAY, day.toordinal()),
        "Name": f"Holiday {day.isoformat()}",
        "ActivityDate": day.isoformat(),
        "IsAllDay": True,
        "StartTimeInMinutes": None,
        "EndTimeInMinutes": None,
        "IsRecurrence": False,
        "RecurrenceType": None,
    }


def _entitlements(year: Year, at: Row) -> Iterator[Record]:
    """What is promised. Stricter targets are a new version of a process: another row."""
    changed = changed_at(year.ends_at)
    for number, name in _PROCESSES.items():
        since = changed if number == _STRICTER else 0
        row: Row = {"Id": ids.ident(ids.PROCESS, number), "Name": name, "IsActive": True}
        yield Record(
            entity="SlaProcess",
            values=row | (stamps(since) if since else at),
            begins=since,
        )
    for number, name in _ENTITLEMENTS.items():
        row = {
            "Id": ids.ident(ids.ENTITLEMENT, number),
            "IsDeleted": False,
            "Name": name,
            "Type": "Web Support",
            "StartDate": "2020-01-01",
            "EndDate": None,
            "Status": "Active",
            "AccountId": None,
            "SlaProcessId": ids.ident(ids.PROCESS, number),
            "BusinessHoursId": ids.ident(ids.HOURS, HOURS),
            "CreatedById": ids.user(SYSTEM),
            "LastModifiedById": ids.user(SYSTEM),
        }
        if number == LIVE:
            yield Record(entity="Entitlement", values=row | at)
            continue
        stricter: Row = {"SlaProcessId": ids.ident(ids.PROCESS, _STRICTER)}
        stricter |= {"LastModifiedDate": changed, "SystemModstamp": changed}
        yield Record(entity="Entitlement", values=row | at, ends=changed)
        yield Record(entity="Entitlement", values=row | at | stricter, begins=changed)
