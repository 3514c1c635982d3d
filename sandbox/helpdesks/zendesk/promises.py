"""The steps of each promise, as the stand-in's metric events tell them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.year import Year
from sandbox.year.plan import TicketPlan
from sandbox.year.promises import RESOLUTION, Promise, changed_at, promises_of

_FIRST_STEP: Final = 926_000_000_000
_METRICS: Final = {"frt": "first_reply_time", "next_reply": "next_reply_time"}
_TAKEN_BACK: Final = 9
_FORGETS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseStep:
    """One step of a promise, or of a clock that no promise is bound to."""

    id: int
    at: Instant
    ticket: int
    clock: str
    cycle: int
    type: str
    promise: Promise | None = None
    deleted: bool = False


class Steps:
    """All steps of the year in the order of time."""

    def __init__(self, year: Year) -> None:
        since = changed_at(year.ends_at)
        steps = sorted(
            (step for plan in year.plans for step in _of_ticket(plan, year, since)),
            key=lambda step: (step.at, step.id),
        )
        self._steps = steps
        self._at = [step.at for step in steps]

    def page(self, start_at: Instant, edge: Instant, size: int) -> list[PromiseStep]:
        """Steps from `start_at` to `edge`, never cut inside a second."""
        first, end = bisect_left(self._at, start_at), bisect_right(self._at, edge)
        cut = min(first + size, end)
        if first < cut < end:
            cut = bisect_right(self._at, self._at[cut - 1])
        return self._steps[first : max(first, cut)]


def _of_ticket(plan: TicketPlan, year: Year, since: Instant) -> Iterator[PromiseStep]:
    number = _FIRST_STEP + 100 * plan.id
    for promise in promises_of(plan, year.shifts, since):
        for type, at, deleted in _promise_steps(promise, plan.removed_at):
            if type == "fulfill" and _is_forgotten(promise, plan):
                continue
            number += 1
            yield PromiseStep(
                id=number,
                at=at,
                ticket=plan.id,
                clock="resolution_time" if promise.measure == RESOLUTION else "reply_time",
                cycle=promise.cycle,
                type=type,
                promise=promise,
                deleted=deleted,
            )
    yield PromiseStep(
        id=number + 1,
        at=plan.created_at,
        ticket=plan.id,
        clock="agent_work_time",
        cycle=1,
        type="activate",
    )
    yield PromiseStep(
        id=number + 2,
        at=plan.created_at,
        ticket=plan.id,
        clock="reply_time",
        cycle=0,
        type="measure",
    )


def _promise_steps(
    promise: Promise, removed_at: Instant | None
) -> Iterator[tuple[str, Instant, bool]]:
    """A promise's steps. Now and then a breach that never was has been taken back."""
    until = promise.due_at + 1 if removed_at is None else removed_at
    yield "activate", promise.started_at, False
    yield "apply_sla", promise.started_at, False
    if not promise.in_time and promise.due_at < until:
        yield "breach", promise.due_at, False
    if promise.fulfilled_at is not None:
        if promise.in_time and promise.started_at % _TAKEN_BACK == 0:
            yield "breach", promise.fulfilled_at, True
        yield "fulfill", promise.fulfilled_at, False


def _is_forgotten(promise: Promise, plan: TicketPlan) -> bool:
    """Whether Zendesk never says of a promise that the solve for good fulfilled it."""
    solved = [solve.at for solve in plan.solves]
    return plan.id % _FORGETS == 0 and solved == [promise.fulfilled_at]


def row(step: PromiseStep) -> dict[str, Any]:
    """A row of the export of metric events."""
    fields: dict[str, Any] = {
        "id": step.id,
        "ticket_id": step.ticket,
        "metric": step.clock,
        "instance_id": step.cycle,
        "type": step.type,
        "time": datetime.fromtimestamp(step.at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if step.deleted:
        fields["deleted"] = True
    if step.type == "apply_sla" and step.promise is not None:
        policy = step.promise.policy
        fields["sla"] = {
            "target": step.promise.minutes,
            "business_hours": step.promise.business,
            "policy": {"id": policy.id, "title": policy.title, "description": ""},
        }
    return fields
