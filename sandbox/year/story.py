"""Writes one ticket's plan down, step by step, together with the facts it amounts to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from metrics.tickets.records import Instant
from sandbox.year.plan import (
    SYSTEM,
    PlannedHolder,
    PlannedReply,
    PlannedSolve,
    PlannedStep,
    PlannedSurvey,
    Speech,
    TicketPlan,
    Value,
)

RULE: Final = "rule"
AGENT_VIA: Final = "web form"
BOT_VIA: Final = "answer bot"
LINK_VIA: Final = "linked problem"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedOpening:
    """How a ticket begins."""

    at: Instant
    channel: str
    category: str | None
    requester: int
    submitter: int
    team: int | None
    agent: int | None = None
    priority: str | None = None
    status: str = "new"
    speech: Speech = Speech.PUBLIC
    parent: int | None = None
    agent_created: bool = False
    kind: str = "question"
    child: bool = False


class PlannedStory:
    """A ticket while it is being planned. Steps must be told in the order of time.

    `other` is the problem of an incident, or the ticket that a child helps with.
    """

    def __init__(self, opening: PlannedOpening, other: PlannedStory | None = None) -> None:
        self.opening = opening
        self.other = other
        self.now = opening.at
        self.bot_only = False
        self.steps: list[PlannedStep] = []
        self.replies: list[PlannedReply] = []
        self.solves: list[PlannedSolve] = []
        self.reopened_at: list[Instant] = []
        self.survey: PlannedSurvey | None = None
        self.removal: tuple[str, Instant] | None = None
        self.holders = [PlannedHolder(at=opening.at, team=None, agent=None, priority=None)]
        self.status = ""
        self._step(
            opening.at,
            opening.submitter,
            opening.channel,
            opening.speech,
            status=opening.status,
            group_id=opening.team,
            assignee_id=opening.agent,
            priority=opening.priority,
        )

    @property
    def holder(self) -> PlannedHolder:
        """Who has the ticket now."""
        return self.holders[-1]

    @property
    def human(self) -> bool:
        """Whether a human has answered yet."""
        return bool(self.replies)

    def customer(self, at: Instant, status: str | None = None) -> None:
        """The customer writes; `status` open where the ticket was waiting for them or solved."""
        if self.status == "solved":
            self.reopened_at.append(at)
        changes: dict[str, Value] = {} if status is None else {"status": status}
        self._step(at, self.opening.requester, self.opening.channel, Speech.PUBLIC, **changes)

    def reply(self, at: Instant, agent: int, asked_at: Instant, status: str) -> None:
        """A human answers a customer who has waited since `asked_at`."""
        first = not self.human and not self.opening.agent_created
        self.message(at, agent, status)
        by = PlannedHolder(at=at, team=self.holder.team, agent=agent, priority=self.holder.priority)
        self.replies.append(PlannedReply(at=at, asked_at=asked_at, first=first, by=by))

    def message(self, at: Instant, agent: int, status: str | None = None) -> None:
        """A human writes although nobody waits, or as part of a reply; an owner is kept."""
        changes: dict[str, Value] = {} if status is None else {"status": status}
        if self.holder.agent is None:
            changes["assignee_id"] = agent
        self._step(at, agent, AGENT_VIA, Speech.PUBLIC, **changes)

    def machine(self, at: Instant, who: int = SYSTEM, **changes: Value) -> None:
        """A trigger (or the AI agent) writes to the customer."""
        self._step(at, who, RULE if who == SYSTEM else BOT_VIA, Speech.PUBLIC, **changes)

    def note(self, at: Instant, agent: int, **changes: Value) -> None:
        """An internal note."""
        self._step(at, agent, AGENT_VIA, Speech.NOTE, **changes)

    def change(self, at: Instant, who: int, **changes: Value) -> None:
        """A change without words."""
        self._step(at, who, RULE if who == SYSTEM else AGENT_VIA, None, **changes)

    def solve_with_problem(self, at: Instant, agent: int) -> None:
        """Whoever solves a problem solves its incidents with it, without a word to each."""
        self._step(at, agent, LINK_VIA, None, status="solved")

    def offer(self, at: Instant, answered_at: Instant | None, *, good: bool) -> None:
        """A survey goes out, and may be answered."""
        self.survey = PlannedSurvey(
            offered_at=at, answered_at=answered_at, good=good, by=self.holder
        )
        self.change(at, SYSTEM, satisfaction="offered")
        if answered_at is not None:
            score = "good" if good else "bad"
            self._step(answered_at, self.opening.requester, AGENT_VIA, None, satisfaction=score)

    def remove(self, at: Instant, agent: int, removal: str) -> None:
        """Deleted, or closed because it was merged into another."""
        self.removal = (removal, at)
        if removal == "merged":
            self.note(at, agent, status="closed", tags="closed_by_merge", assignee_id=agent)
        else:
            self.change(at, agent, status="deleted")

    def plan(self, number: int) -> TicketPlan:
        """The plan as it stands."""
        opening = self.opening
        removal, removed_at = self.removal or (None, None)
        return TicketPlan(
            id=number,
            created_at=opening.at,
            channel=opening.channel,
            category=opening.category,
            requester=opening.requester,
            submitter=opening.submitter,
            parent=opening.parent,
            bot_only=self.bot_only,
            agent_created=opening.agent_created,
            steps=tuple(self.steps),
            holders=tuple(self.holders),
            replies=tuple(self.replies),
            solves=tuple(self.solves),
            reopened_at=tuple(self.reopened_at),
            survey=self.survey,
            removal=removal,
            removed_at=removed_at,
            kind=opening.kind,
            child=opening.child,
            came_closed=opening.status == "closed",
        )

    def _step(
        self, at: Instant, who: int, via: str, speech: Speech | None, **changes: Value
    ) -> None:
        if at < self.now:
            raise ValueError(f"step at {at} comes before the one at {self.now}")
        self.now = at
        changes_in_order = tuple(changes.items())
        self.steps.append(
            PlannedStep(at=at, who=who, via=via, speech=speech, changes=changes_in_order)
        )
        self._hold(at, changes)
        status = changes.get("status")
        if isinstance(status, str):
            if status == "solved":
                self.solves.append(PlannedSolve(at=at, by=self.holder))
            self.status = status

    def _hold(self, at: Instant, changes: dict[str, Value]) -> None:
        """Note a change of team, agent or priority. Of one second only the last holder counts."""
        now = self.holder
        after = PlannedHolder(
            at=at,
            team=_number(changes.get("group_id", now.team)),
            agent=_number(changes.get("assignee_id", now.agent)),
            priority=_word(changes.get("priority", now.priority)),
        )
        if at == now.at:
            self.holders[-1] = after
        elif (after.team, after.agent, after.priority) != (now.team, now.agent, now.priority):
            self.holders.append(after)


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def _word(value: Value) -> str | None:
    return value if isinstance(value, str) else None
