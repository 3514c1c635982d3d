"""The same tickets with other people or teams in the places of some: what was done, they did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sandbox.year.plan import (
    PlannedHolder,
    PlannedReply,
    PlannedSolve,
    PlannedStep,
    PlannedSurvey,
    TicketPlan,
    Value,
)

By = TypeVar("By", PlannedReply, PlannedSolve, PlannedSurvey)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recast:
    """Who stands in for whom, and which team for which, by their ids; all others stay."""

    people: Mapping[int, int] = field(default_factory=dict)
    teams: Mapping[int, int] = field(default_factory=dict)

    def plan(self, plan: TicketPlan) -> TicketPlan:
        """The same ticket, played by them; what no longer changes anything is left out."""
        return replace(
            plan,
            requester=self.person(plan.requester),
            submitter=self.person(plan.submitter),
            steps=tuple(self._steps(plan.steps)),
            holders=tuple(_unlike(map(self._holder, plan.holders))),
            replies=tuple(map(self._by, plan.replies)),
            solves=tuple(map(self._by, plan.solves)),
            survey=self._by(plan.survey) if plan.survey else None,
        )

    def person(self, who: int) -> int:
        """Who is there in somebody's place."""
        return self.people.get(who, who)

    def _steps(self, steps: Iterable[PlannedStep]) -> Iterator[PlannedStep]:
        """A change between two that are one now is none any more."""
        before: dict[str, Value] = {}
        for step in steps:
            changes = []
            for key, value in step.changes:
                new, last = self._value(key, value), before.get(key)
                if value == last or new != self._value(key, last):
                    changes.append((key, new))
                before[key] = value
            if changes or step.speech or not step.changes:
                yield replace(step, who=self.person(step.who), changes=tuple(changes))

    def _value(self, key: str, value: Value) -> Value:
        if isinstance(value, int) and key == "assignee_id":
            return self.person(value)
        if isinstance(value, int) and key == "group_id":
            return self.teams.get(value, value)
        return value

    def _holder(self, holder: PlannedHolder) -> PlannedHolder:
        team = holder.team if holder.team is None else self.teams.get(holder.team, holder.team)
        agent = holder.agent if holder.agent is None else self.person(holder.agent)
        return replace(holder, team=team, agent=agent)

    def _by(self, fact: By) -> By:
        return replace(fact, by=self._holder(fact.by))


def _unlike(holders: Iterable[PlannedHolder]) -> Iterator[PlannedHolder]:
    """Those that differ from the one before in more than the time."""
    last: PlannedHolder | None = None
    for holder in holders:
        if last is None or replace(holder, at=last.at) != last:
            yield holder
        last = holder
