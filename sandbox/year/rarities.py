"""What a helpdesk has beside its usual tickets, planned apart so that those stay as they are.

Agents open child tickets in side conversations; the outage is a problem with incidents, which are
solved with it; old tickets are imported, closed as they come; a colleague asks something. And some
of what a member of the team did was done by somebody who has left, some notes are a light agent's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Final

from metrics.tickets.records import Instant
from sandbox.year import cast
from sandbox.year.dice import Dice
from sandbox.year.plan import SYSTEM, PlannedStep, Speech, TicketPlan
from sandbox.year.planner import DAY, HOUR, MINUTE, NEVER, Troubles
from sandbox.year.recast import Recast
from sandbox.year.shifts import Shifts
from sandbox.year.story import PlannedOpening, PlannedStory

_DAYS_SINCE_LEFT: Final = 150
_STOOD_IN: Final = next(agent.id for agent in cast.AGENTS if agent.name == "Jonas Müller")
"""Half of what this agent did before was done by the one who has left."""
_CHILDREN: Final = 0.02
_INCIDENTS: Final = 8
_IMPORTS: Final = 40
_IMPORTED_DAYS: Final = (20, 100, 200)
"""So many days before the end of the year tickets were imported."""
_COLLEAGUES: Final = 30
_OF_CUSTOMERS: Final = 500

_BEFORE_THEY_LEFT: Final = Recast(people={_STOOD_IN: cast.FORMER.id})


def left_at(ends_at: Instant) -> Instant:
    """When the one who has left did so: at a midnight of UTC."""
    return ends_at // DAY * DAY - _DAYS_SINCE_LEFT * DAY


class Rarities:
    """Plans the rarer tickets of a year, with dice of their own."""

    def __init__(self, dice: Dice, shifts: Shifts, troubles: Troubles, ends_at: Instant) -> None:
        self._dice = dice
        self._shifts = shifts
        self._troubles = troubles
        self._ends_at = ends_at

    def stories(self, usual: Sequence[PlannedStory]) -> list[PlannedStory]:
        """All of them, in no order."""
        of_colleagues = (self._of_colleague() for _ in range(_COLLEAGUES))
        outage = () if self._troubles.outage_on == NEVER else self._outage()
        return [*self._children(usual), *outage, *self._imports(), *of_colleagues]

    def _children(self, usual: Sequence[PlannedStory]) -> Iterator[PlannedStory]:
        """An agent asks the technical team in a side conversation, which makes it a ticket."""
        for story in usual:
            if not story.replies or not self._dice.chance(_CHILDREN):
                continue
            reply = story.replies[0]
            at, asks = reply.at + self._dice.between(MINUTE, HOUR), reply.by.agent or 0
            opening = self._opening(at, "other", asks, team=cast.TECHNICAL, child=True)
            child = PlannedStory(opening, story)
            answers = [one.id for one in cast.agents(cast.TECHNICAL) if one.id != asks]
            if self._dice.chance(0.8):
                self._answer(child, at, self._dice.among(answers))
            yield child

    def _outage(self) -> Iterator[PlannedStory]:
        """A problem, and its incidents: half of them are answered before all are solved at once."""
        day = datetime.combine(self._troubles.outage_on, time(10), self._troubles.zone)
        agents, at = cast.agents(cast.TECHNICAL), int(day.timestamp())
        solved_at = self._shifts.later(at, 6 * HOUR)
        problem = PlannedStory(self._of_outage(at, "problem"))
        problem.reply(self._shifts.later(at, 20 * MINUTE), agents[0].id, at, "open")
        problem.message(solved_at, agents[0].id, "solved")
        self._close(problem)
        yield problem
        for number in range(_INCIDENTS):
            asked_at = at + self._dice.between(MINUTE, 2 * HOUR)
            incident = PlannedStory(self._of_outage(asked_at, "incident"), problem)
            if number % 2:
                due = self._shifts.later(asked_at, self._dice.between(MINUTE, HOUR))
                incident.reply(due, self._dice.among(agents).id, asked_at, "hold")
            incident.solve_with_problem(solved_at + number, agents[0].id)
            self._close(incident)
            yield incident

    def _of_outage(self, at: Instant, kind: str) -> PlannedOpening:
        opening = self._opening(at, "email", self._customer(), team=cast.TECHNICAL, kind=kind)
        return replace(opening, category=cast.OUTAGE)

    def _imports(self) -> Iterator[PlannedStory]:
        """Tickets of an older tool, closed as they come."""
        for number in range(_IMPORTS):
            days = _IMPORTED_DAYS[number % len(_IMPORTED_DAYS)]
            at = self._ends_at - days * DAY + self._dice.between(0, HOUR)
            opening = self._opening(at, "api", self._customer(), team=cast.FRONT_LINE)
            agent = self._dice.among(cast.agents(cast.FRONT_LINE)).id
            yield PlannedStory(replace(opening, status="closed", agent=agent, priority=None))

    def _of_colleague(self) -> PlannedStory:
        """The light agent asks the front line, as a customer would."""
        at = self._ends_at - self._dice.between(2 * DAY, 340 * DAY)
        story = PlannedStory(self._opening(at, "email", cast.LIGHT.id, team=cast.FRONT_LINE))
        self._answer(story, at, self._dice.among(cast.agents(cast.FRONT_LINE)).id)
        return story

    def _opening(
        self,
        at: Instant,
        channel: str,
        asks: int,
        *,
        team: int,
        kind: str = "question",
        child: bool = False,
    ) -> PlannedOpening:
        return PlannedOpening(
            at=at,
            channel=channel,
            category="how_to",
            requester=asks,
            submitter=asks,
            team=team,
            priority="normal",
            kind=kind,
            child=child,
        )

    def _customer(self) -> int:
        return cast.CUSTOMERS + self._dice.skew(_OF_CUSTOMERS)

    def _answer(self, story: PlannedStory, asked_at: Instant, agent: int) -> None:
        due = self._shifts.later(asked_at, self._dice.around(45, 0.8) * MINUTE)
        story.reply(due, agent, asked_at, "solved")
        self._close(story)

    def _close(self, story: PlannedStory) -> None:
        story.change(story.now + 10 * DAY, SYSTEM, status="closed")


def relabel(plan: TicketPlan, ends_at: Instant) -> TicketPlan:
    """The same ticket with the one who has left in a colleague's place, and a light agent's note.

    Nothing else about it changes: what the colleague did, they did.
    """
    theirs = [step.at for step in plan.steps if step.who == _STOOD_IN]
    if plan.id % 2 and theirs and max(theirs) < left_at(ends_at):
        plan = _BEFORE_THEY_LEFT.plan(plan)
    if plan.id % 3 == 0:
        plan = replace(plan, steps=tuple(_by_light_agent(step) for step in plan.steps))
    return plan


def _by_light_agent(step: PlannedStep) -> PlannedStep:
    mere_note = step.speech is Speech.NOTE and not step.changes
    return replace(step, who=cast.LIGHT.id) if mere_note else step
