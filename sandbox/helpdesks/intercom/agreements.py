"""What the parts of a conversation tell of its SLA: applied, missed, taken off.

A target that is missed is noted when the reply or the close comes at last, and not before.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.year.plan import TicketPlan
from sandbox.year.promises import FRT, NEXT_REPLY, RESOLUTION, Promise

Row = dict[str, Any]

TARGETS: Final = {
    FRT: "first_reply_time",
    NEXT_REPLY: "next_reply_time",
    RESOLUTION: "resolution_time",
}
_TAKEN_OFF_EACH: Final = 40


def is_taken_off(plan: TicketPlan) -> bool:
    """Whether somebody removed the SLA by hand, after which nothing is said of it."""
    return plan.id % _TAKEN_OFF_EACH == 0


def is_missed(promise: Promise, at: Instant) -> bool:
    """Whether Intercom has noted by `at` that a target was missed."""
    fulfilled_at = promise.fulfilled_at
    return not promise.in_time and fulfilled_at is not None and fulfilled_at <= at


def sla_parts(
    plan: TicketPlan, promises: tuple[Promise, ...]
) -> Iterator[tuple[Instant, str, Row]]:
    """The moments, the types and the details of the parts, in no order."""
    if not promises:
        return
    first = min(promises, key=lambda one: one.started_at)
    name, start = {"sla_name": first.policy.title}, first.started_at
    priority = plan.holder(start).priority or ""
    minutes = {key: first.policy.minutes.get(key, {}).get(priority) for key in TARGETS}
    if all(one.measure != RESOLUTION for one in promises):
        minutes[RESOLUTION] = None  # the policy came later than the conversation
    targets = {TARGETS[key]: 60 * few if few else None for key, few in minutes.items()}
    definition = {**targets, "time_to_close": None}
    yield start, "conversation_sla_applied_by_rule", {**name, "sla_definition": definition}
    if is_taken_off(plan):
        yield start, "conversation_sla_removed", name
        return
    for one in promises:
        at = one.fulfilled_at
        if at is not None and is_missed(one, at):
            target = TARGETS[one.measure]
            details = {
                "sla_name": one.policy.title,
                "sla_target_type": target,
                "current_sla_status": "missed",
                "sla_states": {target: {"status": "missed", "seconds_remaining": None}},
            }
            yield at, "conversation_sla_target_missed", details
