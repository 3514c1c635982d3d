"""What the planner of the made-up year decides: each ticket's steps, and the facts they amount to.

A figure is known by construction: it is read from the facts, which are written down when the
planner decides them, never worked out again from the steps that the stand-in helpdesk serves.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from metrics.tickets.records import Instant

SYSTEM: Final = -1
"""The author of what a trigger or an automation does."""

Value: TypeAlias = str | int | None


class Speech(StrEnum):
    """What kind of words came with a step."""

    PUBLIC = "public"
    NOTE = "note"
    CALL = "call"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One update of a ticket.

    `changes` holds new values of status, group_id, assignee_id and priority and, for what only the
    helpdesk shows, of tags and satisfaction.
    """

    at: Instant
    who: int
    via: str
    speech: Speech | None = None
    changes: tuple[tuple[str, Value], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedHolder:
    """Who has a ticket, and how urgent it is, from `at` on."""

    at: Instant
    team: int | None
    agent: int | None
    priority: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReply:
    """A public reply by a human to a customer who has waited since `asked_at`.

    `by` says who wrote it, and the team and priority the ticket then had.
    """

    at: Instant
    asked_at: Instant
    first: bool
    by: PlannedHolder


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSolve:
    """A step into solved, and who had the ticket."""

    at: Instant
    by: PlannedHolder


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSurvey:
    """A satisfaction survey; `answered_at` None: never answered. `by` had the ticket."""

    offered_at: Instant
    answered_at: Instant | None
    good: bool
    by: PlannedHolder


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketPlan:
    """One ticket from its creation to its end, some of which may still lie ahead.

    Of a `child`, which an agent opened in a side conversation, `parent` is the ticket it helps
    with, of any other the closed one that it follows up. An incident has a `problem`. What
    `came_closed` was solved elsewhere and brought in as it was.
    """

    id: int
    created_at: Instant
    channel: str
    category: str | None
    requester: int
    submitter: int
    parent: int | None
    bot_only: bool
    agent_created: bool
    steps: tuple[PlannedStep, ...]
    holders: tuple[PlannedHolder, ...]
    replies: tuple[PlannedReply, ...]
    solves: tuple[PlannedSolve, ...]
    reopened_at: tuple[Instant, ...]
    survey: PlannedSurvey | None
    removal: str | None
    removed_at: Instant | None
    kind: str = "question"
    problem: int | None = None
    child: bool = False
    came_closed: bool = False

    def holder(self, at: Instant) -> PlannedHolder:
        """Who has the ticket at an instant."""
        return [holder for holder in self.holders if holder.at <= at][-1]
