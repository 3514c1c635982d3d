"""An issue as Pylon has it at a moment: its fields, stamps, and the time spent in each status.

There is no history: of each kind of thing only sums and stamps are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from metrics.tickets.records import Instant
from sandbox.year import cast
from sandbox.year.plan import SYSTEM, PlannedStep, Speech, TicketPlan, Value
from sandbox.year.shifts import Shifts

CLOSED: Final = "closed"
CATEGORIES: Final = {
    "new": "new",
    "open": "waiting_on_you",
    "pending": "waiting_on_customer",
    "hold": "on_hold",
    "solved": CLOSED,
    "closed": CLOSED,
}
CUSTOM: Final = {"on_hold": ("waiting_on_vendor", 2), CLOSED: ("resolved", 3)}
"""The team's own statuses by category, and that every so many tickets are put there."""

MACHINES: Final = frozenset({SYSTEM})
"""Whose words are no reply. The AI agent's are one: nothing marks them in Pylon."""


@dataclass(slots=True)
class IssueState:
    """An issue after the steps up to a moment. Counters are seconds by status.

    `first_resolved_at` stays when the issue is opened again, `resolved_at` does not.
    """

    plan: TicketPlan
    fields: dict[str, Value] = field(default_factory=dict)
    category: str = ""
    slug: str = ""
    since: Instant = 0
    team_since: Instant = 0
    updated_at: Instant = 0
    latest_message_at: Instant | None = None
    first_response_at: Instant | None = None
    first_resolved_at: Instant | None = None
    resolved_at: Instant | None = None
    touches: int = 0
    in_status: Counter[str] = field(default_factory=Counter)
    office_in_status: Counter[str] = field(default_factory=Counter)


def state(plan: TicketPlan, now: Instant, shifts: Shifts) -> IssueState:
    """The issue at `now`."""
    found = IssueState(plan, team_since=plan.created_at)
    for number, step in enumerate(visible(plan)):
        if step.at > now:
            break
        found.updated_at = step.at
        _speak(found, step, opening=number == 0)
        _change(found, step, shifts)
    _spend(found, now, shifts)
    return found


def visible(plan: TicketPlan) -> Iterator[PlannedStep]:
    """The steps that change something in Pylon.

    That a survey was sent it tells nobody, and what is closed needs no closing.
    """
    category = ""
    for step in plan.steps:
        changes = dict(step.changes)
        word = changes.get("status")
        after = CATEGORIES.get(str(word), category)
        closes_again = set(changes) == {"status"} and after == category == CLOSED
        mute = step.speech is None and (closes_again or changes == {"satisfaction": "offered"})
        if word == "deleted" or not mute:
            yield step
        category = after


def _speak(found: IssueState, step: PlannedStep, *, opening: bool) -> None:
    if step.speech is None or step.speech is Speech.NOTE:
        return
    found.latest_message_at = step.at
    if opening or step.who in MACHINES or step.who == found.plan.requester:
        return
    found.touches += 1
    if found.first_response_at is None and not found.plan.agent_created:
        found.first_response_at = step.at


def _change(found: IssueState, step: PlannedStep, shifts: Shifts) -> None:
    changes = dict(step.changes)
    if "group_id" in changes and changes["group_id"] != found.fields.get("group_id"):
        found.team_since = step.at
    found.fields |= changes
    after = CATEGORIES.get(str(changes.get("status")))
    if after is None or after == found.category:
        return
    _spend(found, step.at, shifts)
    found.category, found.slug, found.since = after, slug_of(found.plan, after), step.at
    found.resolved_at = step.at if after == CLOSED else None
    if after == CLOSED and found.first_resolved_at is None:
        found.first_resolved_at = step.at


def slug_of(plan: TicketPlan, category: str) -> str:
    """The status of a ticket within a category."""
    slug, each = CUSTOM.get(category, ("", 0))
    return slug if each and plan.id % each == 0 else category


def _spend(found: IssueState, until: Instant, shifts: Shifts) -> None:
    """Add up the status that ends; a team's own status counts for its category as well."""
    if not found.category:
        return
    office = shifts.seconds_until(until) - shifts.seconds_until(found.since)
    for name in {found.category, found.slug}:
        found.in_status[name] += until - found.since
        found.office_in_status[name] += office
    found.since = until


def messages(plan: TicketPlan, now: Instant) -> Iterator[tuple[int, PlannedStep]]:
    """The number and the step of all that was said, the opening too, oldest first."""
    for number, step in enumerate(plan.steps):
        if step.at <= now and step.speech is not None:
            yield number, step


PEOPLE: Final = frozenset(
    one.id for one in (cast.ADMIN, cast.ASSISTANT, cast.LIGHT, cast.FORMER, *cast.AGENTS)
)
