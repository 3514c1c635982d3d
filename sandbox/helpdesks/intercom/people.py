"""Who writes in the stand-in Intercom, its teams, tags and office hours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.year import Year, cast
from sandbox.year.plan import SYSTEM, TicketPlan
from sandbox.year.shifts import is_holiday

Row = dict[str, Any]

WORKSPACE: Final = "lumen1"
SCHEDULE: Final = 123
TAGS: Final = {86_001: "outage", 86_002: "refund"}
_OPERATOR: Final = 900_001
_MINUTES: Final = 1440
_AGES_BEFORE: Final = 30 * 86_400
_LEAD_EACH: Final = 5


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote or did something."""

    type: str
    id: str
    name: str | None
    email: str | None
    ai: bool = False

    @property
    def is_contact(self) -> bool:
        """Whether it is a customer, known (a user) or not yet (a lead)."""
        return self.type in {"user", "lead"}

    @property
    def is_human(self) -> bool:
        """Whether it is a teammate."""
        return self.type == "admin"


def author(who: int, plan: TicketPlan) -> Author:
    """The author of a step. In a ticket of colleagues the one who asks is a teammate too."""
    if who == SYSTEM:
        return bot()
    if who == cast.ASSISTANT.id:
        return Author("bot", str(who), "Fin", "operator+lumen1@intercom.io", ai=True)
    if who == plan.requester and not plan.child:
        kind = "lead" if who % _LEAD_EACH == 0 else "user"
        return Author(kind, contact_id(who), None, None)
    names = {one.id: one.name for one in (*cast.AGENTS, cast.FORMER, cast.LIGHT, cast.ADMIN)}
    return Author("admin", str(who), names.get(who), _email(names.get(who, "nobody")))


def bot() -> Author:
    """What does the work of rules and workflows."""
    return Author("bot", str(_OPERATOR), "Operator", "operator+lumen1@intercom.io")


def contact_id(who: int) -> str:
    """A contact's id: 24 hexadecimal digits."""
    return f"{who:024x}"


def me(year: Year) -> Row:
    """The admin that the token belongs to, and the workspace."""
    app = {
        "type": "app",
        "id_code": WORKSPACE,
        "name": "Lumen",
        "region": "EU",
        "timezone": year.zone,
        "created_at": year.starts_at - _AGES_BEFORE,
        "identity_verification": False,
    }
    return {**_admin(cast.ADMIN), "email_verified": True, "app": app}


def admins(year: Year, now: Instant) -> Row:
    """Everybody with a teammate's account now; the AI agent has none."""
    staff = [one for one in year.people if one != cast.ASSISTANT]
    if now < year.left_at:
        staff.append(cast.FORMER)
    rows = [_admin(one) for one in sorted(staff, key=lambda each: each.id)]
    return {"type": "admin.list", "admins": rows}


def _admin(one: cast.Staff) -> Row:
    return {
        "type": "admin",
        "id": str(one.id),
        "name": one.name,
        "email": _email(one.name),
        "job_title": None,
        "away_mode_enabled": False,
        "away_mode_reassign": False,
        "has_inbox_seat": not one.light,
        "team_ids": [one.team],
    }


def _email(name: str) -> str:
    return f"{name.split(maxsplit=1)[0].casefold()}@lumen-support.example"


def teams(year: Year) -> Row:
    """All teams, each with its members. Its own id is a text, theirs are numbers."""
    rows = [
        {
            "type": "team",
            "id": str(number),
            "name": name,
            "admin_ids": [one.id for one in year.agents if one.team == number],
        }
        for number, name in year.teams.items()
    ]
    return {"type": "team.list", "teams": rows}


def tags() -> Row:
    """All tags."""
    rows = [{"type": "tag", "id": str(number), "name": name} for number, name in TAGS.items()]
    return {"type": "list", "data": rows}


def office_hours(year: Year) -> Row:
    """The one schedule. Minutes are counted from Monday, which is day 0."""
    since = year.starts_at - _AGES_BEFORE
    schedule = {
        "type": "office_hours_schedule",
        "id": str(SCHEDULE),
        "name": "Support",
        "time_zone_name": year.zone,
        "time_intervals": [
            {
                "start_minute": day * _MINUTES + _minutes(year.shifts.opens),
                "end_minute": day * _MINUTES + _minutes(year.shifts.closes),
                "day_of_week": day,
            }
            for day in range(5)
        ],
        "twenty_four_seven": False,
        "created_at": since,
        "updated_at": since,
    }
    return {"type": "office_hours_schedule.list", "data": [schedule]}


def office_hours_exceptions(year: Year) -> Row:
    """The days off, one by one."""
    since = year.starts_at - _AGES_BEFORE
    rows = [
        {
            "type": "office_hours_exception",
            "id": str(4000 + number),
            "office_hours_schedule_id": str(SCHEDULE),
            "exception_date": day.isoformat(),
            "exception_type": "closed",
            "name": None,
            "time_intervals": None,
            "recurring_annually": False,
            "created_at": since,
            "updated_at": since,
        }
        for number, day in enumerate(_days_off(year), 1)
    ]
    return {"type": "office_hours_exception.list", "data": rows}


def _days_off(year: Year) -> Iterator[date]:
    day = datetime.fromtimestamp(year.starts_at, UTC).date() - timedelta(days=31)
    end = datetime.fromtimestamp(year.ends_at, UTC).date() + timedelta(days=366)
    while day < end:
        if is_holiday(day):
            yield day
        day += timedelta(days=1)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute
