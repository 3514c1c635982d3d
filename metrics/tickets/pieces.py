"""What a timeline is made of: a ticket's instants, and the spans, waits and solves it had."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.tickets.records import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has a ticket and how urgent it is, at a moment."""

    team: str | None = None
    agent: str | None = None
    priority: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Span(Holder):
    """A time during which the ticket was unsolved, nothing about it changed and no human replied.

    `replied_at` is the last public reply of a human by then.
    """

    status: str
    started_at: Instant
    ended_at: Instant | None = None
    replied_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Holder):
    """A customer's wait. `first`: no human had answered the ticket before.

    `asked_at` is their first message that nobody has answered: the wait began then, or when they
    wrote again after a solve without a word.
    """

    first: bool
    answered: bool = False
    asked_at: Instant
    started_at: Instant
    ended_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Solve(Holder):
    """A transition into solved, what it had taken by then, and what came of it.

    `replies` are those by humans; a handoff gives the ticket from one person or team to another.
    """

    at: Instant
    replies: int = 0
    handoffs: int = 0
    reopened_at: Instant | None = None
    next_solve_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The instants of one ticket. None: has not happened, or nobody knows.

    `bot_replies` counts all that no human wrote, `ai_replies` those of them with a bot's own name
    to them: an AI agent's answers, and not a trigger's. `first_touch_at` is when a human agent
    first did anything; `handed_over_at` when the AI agent before the first human reply was through:
    its last word, or when it was given away by no human.

    `known_from_at` is from when on it is known, None: from its creation. What is "first" is then
    the first that was seen. `ai_only`: an AI agent had it and no human did anything. Where the
    helpdesk tells of a reply or a solve that is not among the events, `unread_reply_at` and
    `unread_solve_at` say when by its word; `unread_reopen` the same of a reopening.
    """

    known_from_at: Instant | None = None
    ai_only: bool = False
    unread_reply_at: Instant | None = None
    unread_solve_at: Instant | None = None
    unread_reopen: bool = False

    agent_created: bool = False
    replies: int = 0
    bot_replies: int = 0
    ai_replies: int = 0
    first_any_reply_at: Instant | None = None
    first_ai_reply_at: Instant | None = None
    first_touch_at: Instant | None = None
    handed_over_at: Instant | None = None
    first_reply_at: Instant | None = None
    first_reply_team: str | None = None
    first_reply_agent: str | None = None
    first_reply_priority: str | None = None
    second_reply_at: Instant | None = None
    first_assigned_at: Instant | None = None
    first_team_at: Instant | None = None
    first_solved_at: Instant | None = None
    removed_at: Instant | None = None
    spans: tuple[Span, ...] = ()
    waits: tuple[Wait, ...] = ()
    solves: tuple[Solve, ...] = ()

    @property
    def done_at(self) -> Instant | None:
        """Since when nobody owes it anything: removed, or solved and not opened again."""
        if self.removed_at is not None:
            return self.removed_at
        if any(span.ended_at is None for span in self.spans):
            return None
        return self.solves[-1].at if self.solves else self.unread_solve_at
