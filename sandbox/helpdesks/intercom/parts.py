"""What became of a conversation, part by part, as Intercom tells it.

A solve is a close. What other helpdesks call pending is an open conversation that waits for its
customer, and what is on hold is snoozed until a timer wakes it. The closing for good of what is
closed leaves no part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from metrics.tickets.records import Instant
from sandbox.helpdesks.intercom.agreements import sla_parts
from sandbox.helpdesks.intercom.people import Author, author, bot
from sandbox.year import cast
from sandbox.year.plan import PlannedStep, Speech, TicketPlan, Value
from sandbox.year.promises import Promise

OPEN, SNOOZED, CLOSED = "open", "snoozed", "closed"
STATES: Final = {
    "new": OPEN,
    "open": OPEN,
    "pending": OPEN,
    "hold": SNOOZED,
    "solved": CLOSED,
    "closed": CLOSED,
}
SNOOZE_SECONDS: Final = 3 * 86_400
PRIORITIES: Final = {"low": "low", "normal": "medium", "high": "high", "urgent": "urgent"}
NO_PRIORITY: Final = "none"
_KINDS: Final = {OPEN: "open", SNOOZED: "snoozed", CLOSED: "close"}
_TEAM, _ADMIN, _NOBODY = "team", "admin", "nobody_admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part; `words` are those of its body, `assigned` whom it was given to."""

    at: Instant
    kind: str
    author: Author
    state: str
    words: bool = False
    assigned: tuple[str, int | None] | None = None
    details: Mapping[str, Any] | None = None


def is_visible(step: PlannedStep) -> bool:
    """Whether a step moves a conversation's `updated_at`."""
    return step.speech is not None or dict(step.changes) != {"status": "closed"}


def parts_of(
    plan: TicketPlan, merged_at: Iterable[Instant] = (), promises: tuple[Promise, ...] = ()
) -> tuple[Part, ...]:
    """All parts, some of which may lie ahead; `merged_at`: when another was merged into it."""
    writer = _Writer(plan)
    for number, step in enumerate(plan.steps):
        if dict(step.changes).get("status") == "deleted":
            break
        writer.write(step, opening=number == 0)
    writer.wake(None)
    parts = writer.parts
    for at in merged_at:
        _insert(parts, at, "merged_primary_conversation", None)
    for at, kind, details in sla_parts(plan, promises):
        if plan.removal != "deleted" or at < (plan.removed_at or 0):
            _insert(parts, at, kind, details)
    return tuple(parts)


def _insert(parts: list[Part], at: Instant, kind: str, details: Mapping[str, Any] | None) -> None:
    """What Intercom does itself, behind all else of its second."""
    before = [part for part in parts if part.at <= at]
    state = before[-1].state if before else OPEN
    parts.insert(len(before), Part(at=at, kind=kind, author=bot(), state=state, details=details))


class _Writer:
    """Writes the parts of one conversation down, in the order of time."""

    def __init__(self, plan: TicketPlan) -> None:
        self.parts: list[Part] = []
        self._plan = plan
        self._state = OPEN
        self._until: Instant | None = None
        self._team: Value = None
        self._agent: Value = None
        self._priority = NO_PRIORITY

    def write(self, step: PlannedStep, *, opening: bool) -> None:
        """The parts of one step. Of the opening only what comes of it: its words are the source."""
        self.wake(step.at)
        changes = dict(step.changes)
        assigned = self._assigned(changes)
        self._prioritise(step, changes, opening=opening)
        if opening:
            self._open(step, assigned)
            return
        who = author(step.who, self._plan)
        after = STATES.get(str(changes.get("status")), self._state)
        if changes.get("satisfaction") in {"good", "bad"}:
            self._add(step.at, "conversation_rating_changed", who)
        elif step.speech is Speech.PUBLIC and who.is_contact:
            self._customer(step.at, who, after)
        else:
            self._staff(step, who, assigned, after)

    def wake(self, at: Instant | None) -> None:
        """The timer opens what is snoozed, if it has run out by `at`; None: it will."""
        if self._until is not None and (at is None or at >= self._until):
            when, self._until, self._state = self._until, None, OPEN
            self._add(when, "timer_unsnooze", bot())

    def _prioritise(self, step: PlannedStep, changes: dict[str, Value], *, opening: bool) -> None:
        """A change of priority; the one it came with leaves no part."""
        if "priority" not in changes:
            return
        before, after = self._priority, PRIORITIES.get(str(changes["priority"]), NO_PRIORITY)
        self._priority = after
        if not opening and before != after:
            details = {"current_priority": after, "previous_priority": before}
            self._add(step.at, "priority_changed", author(step.who, self._plan), details=details)

    def _open(self, step: PlannedStep, assigned: list[tuple[str, int | None]]) -> None:
        for one in assigned:
            kind = "default_assignment" if one[0] == _TEAM else "assignment"
            self._add(step.at, kind, bot(), assigned=one)
        self._move(step.at, bot(), STATES[str(dict(step.changes)["status"])])

    def _customer(self, at: Instant, who: Author, after: str) -> None:
        """A reply opens what was closed: it is one part, which carries the words."""
        kind = "comment" if self._state == OPEN else "open"
        self._state, self._until = after, None
        self._add(at, kind, who, words=True)

    def _staff(
        self,
        step: PlannedStep,
        who: Author,
        assigned: list[tuple[str, int | None]],
        after: str,
    ) -> None:
        at, words = step.at, step.speech is Speech.PUBLIC
        if step.speech is Speech.NOTE:
            self._add(at, "note", who, words=True)
        for number, one in enumerate(assigned, 1):
            carries = words and after != CLOSED and number == len(assigned) and at % 2 == 0
            self._add(at, "assignment", who, words=carries, assigned=one)
            words = words and not carries
        if words and not (after == CLOSED and self._state != CLOSED):
            self._add(at, "comment", who, words=True)
            words = False
        self._move(at, who, after, words=words)

    def _move(self, at: Instant, who: Author, after: str, *, words: bool = False) -> None:
        if after == self._state:
            return
        self._state = after
        self._until = at + SNOOZE_SECONDS if after == SNOOZED else None
        details = None
        if self._until is not None:
            until = datetime.fromtimestamp(self._until, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
            details = {"until": "until a custom time", "custom_until_time": until}
        self._add(at, _KINDS[after], who, words=words, details=details)

    def _assigned(self, changes: dict[str, Value]) -> list[tuple[str, int | None]]:
        """Whom a step gives the conversation to. The AI agent never owns one."""
        found: list[tuple[str, int | None]] = []
        team = changes.get("group_id", self._team)
        if isinstance(team, int) and team != self._team:
            self._team = team
            found.append((_TEAM, team))
        agent = changes.get("assignee_id", self._agent)
        agent = None if agent == cast.ASSISTANT.id else agent
        if agent != self._agent:
            self._agent = agent
            found.append((_ADMIN, agent) if isinstance(agent, int) else (_NOBODY, None))
        return found

    def _add(
        self,
        at: Instant,
        kind: str,
        who: Author,
        *,
        words: bool = False,
        assigned: tuple[str, int | None] | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        state = self._state
        self.parts.append(
            Part(
                at=at,
                kind=kind,
                author=who,
                state=state,
                words=words,
                assigned=assigned,
                details=details,
            )
        )
