"""Agents, groups, and what only an admin sees: fields and business hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.freshdesk.rows import CATEGORY_FIELD, iso
from sandbox.year import Year, cast

Row = dict[str, Any]

HOURS: Final = 58_000_001
_AGES_BEFORE: Final = 30 * 86_400
_ZONES: Final = {
    "Europe/Berlin": "Berlin",
    "America/New_York": "Eastern Time (US & Canada)",
    "Asia/Tokyo": "Tokyo",
}
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")
_GLOBAL, _SUPPORT = 1, "support_agent"


def agents(year: Year, now: Instant) -> list[Row]:
    """Everybody with an agent's account now; whoever has left is a contact."""
    staff = list(year.people)
    if now < year.left_at:
        staff.append(cast.FORMER)
    return [agent(one, year) for one in sorted(staff, key=lambda each: each.id)]


def agent(one: cast.Staff, year: Year) -> Row:
    """A row of the list of agents. A collaborator may write notes only."""
    since = iso(year.starts_at - _AGES_BEFORE)
    return {
        "id": one.id,
        "available": True,
        "available_since": None,
        "occasional": False,
        "signature": None,
        "ticket_scope": _GLOBAL,
        "type": "collaborator" if one.light else _SUPPORT,
        "deactivated": False,
        "group_ids": [one.team],
        "role_ids": [1],
        "created_at": since,
        "updated_at": since,
        "last_active_at": since,
        "contact": {
            "active": True,
            "email": f"{one.name.split()[0].casefold()}@lumen-support.example",
            "name": one.name,
            "job_title": None,
            "language": "en",
            "time_zone": _ZONES.get(year.zone, "UTC"),
            "created_at": since,
            "updated_at": since,
        },
    }


def groups(year: Year) -> list[Row]:
    """All groups. Those without business hours of their own have the default ones."""
    since = iso(year.starts_at - _AGES_BEFORE)
    return [
        {
            "id": number,
            "name": name,
            "description": None,
            "escalate_to": None,
            "unassigned_for": None,
            "business_hour_id": None,
            "group_type": "support_agent_group",
            "created_at": since,
            "updated_at": since,
        }
        for number, name in year.teams.items()
    ]


def business_hours(year: Year) -> list[Row]:
    """The one schedule: one span a day, no holidays."""
    span = {"start_time": _clock(year.shifts.opens), "end_time": _clock(year.shifts.closes)}
    since = iso(year.starts_at - _AGES_BEFORE)
    return [
        {
            "id": HOURS,
            "name": "Default",
            "description": "Default Business Calendar",
            "is_default": True,
            "time_zone": _ZONES[year.zone],
            "business_hours": {day: dict(span) for day in _DAYS},
            "created_at": since,
            "updated_at": since,
        }
    ]


def _clock(at: time) -> str:
    """A time of day as Freshdesk writes it: "8:00 am"."""
    return f"{(at.hour - 1) % 12 + 1}:{at.minute:02} {'am' if at.hour < 12 else 'pm'}"


def ticket_fields() -> list[Row]:
    """The fields of tickets. Of a status the choices tell the agents' word and the customers'."""
    statuses = {
        "2": ["Open", "Being Processed"],
        "3": ["Pending", "Awaiting your Reply"],
        "4": ["Resolved", "This ticket has been Resolved"],
        "5": ["Closed", "This ticket has been Closed"],
        "6": ["Waiting on Customer", "Awaiting your Reply"],
        "7": ["Waiting on Third Party", "Being Processed"],
    }
    return [
        _field(1, "status", "default_status", statuses),
        _field(2, "priority", "default_priority", {"Low": 1, "Medium": 2, "High": 3, "Urgent": 4}),
        _field(3, "source", "default_source", {"Email": 1, "Portal": 2, "Phone": 3, "Chat": 7}),
        _field(4, "ticket_type", "default_ticket_type", ["Question", "Incident", "Problem"]),
        _field(5, CATEGORY_FIELD, "custom_dropdown", list(_categories())),
    ]


def _categories() -> Iterator[str]:
    yield from (word for word in (*cast.CATEGORIES, cast.OUTAGE) if word)


def _field(number: int, name: str, kind: str, choices: object) -> Row:
    return {
        "id": number,
        "name": name,
        "label": name.removeprefix("cf_").replace("_", " ").capitalize(),
        "type": kind,
        "default": kind.startswith("default_"),
        "archived": False,
        "choices": choices,
    }
