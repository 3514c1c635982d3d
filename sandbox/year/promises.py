"""What the made-up team promises its customers, and what became of each promise.

Worked out from what the planner decided for a ticket, one promise after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from metrics.tickets.records import Instant
from sandbox.year.plan import TicketPlan
from sandbox.year.shifts import Shifts

_DAYS_SINCE_CHANGE: Final = 170

FRT, NEXT_REPLY, RESOLUTION = "frt", "next_reply", "resolution"
LIVE: Final = frozenset({"chat", "messaging"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPolicy:
    """Minutes by measure and priority: of office hours for replies, round the clock for solves."""

    id: int
    title: str
    live: bool
    minutes: Mapping[str, Mapping[str, int]]


def _solves(urgent: int, high: int, normal: int, low: int) -> Mapping[str, int]:
    return {"urgent": urgent, "high": high, "normal": normal, "low": low}


_FOLLOWING: Final = _solves(120, 240, 480, 600)
_SOLVES: Final = _solves(1440, 2880, 4320, 7200)
_LIVE: Final = PlannedPolicy(
    id=71_001,
    title="Chat and messaging",
    live=True,
    minutes={FRT: _solves(2, 5, 10, 20), NEXT_REPLY: _solves(30, 60, 120, 240)},
)
_PAPER: Final = PlannedPolicy(
    id=71_002,
    title="Everything in writing",
    live=False,
    minutes={FRT: _solves(60, 120, 240, 480), NEXT_REPLY: _FOLLOWING, RESOLUTION: _SOLVES},
)
_STRICTER: Final = PlannedPolicy(
    id=71_002,
    title="Everything in writing",
    live=False,
    minutes={FRT: _solves(30, 60, 120, 300), NEXT_REPLY: _FOLLOWING, RESOLUTION: _SOLVES},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise: kept if fulfilled at `due_at` at the latest."""

    measure: str
    cycle: int
    policy: PlannedPolicy
    minutes: int
    business: bool
    started_at: Instant
    due_at: Instant
    fulfilled_at: Instant | None

    @property
    def in_time(self) -> bool:
        """Whether it was fulfilled in time."""
        return self.fulfilled_at is not None and self.fulfilled_at <= self.due_at


def changed_at(ends_at: Instant) -> Instant:
    """When the team set itself stricter targets, once in its year: at a midnight of UTC."""
    return ends_at // 86_400 * 86_400 - _DAYS_SINCE_CHANGE * 86_400


def policies(changed_at: Instant, at: Instant) -> tuple[PlannedPolicy, PlannedPolicy]:
    """The policies as they are at an instant."""
    return _LIVE, _STRICTER if at >= changed_at else _PAPER


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wait:
    """From when to when a customer waited for something; `end` None: it never came."""

    measure: str
    cycle: int
    start: Instant
    end: Instant | None


def promises_of(plan: TicketPlan, shifts: Shifts, changed_at: Instant) -> Iterator[Promise]:
    """All that was promised to one ticket, by the policy and the priority at each wait's start."""
    for wait in _waits(plan):
        live, paper = policies(changed_at, wait.start)
        policy = live if plan.channel in LIVE else paper
        targets = policy.minutes.get(wait.measure, {})
        minutes = targets.get(plan.holder(wait.start).priority or "")
        if minutes is None:
            continue
        business, seconds = wait.measure != RESOLUTION, 60 * minutes
        yield Promise(
            measure=wait.measure,
            cycle=wait.cycle,
            policy=policy,
            minutes=minutes,
            business=business,
            started_at=wait.start,
            due_at=shifts.latest(wait.start, seconds) if business else wait.start + seconds,
            fulfilled_at=wait.end,
        )


def _waits(plan: TicketPlan) -> Iterator[_Wait]:
    """Every wait for words, which a solve ends as well, and the one for a solve."""
    if plan.came_closed:
        return
    reply_at = {reply.asked_at: reply.at for reply in plan.replies}
    solved = sorted(solve.at for solve in plan.solves)
    starts = {*reply_at, *plan.reopened_at} | (set() if plan.agent_created else {plan.created_at})
    for cycle, start in enumerate(sorted(starts), 2 if plan.agent_created else 1):
        following = next((at for at in solved if at >= start), None)
        ends = [at for at in (reply_at.get(start), following) if at is not None]
        measure = FRT if start == plan.created_at else NEXT_REPLY
        yield _Wait(measure=measure, cycle=cycle, start=start, end=min(ends, default=None))
    end = solved[0] if solved else None
    yield _Wait(measure=RESOLUTION, cycle=1, start=plan.created_at, end=end)
