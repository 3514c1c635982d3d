"""One ticket's events turned into its instants: replies, waits, solves, and the spans it was open.

Pure, and independent of the order in which events arrive. Of events of one second, changes of team,
agent and priority come first, then messages, then changes of status, each by the helpdesk's own
order: a reply that solves and assigns in one update is a reply by that team, before the solve.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias, TypeVar

from metrics.pieces import Holder, Solve, Span, Timeline, Wait
from metrics.records import Event, EventKind, Field, Instant, Role, Status, Ticket

VERSION = 6
"""Raise it when this file learns something: every stored timeline is then built again."""

Piece = TypeVar("Piece", Solve, Wait)
RoleAt: TypeAlias = Callable[[str | None, Instant], Role | None]
"""Who somebody was at an instant; None for an author nobody has told us about."""


def timeline(ticket: Ticket, events: Sequence[Event], role_at: RoleAt) -> Timeline:
    """Build the timeline of `ticket` from all its `events`, in whatever order they are given."""
    removed_at = _removed_at(ticket)
    told = sorted(events, key=_place)
    walk = _Walk(ticket, told, role_at)
    for event in told:
        if removed_at is None or event.at < removed_at:
            walk.take(event)
    return walk.finished(removed_at)


def _removed_at(ticket: Ticket) -> Instant | None:
    if ticket.removal is None:
        return None
    return ticket.removed_at if ticket.removed_at is not None else ticket.changed_at


_PHASE = {Field.TEAM: 0, Field.AGENT: 0, Field.PRIORITY: 0, None: 1, Field.STATUS: 2}


def _place(event: Event) -> tuple[Instant, int, int, str]:
    return event.at, _PHASE[event.field], event.order, event.id


def _first_value(
    ticket: Ticket, events: Sequence[Event], which: Field, now: str | None
) -> str | None:
    """What a field was at creation: what the first change replaced, or today's if none is told."""
    first = next((e for e in events if e.field is which), None)
    if first is None:
        return now
    return first.new if first.at <= ticket.created_at and first.old is None else first.old


@dataclass
class _Walk:
    """The state of a ticket while its events are taken one after the other."""

    ticket: Ticket
    events: Sequence[Event]
    role_at: RoleAt
    holder: Holder = field(init=False)
    status: Status = field(init=False)
    since: Instant = field(init=False)
    replied_at: Instant | None = None
    told: Timeline = field(init=False)
    spans: list[Span] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    solves: list[Solve] = field(default_factory=list)
    opening: str | None = field(init=False)
    held: dict[Field, str] = field(default_factory=dict)
    handed_at: Instant = -1
    handoffs: int = 0
    ai_left_at: Instant | None = None

    def __post_init__(self) -> None:
        ticket, events = self.ticket, self.events
        self.holder = Holder(
            team=_first_value(ticket, events, Field.TEAM, ticket.team),
            agent=_first_value(ticket, events, Field.AGENT, ticket.agent),
            priority=_first_value(ticket, events, Field.PRIORITY, ticket.priority),
        )
        first = _first_value(ticket, events, Field.STATUS, ticket.status)
        self.status = Status(first) if first else Status.NEW
        self.since = ticket.created_at
        by_agent = self._role(ticket.submitter, ticket.created_at) is Role.AGENT
        self.told = Timeline(agent_created=by_agent)
        self.opening = self._opening_message() if by_agent else None
        self._note_holder(ticket.created_at)
        if not self.status.unsolved:
            self._solve(ticket.created_at)
        elif not by_agent:
            self.waits.append(Wait(first=True, started_at=ticket.created_at))

    def _opening_message(self) -> str | None:
        """The id of the message an agent opened the ticket with: it is no reply."""
        messages = (e for e in self.events if e.kind is EventKind.MESSAGE)
        first = next(messages, None)
        return first.id if first and first.at <= self.ticket.created_at else None

    def take(self, event: Event) -> None:
        self._touch(event)
        if event.kind is EventKind.MESSAGE:
            if event.public and event.id != self.opening:
                self._message(event)
        elif event.field is Field.STATUS:
            if event.new in _STATUSES:
                self._status(Status(event.new), event.at)
        else:
            self._holder(event)

    def _touch(self, event: Event) -> None:
        """Take note of the first thing a human agent does, the opening of a ticket left aside."""
        opening = self.told.agent_created and event.at <= self.ticket.created_at
        known = self.told.first_touch_at is not None
        if not known and not opening and self._author(event) is Role.AGENT:
            self.told = replace(self.told, first_touch_at=event.at)

    def _message(self, event: Event) -> None:
        match self._author(event):
            case Role.AGENT:
                self._reply(event)
            case Role.BOT:
                self._bot_reply(event)
            case Role.CUSTOMER:
                closed = event.at <= self.ticket.created_at and not self.status.unsolved
                if not closed and not self._waiting():
                    self.waits.append(Wait(first=self._unanswered(), started_at=event.at))

    def _unanswered(self) -> bool:
        """Whether a first reply is owed: not for a ticket an agent opened, or that came closed."""
        return self.told.replies == 0 and bool(self.waits) and self.waits[0].first

    def _author(self, event: Event) -> Role:
        if event.automated:
            return Role.BOT
        return self._role(event.actor, event.at) or Role.CUSTOMER

    def _role(self, person: str | None, at: Instant) -> Role | None:
        """Who somebody is to this ticket: a colleague who asks is its customer."""
        role = self.role_at(person, at)
        asked = role in {Role.AGENT, Role.LIGHT} and person == self.ticket.requester
        return Role.CUSTOMER if asked else role

    def _bot_reply(self, event: Event) -> None:
        """An automatic message; it is an AI agent's where a bot put its own name to it."""
        told = replace(
            self.told,
            bot_replies=self.told.bot_replies + 1,
            first_any_reply_at=_earliest(self.told.first_any_reply_at, event.at),
        )
        if self.role_at(event.actor, event.at) is Role.BOT:
            first = _earliest(told.first_ai_reply_at, event.at)
            told = replace(told, ai_replies=told.ai_replies + 1, first_ai_reply_at=first)
            self.ai_left_at = event.at
        self.told = told

    def _reply(self, event: Event) -> None:
        self._cut(event.at)
        self.replied_at = event.at
        by = replace(self.holder, agent=event.actor)
        told = replace(
            self.told,
            replies=self.told.replies + 1,
            first_any_reply_at=_earliest(self.told.first_any_reply_at, event.at),
        )
        if told.first_reply_at is None:
            told = replace(
                told,
                first_reply_at=event.at,
                handed_over_at=self.ai_left_at,
                first_reply_team=by.team,
                first_reply_agent=by.agent,
                first_reply_priority=by.priority,
            )
        elif told.second_reply_at is None:
            told = replace(told, second_reply_at=event.at)
        self.told = told
        self._end_wait(event.at, by, answered=True)

    def _waiting(self) -> bool:
        return bool(self.waits) and self.waits[-1].ended_at is None

    def _end_wait(self, at: Instant, by: Holder, *, answered: bool) -> None:
        if self._waiting():
            ended = replace(self.waits[-1], ended_at=at, answered=answered)
            self.waits[-1] = _held(ended, by)

    def _status(self, status: Status, at: Instant) -> None:
        if status is self.status:
            return
        self._cut(at)
        was, self.status = self.status, status
        if was.unsolved and not status.unsolved:
            self._solve(at)
        elif status.unsolved and not was.unsolved and self.solves:
            self.solves[-1] = replace(self.solves[-1], reopened_at=at)

    def _solve(self, at: Instant) -> None:
        if self.solves:
            self.solves[-1] = replace(self.solves[-1], next_solve_at=at)
        else:
            self.told = replace(self.told, first_solved_at=at)
        solve = Solve(at=at, replies=self.told.replies, handoffs=self.handoffs)
        self.solves.append(_held(solve, self.holder))
        self._end_wait(at, self.holder, answered=False)

    def _holder(self, event: Event) -> None:
        assert event.field is not None
        after = replace(self.holder, **{event.field.value: event.new})
        if after != self.holder:
            self._cut(event.at)
            if self._leaves_ai(after, event):
                self.ai_left_at = event.at
            self.holder = after
            self._note_holder(event.at)

    def _leaves_ai(self, after: Holder, event: Event) -> bool:
        """Whether a bot that had the ticket has it no more, and no human took it."""
        before = self.role_at(self.holder.agent, event.at)
        return (
            before is Role.BOT
            and self.role_at(after.agent, event.at) is not Role.BOT
            and self._author(event) is not Role.AGENT
        )

    def _note_holder(self, at: Instant) -> None:
        """Take note of which person and team have the ticket; a bot is no person."""
        agent, team = self.holder.agent, self.holder.team
        if agent is not None and self.role_at(agent, at) is not Role.BOT:
            self._given(Field.AGENT, agent, at)
        if team is not None:
            self._given(Field.TEAM, team, at)

    def _given(self, which: Field, now: str, at: Instant) -> None:
        """Take note of the first one who got it, and of handoffs: one an instant, however wide."""
        before, self.held[which] = self.held.get(which), now
        if before is None:
            first_of: dict[str, Any] = {_FIRST[which]: at}
            self.told = replace(self.told, **first_of)
        elif before != now and at > max(self.ticket.created_at, self.handed_at):
            self.handed_at = at
            self.handoffs += 1

    def _cut(self, at: Instant) -> None:
        """End the piece that has lasted until now."""
        if self.status.unsolved and at > self.since:
            self.spans.append(self._span(ended_at=at))
        self.since = max(self.since, at)

    def _span(self, ended_at: Instant | None) -> Span:
        return Span(
            status=self.status,
            started_at=self.since,
            ended_at=ended_at,
            replied_at=self.replied_at,
            team=self.holder.team,
            agent=self.holder.agent,
            priority=self.holder.priority,
        )

    def finished(self, removed_at: Instant | None) -> Timeline:
        if removed_at is not None:
            self._cut(removed_at)
            self._end_wait(removed_at, self.holder, answered=False)
        elif self.status.unsolved:
            self.spans.append(self._span(ended_at=None))
        if self._waiting():
            self.waits[-1] = _held(self.waits[-1], self.holder)
        return replace(
            self.told,
            removed_at=removed_at,
            spans=tuple(self.spans),
            waits=tuple(self.waits),
            solves=tuple(self.solves),
        )


_STATUSES = frozenset(Status)
_FIRST = {Field.AGENT: "first_assigned_at", Field.TEAM: "first_team_at"}


def _earliest(known: Instant | None, at: Instant) -> Instant:
    return at if known is None else min(known, at)


def _held(piece: Piece, by: Holder) -> Piece:
    return replace(piece, team=by.team, agent=by.agent, priority=by.priority)
