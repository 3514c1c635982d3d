"""The made-up year's true figures: plain slow sums over what was planned, never over events.

Nothing here knows the bot's ways to read or to measure. A removed ticket counts nowhere once its
removal has come; what lies after `now` has not happened yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from sandbox.year import Year, promises
from sandbox.year.plan import PlannedHolder, PlannedSolve, TicketPlan

DAY = 86_400
REOPEN_HORIZON = 7 * DAY
Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A window [start, end) as known at `now`, and which tickets. "" is "none given"."""

    start: int
    end: int
    now: int
    channel: str | None = None
    team: int | str | None = None
    agent: int | str | None = None
    priority: str | None = None
    category: str | None = None

    def holds(self, at: int | None) -> bool:
        return at is not None and self.start <= at < self.end and at <= self.now

    def fits(self, plan: TicketPlan, by: PlannedHolder) -> bool:
        wanted = (self.channel, self.team, self.agent, self.priority, self.category)
        have = (plan.channel, by.team or "", by.agent or "", by.priority or "", plan.category or "")
        return all(want is None or want == has for want, has in zip(wanted, have, strict=True))


def counted(year: Year, now: int) -> Iterator[TicketPlan]:
    """The tickets of customers that exist at `now` and have not been removed by then."""
    for plan in year.plans:
        gone = plan.removed_at is not None and plan.removed_at <= now
        if plan.created_at <= now and not gone and not plan.child:
            yield plan


def frt(year: Year, asked: Asked) -> list[Pair]:
    """Creation and first public human reply, of tickets customers wrote."""
    return [
        (plan.created_at, reply.at)
        for plan in counted(year, asked.now)
        for reply in plan.replies
        if reply.first and asked.holds(reply.at) and asked.fits(plan, reply.by)
    ]


def next_reply(year: Year, asked: Asked) -> list[Pair]:
    """Every later wait that was answered: its first unanswered message and the reply."""
    return [
        (reply.asked_at, reply.at)
        for plan in counted(year, asked.now)
        for reply in plan.replies
        if not reply.first and asked.holds(reply.at) and asked.fits(plan, reply.by)
    ]


def art(year: Year, asked: Asked) -> list[Pair]:
    """Every wait that was answered, the first one too: its first message and the reply.

    Whoever was solved without a human's word and came back has waited since the ticket came.
    """
    return [
        (plan.created_at if reply.first else reply.asked_at, reply.at)
        for plan in counted(year, asked.now)
        for reply in plan.replies
        if asked.holds(reply.at) and asked.fits(plan, reply.by)
    ]


def last_solve(plan: TicketPlan, now: int) -> PlannedSolve | None:
    done = [solve for solve in plan.solves if solve.at <= now]
    return done[-1] if done else None


def resolution(year: Year, asked: Asked) -> list[Pair]:
    """Creation and last solve. As many pairs as tickets solved."""
    found = []
    for plan in counted(year, asked.now):
        solve = last_solve(plan, asked.now)
        if solve and asked.holds(solve.at) and asked.fits(plan, solve.by):
            found.append((plan.created_at, solve.at))
    return found


def first_resolution(year: Year, asked: Asked) -> list[Pair]:
    """Creation and first solve."""
    return [
        (plan.created_at, plan.solves[0].at)
        for plan in counted(year, asked.now)
        if plan.solves and asked.holds(plan.solves[0].at) and asked.fits(plan, plan.solves[0].by)
    ]


def solves(year: Year, asked: Asked) -> int:
    """Every step into solved."""
    return sum(
        asked.holds(solve.at) and asked.fits(plan, solve.by)
        for plan in counted(year, asked.now)
        for solve in plan.solves
    )


def created(year: Year, asked: Asked) -> list[TicketPlan]:
    """Tickets created in the window, held by whoever holds them at `now`."""
    return [
        plan
        for plan in counted(year, asked.now)
        if asked.holds(plan.created_at) and asked.fits(plan, plan.holder(asked.now))
    ]


def volume(year: Year, asked: Asked, *, agent_created: bool | None = None) -> int:
    """How many tickets were created; of one kind only, if said."""
    found = created(year, asked)
    return sum(agent_created is None or plan.agent_created is agent_created for plan in found)


def mix(year: Year, asked: Asked) -> dict[str, int]:
    """Tickets created, by channel."""
    return dict(Counter(plan.channel for plan in created(year, asked)))


def unsolved(plan: TicketPlan, at: int) -> bool:
    """Whether it is part of the backlog at an instant."""
    if plan.child or plan.came_closed:
        return False
    if plan.created_at > at or (plan.removed_at is not None and plan.removed_at <= at):
        return False
    done = sum(solve.at <= at for solve in plan.solves)
    again = sum(reopened <= at for reopened in plan.reopened_at)
    return done == again


def ages(year: Year, at: int, asked: Asked) -> list[int]:
    """How old each unsolved ticket is at an instant, for whoever held it then."""
    return [
        at - plan.created_at
        for plan in year.plans
        if unsolved(plan, at) and asked.fits(plan, plan.holder(at))
    ]


def backlog(year: Year, at: int, asked: Asked) -> int:
    """How many tickets are unsolved at an instant."""
    return len(ages(year, at, asked))


def reopen(year: Year, asked: Asked) -> tuple[int, int]:
    """Of the tickets first solved in the window, how many were reopened within seven days."""
    hits = n = 0
    for plan in counted(year, asked.now):
        if not plan.solves or not asked.holds(plan.solves[0].at):
            continue
        first = plan.solves[0]
        if asked.fits(plan, first.by):
            n += 1
            soon = [at for at in plan.reopened_at if at <= first.at + REOPEN_HORIZON]
            hits += bool(soon) and soon[0] <= asked.now
    return hits, n


def csat(year: Year, asked: Asked) -> tuple[int, int]:
    """Good answers and all answers, by the time of the answer."""
    answers = [
        plan.survey.good
        for plan in counted(year, asked.now)
        if plan.survey and asked.holds(plan.survey.answered_at) and asked.fits(plan, plan.survey.by)
    ]
    return sum(answers), len(answers)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Office hours for the naive walker: the same on every open weekday (Monday 0)."""

    zone: str
    opens: time = time(9)
    closes: time = time(17)
    weekdays: Collection[int] = range(5)
    holidays: Collection[date] = ()

    def spans(self, first: date, last: date) -> Iterator[Pair]:
        local = ZoneInfo(self.zone)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            if day.weekday() in self.weekdays and day not in self.holidays:
                bounds = (
                    datetime.combine(day, clock, local) for clock in (self.opens, self.closes)
                )
                opened, closed = (int(bound.timestamp()) for bound in bounds)
                yield opened, closed


@lru_cache(maxsize=100_000)
def business_seconds(pair: Pair, hours: Hours) -> int:
    """Working time between two instants, day by day."""
    local = ZoneInfo(hours.zone)
    first, last = (datetime.fromtimestamp(at, local).date() for at in pair)
    spans = hours.spans(first, last)
    return sum(max(0, min(pair[1], end) - max(pair[0], start)) for start, end in spans)


def quiet_moment(year: Year, near: int, seconds: int = 180) -> int:
    """The last instant up to `near` with nothing planned in the `seconds` before it.

    Zendesk hides a ticket whole while its newest change is less than a minute old; at such a moment
    its exports hide nothing.
    """
    stamps = sorted({step.at for plan in year.plans for step in plan.steps if step.at <= near})
    later = near
    for stamp in reversed(stamps):
        if later - stamp > seconds:
            return later
        later = stamp - 1
    return later


Promise = tuple[TicketPlan, promises.Promise]


def promised(year: Year, now: int) -> list[Promise]:
    """All that was promised for tickets that count at `now`."""
    since = promises.changed_at(year.ends_at)
    return [
        (plan, promise)
        for plan in counted(year, now)
        for promise in promises.promises_of(plan, year.shifts, since)
    ]


def known_at(promise: promises.Promise) -> int:
    """When the outcome of a promise is known."""
    ends = (promise.due_at, promise.fulfilled_at)
    return min(at for at in ends if at is not None)


def sla(told: list[Promise], asked: Asked, measure: str | None = None) -> Pair:
    """Promises kept, and all whose outcome became known, by whoever had the ticket then."""
    known = [
        promise.in_time
        for plan, promise in told
        if measure in {None, promise.measure}
        and asked.holds(known_at(promise))
        and asked.fits(plan, plan.holder(known_at(promise)))
    ]
    return sum(known), len(known)


def sla_risk(year: Year, told: list[Promise], at: int) -> int:
    """Promises that run, with an hour or a quarter of their time left at most, or are overdue."""
    n = 0
    for _, promise in told:
        running = promise.fulfilled_at is None or promise.fulfilled_at > at
        clock = year.shifts.seconds_until if promise.business else int
        left = 60 * promise.minutes - (clock(at) - clock(promise.started_at))
        soon = left <= max(3600, 60 * promise.minutes // 4)
        n += promise.started_at <= at and running and soon
    return n
