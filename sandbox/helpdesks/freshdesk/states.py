"""A ticket as Freshdesk has it at a moment: its fields, and the stamps of what last happened.

There is no history. Of each kind of thing only the newest instant is kept, and a reopening takes
those of the solve before it away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from metrics.tickets.records import Instant
from sandbox.year import cast
from sandbox.year.plan import SYSTEM, PlannedStep, Speech, TicketPlan, Value
from sandbox.year.promises import FRT, NEXT_REPLY, RESOLUTION, Promise

OPEN, PENDING, RESOLVED, CLOSED = 2, 3, 4, 5
WAITING_ON_CUSTOMER, WAITING_ON_THIRD_PARTY = 6, 7
STATUSES: Final = {
    "new": OPEN,
    "open": OPEN,
    "pending": PENDING,
    "hold": WAITING_ON_THIRD_PARTY,
    "solved": RESOLVED,
    "closed": CLOSED,
}
_DONE: Final = frozenset({RESOLVED, CLOSED})
_NOTICED_AFTER: Final = 60
"""Freshdesk looks at due times now and then: a breach is noted a minute and more later."""
_FEEDBACK_EACH: Final = 3

PEOPLE: Final = frozenset(one.id for one in (*cast.AGENTS, cast.FORMER))


@dataclass(slots=True)
class TicketState:
    """A ticket's fields and stamps after the steps up to a moment."""

    plan: TicketPlan
    fields: dict[str, Value] = field(default_factory=dict)
    status: int = OPEN
    updated_at: Instant = 0
    removed: bool = False
    first_responded_at: Instant | None = None
    agent_responded_at: Instant | None = None
    requester_responded_at: Instant | None = None
    status_updated_at: Instant = 0
    reopened_at: Instant | None = None
    resolved_at: Instant | None = None
    closed_at: Instant | None = None
    pending_since: Instant | None = None
    escalated: set[str] = field(default_factory=set)
    due: dict[str, Instant] = field(default_factory=dict)


def state(plan: TicketPlan, promises: tuple[Promise, ...], now: Instant) -> TicketState:
    """The ticket at `now`."""
    found = TicketState(plan, status_updated_at=plan.created_at)
    for number, step in enumerate(plan.steps):
        if step.at > now:
            break
        if not is_visible(step):
            continue
        found.updated_at = step.at
        _speak(found, step, opening=number == 0)
        _change(found, step, opening=number == 0)
    _promise(found, promises, now)
    return found


def is_visible(step: PlannedStep) -> bool:
    """Whether Freshdesk shows anything of a step: that a survey was sent it tells nobody."""
    return dict(step.changes) != {"satisfaction": "offered"}


def stamps(plan: TicketPlan, promises: tuple[Promise, ...]) -> list[Instant]:
    """When the ticket's `updated_at` moved."""
    seen = {step.at for step in plan.steps if is_visible(step)}
    noticed = (_noticed_at(each, plan.removed_at) for each in promises)
    return sorted(seen.union(at for at in noticed if at is not None))


def _speak(found: TicketState, step: PlannedStep, *, opening: bool) -> None:
    answered = dict(step.changes).get("satisfaction")
    if answered or (step.speech is Speech.PUBLIC and step.who == found.plan.requester):
        found.requester_responded_at = found.requester_responded_at if opening else step.at
    elif step.speech is Speech.PUBLIC and step.who in PEOPLE and not opening:
        found.agent_responded_at = step.at
        if found.first_responded_at is None and not found.plan.agent_created:
            found.first_responded_at = step.at


def _change(found: TicketState, step: PlannedStep, *, opening: bool) -> None:
    changes = dict(step.changes)
    found.fields |= changes
    word = changes.get("status")
    if word == "deleted":
        found.removed = True
    elif isinstance(word, str) and (opening or STATUSES[word] != found.status):
        _set_status(found, STATUSES[word], step.at)


def _set_status(found: TicketState, after: int, at: Instant) -> None:
    before, found.status, found.status_updated_at = found.status, after, at
    found.pending_since = at if after == PENDING else None
    if after not in _DONE and before in _DONE:
        found.reopened_at, found.resolved_at, found.closed_at = at, None, None
    if after in _DONE and found.resolved_at is None:
        found.resolved_at = at
    if after == CLOSED:
        found.closed_at = at


def _promise(found: TicketState, promises: tuple[Promise, ...], now: Instant) -> None:
    """The due times that hold now; of next replies only the newest is kept."""
    for each in promises:
        if each.started_at <= now:
            found.due[each.measure] = each.due_at
            noticed_at = _noticed_at(each, found.plan.removed_at)
            if noticed_at is not None and noticed_at <= now:
                found.escalated.add(each.measure)
                found.updated_at = max(found.updated_at, noticed_at)


def _noticed_at(promise: Promise, removed_at: Instant | None) -> Instant | None:
    """When Freshdesk noted a breach; None where there was nothing to do any more by then."""
    noticed_at = promise.due_at + _NOTICED_AFTER * (1 + promise.due_at % 12)
    ends = [at for at in (promise.fulfilled_at, removed_at) if at is not None]
    return noticed_at if not ends or min(ends) > noticed_at else None


def conversations(plan: TicketPlan, now: Instant) -> Iterator[tuple[int, PlannedStep]]:
    """The number and the step of all that was said after the opening, oldest first."""
    for number, step in enumerate(plan.steps):
        if number and step.at <= now and (step.speech is not None or with_feedback(plan, step)):
            yield number, step


def with_feedback(plan: TicketPlan, step: PlannedStep) -> bool:
    """Whether a customer wrote something with the answer to a survey."""
    answered = dict(step.changes).get("satisfaction") in {"good", "bad"}
    return answered and plan.id % _FEEDBACK_EACH == 0


MEASURES: Final = {"due_by": RESOLUTION, "fr_due_by": FRT, "nr_due_by": NEXT_REPLY}
FLAGS: Final = {"is_escalated": RESOLUTION, "fr_escalated": FRT, "nr_escalated": NEXT_REPLY}
MACHINE: Final = SYSTEM
"""Who acts where a rule does."""
