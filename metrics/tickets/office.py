"""What a helpdesk says of its own office hours, and of which of them a ticket has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSchedule:
    """Office hours as we saw them at `since_at` (epoch seconds), in words a calendar reads.

    `default`: they hold for every ticket that was given no others.
    """

    id: str
    name: str
    zone: str
    hours: str
    holidays: str = ""
    default: bool = False
    since_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleChoice:
    """From `at` (epoch seconds) on a ticket has another schedule; None: the default one."""

    id: str
    ticket: str
    at: int
    schedule: str | None
