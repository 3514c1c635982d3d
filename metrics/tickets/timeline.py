"""One ticket's events turned into its instants: replies, waits, solves, and the spans it was open.

Pure, and independent of the order in which events arrive. Of events of one second, changes of team,
agent and priority come first, then messages, then changes of status, each by the helpdesk's own
order: a reply that solves and assigns in one update is a reply by that team, before the solve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from metrics.tickets.pieces import Holder, Solve, Span, Timeline, Wait
from metrics.tickets.records import Event, EventKind, Field, Instant, Role, Status, Ticket
from metrics.tickets.story import RoleAt, Story, author_of, role_to

VERSION = 8
"""Raise it when this file learns something: every stored timeline is then built again."""


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


class _Asked(NamedTuple):
    """A wait that has not ended."""

    first: bool
    asked_at: Instant
    started_at: Instant


@dataclass(slots=True)
class _Walk:
    """The state of a ticket while its events are taken one after the other.

    `facts` are what its timeline will say, by the names it has there.
    """

    story: Story
    role_at: RoleAt
    ticket: Ticket = field(init=False)
    holder: Holder = field(init=False)
    status: Status = field(init=False)
    since: Instant = field(init=False)
    by_agent: bool = field(init=False)
    facts: dict[str, Any] = field(init=False)
    replies: int = 0
    bot_replies: int = 0
    ai_replies: int = 0
    replied_at: Instant | None = None
    asked_at: Instant | None = None
    asked: _Asked | None = None
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
        opener = role_to(self.ticket, self.ticket.submitter, self.ticket.created_at, self.role_at)
        self.by_agent = opener is Role.AGENT or story.opened_by_agent()
        self.facts = {"agent_created": self.by_agent, "known_from_at": story.known_from_at}
        self.opening = story.opening_message() if self.by_agent else None
        self._note_holder(self.since)
        if story.came_closed():
            self._solve(self.since)
        elif self.status.unsolved and story.known_from_at is None and not self.by_agent:
            self._ask(self.since, first=True)

    def _ask(self, at: Instant, *, first: bool) -> None:
        """A customer begins to wait, perhaps since before: for what nobody has answered yet."""
        self.asked_at = at if self.asked_at is None else self.asked_at
        self.asked = _Asked(first=first, asked_at=self.asked_at, started_at=at)

    def take(self, event: Event) -> None:
        self._touch(event)
        if event.kind is EventKind.MESSAGE:
            if event.public and event is not self.opening:
                self._message(event)
        elif event.field is Field.STATUS:
            status = _STATUSES.get(event.new or "")
            if status is not None and status is not self.status:
                self._status(status, event.at)
        else:
            self._holder(event)

    def _touch(self, event: Event) -> None:
        """Take note of the first thing a human agent does, the opening of a ticket left aside."""
        opening = self.by_agent and event.at <= self.ticket.created_at
        if "first_touch_at" not in self.facts and not opening and self._author(event) is Role.AGENT:
            self.facts["first_touch_at"] = event.at

    def _message(self, event: Event) -> None:
        author = self._author(event)
        if author is Role.AGENT or self.role_at(event.actor, event.at) is Role.AGENT:
            self.staff_spoke = True
        if author is Role.AGENT:
            self._reply(event)
        elif author is Role.BOT:
            self._bot_reply(event)
        elif author is Role.CUSTOMER:
            closed = event.at <= self.ticket.created_at and not self.status.unsolved
            if not closed and self.asked is None:
                self._ask(event.at, first=self._owes_reply())

    def _owes_reply(self) -> bool:
        """Whether a first reply is owed: not for a ticket an agent opened, or that came closed."""
        return self.replies == 0 and bool(self.waits) and self.waits[0].first

    def _author(self, event: Event) -> Role:
        return author_of(event, self.ticket, self.role_at)

    def _bot_reply(self, event: Event) -> None:
        """An automatic message; it is an AI agent's by the helpdesk's word, or by its name."""
        self.bot_replies += 1
        self.facts.setdefault("first_any_reply_at", event.at)
        if event.author is Role.BOT or self.role_at(event.actor, event.at) is Role.BOT:
            self.ai_replies += 1
            self.facts.setdefault("first_ai_reply_at", event.at)
            self.ai_left_at = event.at

    def _reply(self, event: Event) -> None:
        self._cut(event.at)
        self.replied_at, self.asked_at = event.at, None
        self.replies += 1
        self.facts.setdefault("first_any_reply_at", event.at)
        if "first_reply_at" not in self.facts:
            self.facts |= {
                "first_reply_at": event.at,
                "handed_over_at": self.ai_left_at,
                "first_reply_team": self.holder.team,
                "first_reply_agent": event.actor,
                "first_reply_priority": self.holder.priority,
            }
        else:
            self.facts.setdefault("second_reply_at", event.at)
        self._end_wait(event.at, event.actor, by_reply=True)

    def _end_wait(self, at: Instant | None, agent: str | None, *, by_reply: bool = False) -> None:
        """Keep the wait that goes on, if any, as one that ended: `agent` was whose it was."""
        if self.asked is None:
            return
        held = self._held() | {"agent": agent}
        wait = Wait(**self.asked._asdict(), answered=by_reply, ended_at=at, **held)
        self.waits.append(wait)
        self.asked = None

    def _status(self, status: Status, at: Instant) -> None:
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
            self.facts["first_solved_at"] = at
        solve = Solve(at=at, replies=self.replies, handoffs=self.handoffs, **self._held())
        self.solves.append(solve)
        self._end_wait(at, self.holder.agent)

    def _holder(self, event: Event) -> None:
        assert event.field is not None
        name = event.field.value
        if getattr(self.holder, name) == event.new:
            return
        after = replace(self.holder, **{name: event.new})
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
            self.facts[_FIRST[which]] = at
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
            status=self.status.value,
            started_at=self.since,
            ended_at=ended_at,
            replied_at=self.replied_at,
            **self._held(),
        )

    def _held(self) -> dict[str, Any]:
        holder = self.holder
        return {"team": holder.team, "agent": holder.agent, "priority": holder.priority}

    def finish(self, removed_at: Instant | None) -> Timeline:
        if removed_at is not None:
            self._cut(removed_at)
            self._end_wait(removed_at, self.holder.agent)
        else:
            self._hear_the_helpdesk()
            self._end_spans()
        self._end_wait(None, self.holder.agent)
        return Timeline(
            **self.facts,
            replies=self.replies,
            bot_replies=self.bot_replies,
            ai_replies=self.ai_replies,
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
        solved_at = self.facts["unread_solve_at"]
        if self.ticket.status.unsolved or solved_at is None:
            self.spans.append(self._span(ended_at=None))
        else:
            self._cut(solved_at)
            self._end_wait(max(solved_at, self.since), self.holder.agent)

    def _hear_the_helpdesk(self) -> None:
        """Take note of what the helpdesk tells of this ticket that is not among its events."""
        story, of_bots = self.story, self.bot_replies >= (self.ticket.vendor.replies or 1)
        silent = not (self.staff_spoke or self.by_agent or of_bots)
        self.facts |= {
            "unread_reply_at": story.unread_reply_at() if silent else None,
            "unread_solve_at": story.unread_solve_at(self.status, self.solves),
            "unread_reopen": story.unread_reopen(self.solves),
        }

    def _ai_only(self) -> bool:
        """Whether an AI agent had it to the end, or has it, and no human did anything."""
        human = self.replies > 0 or "first_touch_at" in self.facts
        if not self.ai_replies or human or self.facts.get("unread_reply_at") is not None:
            return False
        return not self.status.unsolved or self.role_at(self.holder.agent, self.since) is Role.BOT


_STATUSES = {status.value: status for status in Status}
_FIRST = {Field.AGENT: "first_assigned_at", Field.TEAM: "first_team_at"}
