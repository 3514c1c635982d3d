"""A made-up year of a support team, the same for the same seed, its true figures known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from metrics.tickets.records import Instant
from sandbox.year import cast, shifts
from sandbox.year.dice import Dice
from sandbox.year.plan import TicketPlan
from sandbox.year.planner import NEVER, Planner, Troubles
from sandbox.year.rarities import Rarities, left_at, relabel
from sandbox.year.recast import Recast
from sandbox.year.shifts import CLOSES, OPENS, Shifts
from sandbox.year.story import PlannedStory

_DAYS: Final = 365
_DAYS_AHEAD: Final = 7
_FIRST_ID: Final = 20_001
_OUTAGE_FACTOR: Final = 4
_FOLLOW_UPS: Final = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """All tickets created in the year up to `ends_at` and some days after, by creation."""

    starts_at: Instant
    ends_at: Instant
    zone: str
    outage_on: date
    slower_from: date
    shifts: Shifts
    plans: tuple[TicketPlan, ...]
    teams: Mapping[int, str] = field(default_factory=lambda: cast.TEAMS)
    """Team names by id."""
    agents: tuple[cast.Staff, ...] = cast.AGENTS

    @property
    def people(self) -> tuple[cast.Staff, ...]:
        """Everybody with a staff account, the AI agent and the light agent among them."""
        light = cast.LIGHT
        if light.team not in self.teams:
            light = replace(light, team=next(iter(self.teams)))
        return (cast.ADMIN, cast.ASSISTANT, *self.agents, light)

    def of_one_team(self, name: str, agents: Sequence[cast.Staff]) -> Year:
        """The same year with all in one team of that name, its work shared by those agents."""
        others = (one for one in cast.AGENTS if one not in agents)
        recast = Recast(
            people={one.id: agents[n % len(agents)].id for n, one in enumerate(others)},
            teams=dict.fromkeys(cast.TEAMS, cast.FRONT_LINE),
        )
        return replace(
            self,
            plans=tuple(map(recast.plan, self.plans)),
            teams={cast.FRONT_LINE: name},
            agents=tuple(replace(one, team=cast.FRONT_LINE) for one in agents),
        )

    @property
    def left_at(self) -> Instant:
        """When the one who has left did so."""
        return left_at(self.ends_at)

    @classmethod
    def plan_until(
        cls,
        ends_at: Instant,
        seed: int = 7,
        tickets_per_weekday: int = 45,
        zone: str = "Europe/Berlin",
        hours: tuple[time, time] = (OPENS, CLOSES),
        *,
        calm: bool = False,
    ) -> Year:
        """Plan the year that ends at `ends_at`, which should be about now.

        The team works from the first to the second of its `hours`, on weekdays. A `calm` year has
        neither an outage nor a decline.
        """
        local = ZoneInfo(zone)
        last = datetime.fromtimestamp(ends_at, local).date()
        first = last - timedelta(days=_DAYS)
        troubles = Troubles(
            outage_on=NEVER if calm else _tuesday(last - timedelta(days=56)),
            slower_from=NEVER if calm else last - timedelta(days=42),
            zone=local,
        )
        dice = Dice(seed)
        begin, end = first - timedelta(days=7), last + timedelta(days=150)
        shifts_of_year = Shifts(begin, end, local, hours)
        planner = Planner(dice, shifts_of_year, troubles, customers=95 * tickets_per_weekday)
        arrivals = _arrivals(dice, troubles, (first, last), tickets_per_weekday)
        usual = [planner.story(at) for at in arrivals]
        rare = Rarities(Dice(seed + 1), shifts_of_year, troubles, ends_at).stories(usual)
        plans = (relabel(plan, ends_at) for plan in _with_ids(dice, usual, rare))
        return cls(
            starts_at=_local(first, time(), local),
            ends_at=ends_at,
            zone=zone,
            outage_on=troubles.outage_on,
            slower_from=troubles.slower_from,
            shifts=shifts_of_year,
            plans=tuple(plans),
        )


def _tuesday(day: date) -> date:
    """The Tuesday of a day's week: outages like Tuesdays."""
    return day + timedelta(days=1 - day.weekday())


def _arrivals(
    dice: Dice, troubles: Troubles, span: tuple[date, date], tickets_per_weekday: int
) -> list[Instant]:
    """When customers write, in order."""
    first, last = span
    hours, instants = shifts.hours(), []
    for number in range((last - first).days + _DAYS_AHEAD + 1):
        day = first + timedelta(days=number)
        busy = _OUTAGE_FACTOR if day == troubles.outage_on else 1
        for _ in range(dice.count(busy * tickets_per_weekday * shifts.demand(day))):
            clock = time(dice.pick(hours), dice.between(0, 59), dice.between(0, 59))
            instants.append(_local(day, clock, troubles.zone))
    return sorted(instants)


def _local(day: date, clock: time, zone: ZoneInfo) -> Instant:
    return int(datetime.combine(day, clock, zone).timestamp())


def _with_ids(
    dice: Dice, usual: list[PlannedStory], rare: list[PlannedStory]
) -> Iterator[TicketPlan]:
    """Plans with ids; a few customers come back on a ticket that has been closed."""
    ids: dict[PlannedStory, int] = {}
    before: list[TicketPlan] = []
    for number, story in enumerate(
        sorted([*usual, *rare], key=lambda each: each.opening.at), _FIRST_ID
    ):
        ids[story], plan = number, story.plan(number)
        if story.other is not None:
            other = ids[story.other]
            plan = replace(plan, parent=other) if plan.child else replace(plan, problem=other)
        elif story not in rare:
            plan = _follow_up(dice, plan, before) if dice.chance(_FOLLOW_UPS) else plan
            before.append(plan)
        yield plan


def _follow_up(dice: Dice, plan: TicketPlan, before: list[TicketPlan]) -> TicketPlan:
    """The plan as a follow-up of an older ticket that was closed by then, if one can be found."""
    if plan.agent_created or plan.channel != "web" or not before:
        return plan
    old = before[-1 - dice.skew(min(len(before), 2500))]
    closed = bool(old.solves) and old.steps[-1].at < plan.created_at and not old.removal
    if not closed:
        return plan
    steps = (
        replace(step, who=old.requester) if step.who == plan.requester else step
        for step in plan.steps
    )
    return replace(
        plan,
        parent=old.id,
        requester=old.requester,
        submitter=old.requester,
        steps=tuple(steps),
    )
