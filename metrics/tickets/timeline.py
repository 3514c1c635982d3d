"""One ticket's events turned into its instants: replies, waits, solves, and the spans it was open.

Pure, and independent of the order in which events arrive. Of events of one second, changes of team,
agent and priority come first, then messages, then changes of status, each by the helpdesk's own
order: a reply that solves and assigns in one update is a reply by that team, before the solve.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from metrics.tickets.pieces import Holder, Solve, Span, Timeline, Wait, earliest, hand_to
from metrics.tickets.records import Event, EventKind, Field, Instant, Role, Status, Ticket
from metrics.tickets.story import Story

VERSION = 8
"""Raise it when this file learns something: every stored timeline is then built again."""

RoleAt: TypeAlias = Callable[[str | None, Instant], Role | None]
"""Who somebody was at an instant; None for an author nobody has told us about."""


def timeline(ticket: Ticket, events: Sequence[Event], role_at: RoleAt, *edges: Instant) -> Timeline:
    """Build the timeline of `ticket` from all its `events`, in whatever order they are given.

    `edges` are where its history begins, as in `Story.of`.
    """
    story = Story.of(ticket, events, *edges)
    removed_at = story.removed_at
    walk = _Walk(story, role_at)
    for event in story.events:
        if removed_at is None or event.at < removed_at:
            walk.take(event)
    return walk.finish(removed_at)


@dataclass
class _Walk:
    """The state of a ticket while its events are taken one after the other."""

    story: Story
    role_at: RoleAt
    ticket: Ticket = field(init=False)
    holder: Holder = field(init=False)
    status: Status = field(init=False)
    since: Instant = field(init=False)
    replied_at: Instant | None = None
    asked_at: Instant | None = None
    line: Timeline = field(init=False)
    spans: list[Span] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    solves: list[Solve] = field(default_factory=list)
    opening: Event | None = None
    having: dict[Field, str] = field(default_factory=dict)
    handed_at: Instant = -1
    handoffs: int = 0
    ai_left_at: Instant | None = None
    staff_spoke: bool = False

    def __post_init__(self) -> None:
        story = self.story
        self.ticket, self.since = story.ticket, story.starts_at
        held = (Field.TEAM, Field.AGENT, Field.PRIORITY)
        self.holder = Holder(**{each.value: story.first_value(each) for each in held})
        self.status = Status(story.first_value(Field.STATUS) or Status.NEW)
        submitter = self._role(self.ticket.submitter, self.ticket.created_at)
        by_agent = submitter is Role.AGENT or story.opened_by_agent()
        self.line = Timeline(agent_created=by_agent, known_from_at=story.known_from_at)
        self.opening = story.opening_message() if by_agent else None
        self._note_holder(self.since)
        if story.came_closed():
            self._solve(self.since)
        elif self.status.unsolved and story.known_from_at is None and not by_agent:
            self._ask(self.since, first=True)

    def _ask(self, at: Instant, *, first: bool) -> None:
        """A customer begins to wait, perhaps since before: for what nobody has answered yet."""
        self.asked_at = at if self.asked_at is None else self.asked_at
        self.waits.append(Wait(first=first, asked_at=self.asked_at, started_at=at))

    def take(self, event: Event) -> None:
        self._touch(event)
        if event.kind is EventKind.MESSAGE:
            if event.public and event is not self.opening:
                self._message(event)
        elif event.field is Field.STATUS:
            if event.new in _STATUSES:
                self._status(Status(event.new), event.at)
        else:
            self._holder(event)

    def _touch(self, event: Event) -> None:
        """Take note of the first thing a human agent does, the opening of a ticket left aside."""
        opening = self.line.agent_created and event.at <= self.ticket.created_at
        known = self.line.first_touch_at is not None
        if not known and not opening and self._author(event) is Role.AGENT:
            self.line = replace(self.line, first_touch_at=event.at)

    def _message(self, event: Event) -> None:
        self.staff_spoke |= Role.AGENT in {self._author(event), self.role_at(event.actor, event.at)}
        match self._author(event):
            case Role.AGENT:
                self._reply(event)
            case Role.BOT:
                self._bot_reply(event)
            case Role.CUSTOMER:
                closed = event.at <= self.ticket.created_at and not self.status.unsolved
                if not closed and not self._waiting():
                    self._ask(event.at, first=self._owes_reply())

    def _owes_reply(self) -> bool:
        """Whether a first reply is owed: not for a ticket an agent opened, or that came closed."""
        return self.line.replies == 0 and bool(self.waits) and self.waits[0].first

    def _author(self, event: Event) -> Role:
        if event.automated or event.author is Role.BOT:
            return Role.BOT
        if event.author is Role.CUSTOMER:
            return Role.CUSTOMER
        role = self._role(event.actor, event.at) or Role.CUSTOMER
        staff = event.author is Role.AGENT and event.actor != self.ticket.requester
        # Who may not answer customers today and did was an agent then.
        is_agent = role is Role.CUSTOMER or (role is Role.LIGHT and event.public)
        return Role.AGENT if is_agent and staff else role

    def _role(self, person: str | None, at: Instant) -> Role | None:
        """Who somebody is to this ticket: a colleague who asks is its customer."""
        role = self.role_at(person, at)
        staff = role in {Role.AGENT, Role.LIGHT}
        return Role.CUSTOMER if staff and person == self.ticket.requester else role

    def _bot_reply(self, event: Event) -> None:
        """An automatic message; it is an AI agent's by the helpdesk's word, or by its name."""
        line = replace(
            self.line,
            bot_replies=self.line.bot_replies + 1,
            first_any_reply_at=earliest(self.line.first_any_reply_at, event.at),
        )
        if Role.BOT in {event.author, self.role_at(event.actor, event.at)}:
            first = earliest(line.first_ai_reply_at, event.at)
            line = replace(line, ai_replies=line.ai_replies + 1, first_ai_reply_at=first)
            self.ai_left_at = event.at
        self.line = line

    def _reply(self, event: Event) -> None:
        self._cut(event.at)
        self.replied_at, self.asked_at = event.at, None
        by = replace(self.holder, agent=event.actor)
        line = replace(
            self.line,
            replies=self.line.replies + 1,
            first_any_reply_at=earliest(self.line.first_any_reply_at, event.at),
        )
        if line.first_reply_at is None:
            line = replace(
                line,
                first_reply_at=event.at,
                handed_over_at=self.ai_left_at,
                first_reply_team=by.team,
                first_reply_agent=by.agent,
                first_reply_priority=by.priority,
            )
        elif line.second_reply_at is None:
            line = replace(line, second_reply_at=event.at)
        self.line = line
        self._end_wait(event.at, by, by_reply=True)

    def _waiting(self) -> bool:
        return bool(self.waits) and self.waits[-1].ended_at is None

    def _end_wait(self, at: Instant, by: Holder, *, by_reply: bool) -> None:
        if self._waiting():
            self.waits[-1] = hand_to(replace(self.waits[-1], ended_at=at, answered=by_reply), by)

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
            self.line = replace(self.line, first_solved_at=at)
        solve = Solve(at=at, replies=self.line.replies, handoffs=self.handoffs)
        self.solves.append(hand_to(solve, self.holder))
        self._end_wait(at, self.holder, by_reply=False)

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
            self._assign(Field.AGENT, agent, at)
        if team is not None:
            self._assign(Field.TEAM, team, at)

    def _assign(self, which: Field, now: str, at: Instant) -> None:
        """Take note of the first one who got it, and of handoffs: one an instant, however wide."""
        before, self.having[which] = self.having.get(which), now
        if before is None:
            first_of: dict[str, Any] = {_FIRST[which]: at}
            self.line = replace(self.line, **first_of)
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

    def finish(self, removed_at: Instant | None) -> Timeline:
        if removed_at is not None:
            self._cut(removed_at)
            self._end_wait(removed_at, self.holder, by_reply=False)
        else:
            self._hear_the_helpdesk()
            self._end_spans()
        if self._waiting():
            self.waits[-1] = hand_to(self.waits[-1], self.holder)
        return replace(
            self.line,
            ai_only=self._ai_only(),
            removed_at=removed_at,
            spans=tuple(self.spans),
            waits=tuple(self.waits),
            solves=tuple(self.solves),
        )

    def _end_spans(self) -> None:
        """Let a ticket that is unsolved go on, unless the helpdesk says that it is not any more."""
        if not self.status.unsolved:
            return
        solved_at = self.line.unread_solve_at
        if self.ticket.status.unsolved or solved_at is None:
            self.spans.append(self._span(ended_at=None))
        else:
            self._cut(solved_at)
            self._end_wait(max(solved_at, self.since), self.holder, by_reply=False)

    def _hear_the_helpdesk(self) -> None:
        """Take note of what the helpdesk tells of this ticket that is not among its events."""
        story, of_bots = self.story, self.line.bot_replies >= (self.ticket.vendor.replies or 1)
        silent = not (self.staff_spoke or self.line.agent_created or of_bots)
        self.line = replace(
            self.line,
            unread_reply_at=story.unread_reply_at() if silent else None,
            unread_solve_at=story.unread_solve_at(self.status, self.solves),
            unread_reopen=story.unread_reopen(self.solves),
        )

    def _ai_only(self) -> bool:
        """Whether an AI agent had it to the end, or has it, and no human did anything."""
        line = self.line
        human = line.replies > 0 or line.first_touch_at is not None
        if not line.ai_replies or human or line.unread_reply_at is not None:
            return False
        return not self.status.unsolved or self.role_at(self.holder.agent, self.since) is Role.BOT


_STATUSES = frozenset(Status)
_FIRST = {Field.AGENT: "first_assigned_at", Field.TEAM: "first_team_at"}
