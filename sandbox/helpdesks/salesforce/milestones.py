"""Milestones: each promise as Salesforce keeps it, and what it works out when it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.salesforce import ids
from sandbox.helpdesks.salesforce.cases import ALL_DAY, HOURS
from sandbox.helpdesks.salesforce.records import Record, Row, versions
from sandbox.year.plan import SYSTEM, TicketPlan
from sandbox.year.promises import FRT, NEXT_REPLY, RESOLUTION, Promise
from sandbox.year.shifts import Shifts

TYPES: Final = {FRT: (1, "First Response"), NEXT_REPLY: (2, "Next Response")} | {
    RESOLUTION: (3, "Resolution Time")
}
_EACH_CASE: Final = 100
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def milestone_id(plan: TicketPlan, place: int) -> str:
    """The id of the promise that stands at `place` among those of a case."""
    return ids.ident(ids.MILESTONE, _EACH_CASE * plan.id + place)


def target(promise: Promise) -> Instant:
    """When a milestone is due: Salesforce cuts it to the minute."""
    return promise.due_at // _MINUTE * _MINUTE


def milestone_records(
    plan: TicketPlan, promises: tuple[Promise, ...], shifts: Shifts
) -> Iterator[Record]:
    """The versions of each milestone. Its violation comes by itself, and moves no stamp."""
    for place, promise in enumerate(promises):
        row = _open(plan, place, promise)
        late_at = max(promise.started_at, target(promise)) + 1
        ended_at = promise.fulfilled_at
        rows = [(promise.started_at, row)]
        if ended_at is None or ended_at > late_at:
            rows.append((late_at, row | {"IsViolated": True}))
        if ended_at is not None:
            done = {
                "CompletionDate": ended_at,
                "IsCompleted": True,
                "IsViolated": ended_at > target(promise),
                "ElapsedTimeInMins": elapsed(promise, shifts, promise.started_at, ended_at)
                // _MINUTE,
                "LastModifiedDate": ended_at,
                "SystemModstamp": ended_at,
            }
            rows.append((ended_at, row | done))
        yield from versions("CaseMilestone", plan, rows)


def _open(plan: TicketPlan, place: int, promise: Promise) -> Row:
    number, _ = TYPES[promise.measure]
    hours = HOURS if promise.business else ALL_DAY
    return {
        "Id": milestone_id(plan, place),
        "CaseId": ids.ident(ids.CASE, plan.id),
        "MilestoneTypeId": ids.ident(ids.MILESTONE_TYPE, number),
        "BusinessHoursId": ids.ident(ids.HOURS, hours),
        "StartDate": promise.started_at,
        "TargetDate": target(promise),
        "CompletionDate": None,
        "IsCompleted": False,
        "IsViolated": False,
        "TargetResponseInMins": promise.minutes,
        "TargetResponseInHrs": promise.minutes * _MINUTE / _HOUR,
        "TargetResponseInDays": promise.minutes * _MINUTE / _DAY,
        "ElapsedTimeInMins": None,
        "CreatedDate": promise.started_at,
        "CreatedById": ids.user(SYSTEM),
        "LastModifiedDate": promise.started_at,
        "LastModifiedById": ids.user(SYSTEM),
        "SystemModstamp": promise.started_at,
    }


def elapsed(promise: Promise, shifts: Shifts, start: Instant, end: Instant) -> int:
    """Seconds between two instants by the hours that a promise goes by; never below 0."""
    if not promise.business:
        return max(0, end - start)
    return max(0, shifts.seconds_until(end) - shifts.seconds_until(start))


def remaining(promise: Promise, shifts: Shifts, now: Instant) -> str:
    """TimeRemainingInMins, as minutes and seconds: nothing where the milestone is completed."""
    done = promise.fulfilled_at is not None and promise.fulfilled_at <= now
    return _clock(0 if done else elapsed(promise, shifts, now, target(promise)))


def overdue(promise: Promise, shifts: Shifts, now: Instant) -> str:
    """TimeSinceTargetInMins, as minutes and seconds."""
    end = now if promise.fulfilled_at is None else min(now, promise.fulfilled_at)
    return _clock(elapsed(promise, shifts, target(promise), end))


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, _MINUTE)
    return f"{minutes:02}:{rest:02}"


def milestone_status(promises: tuple[Promise, ...], now: Instant) -> str | None:
    """The case's own word for its milestones."""
    begun = [promise for promise in promises if promise.started_at <= now]
    late = [one for one in begun if target(one) < min(now, one.fulfilled_at or now)]
    if any(one.fulfilled_at is None or one.fulfilled_at > now for one in late):
        return "Open Violation"
    return "Closed Violation" if late else "Compliant" if begun else None
