"""What is stored, as columns: one array a field, so that a measure is a line over arrays.

Instants are int64 epoch seconds with `NEVER` for "has not happened"; dimensions are int32 codes
into `Columns.words`, where code 0 is "" (none given).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np

from metrics.tickets import arrays
from metrics.tickets.arrays import Imported
from metrics.tickets.facts import Facts, Spans, cut_of, facts, in_order, reorder, spans, subset
from metrics.tickets.records import NEVER, Dimension

__all__ = [
    "Bools",
    "Codes",
    "Columns",
    "Cut",
    "Facts",
    "Ints",
    "Promises",
    "Ratings",
    "Solves",
    "Spans",
    "Tickets",
    "Waits",
    "cut_of",
    "facts",
    "in_order",
    "reorder",
    "spans",
    "subset",
]

Ints: TypeAlias = arrays.Ints
Codes: TypeAlias = arrays.Codes
Bools: TypeAlias = arrays.Bools
Cut: TypeAlias = arrays.Cut


MANY = 8
"""Keys that are missing make no difference where those that are there are one in so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tickets:
    """One row a ticket, by ascending `key`. `first_reply` and `latest` cut by then and by today.

    `requester` is a code of its own, 0 for nobody known. `first_touch_at`: a human agent did
    anything; `first_ai_reply_at`: an AI agent answered; `ai_only`: and no human did anything.

    `removed` are all that no measure counts; of them `child` are those that are work on another
    ticket. What began before the history is known from `known_from_at` on, NEVER: all is. By the
    helpdesk's word alone a ticket was answered at `unread_reply_at`, solved at `unread_solve_at`
    and reopened where `unread_reopen` says it.
    """

    key: Ints
    created_at: Ints
    removed: Bools
    child: Bools
    known_from_at: Ints
    ai_only: Bools
    unread_reply_at: Ints
    unread_solve_at: Ints
    unread_reopen: Bools
    agent_created: Bools
    replies: Ints
    requester: Ints
    first_any_reply_at: Ints
    first_ai_reply_at: Ints
    first_touch_at: Ints
    handed_over_at: Ints
    first_reply_at: Ints
    second_reply_at: Ints
    first_assigned_at: Ints
    first_team_at: Ints
    first_solved_at: Ints
    latest: Cut
    first_reply: Cut

    @property
    def came_closed(self) -> Bools:
        """Which came solved from elsewhere, by an import or the API: nobody here solved them.

        One that an agent logs as solved, after a call say, is the agent's own work; so is one that
        an agent answers and solves in the very second in which it comes.
        """
        no_reply = self.first_reply_at > self.first_solved_at
        return ~self.agent_created & (self.first_solved_at <= self.created_at) & no_reply

    @property
    def began_before(self) -> Bools:
        """Which are older than the history and so only known in part."""
        return self.known_from_at < NEVER

    def rows(self, keys: Ints) -> Ints:
        """Row numbers of tickets, given their keys."""
        known = self.key
        if len(keys) < len(known) // MANY or not len(known):
            return np.searchsorted(known, keys)
        first, many = int(known[0]), int(known[-1]) - int(known[0]) + 1
        if many > MANY * len(known):
            return np.searchsorted(known, keys)
        # Where few keys are missing, how many are lower is faster counted than looked for.
        lower = np.zeros(many + 1, np.int64)
        lower[known - first + 1] = 1
        return np.cumsum(lower, out=lower)[np.clip(keys - first, 0, many)]

    def lookup(self, keys: Ints) -> tuple[Ints, Bools]:
        """The row of each ticket, and whether there is one: it may be of none, or not built yet."""
        if not len(self.key):
            return np.zeros(len(keys), np.int64), np.zeros(len(keys), np.bool_)
        at = np.minimum(self.rows(keys), len(self.key) - 1)
        return at, self.key[at] == keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """One row a customer's wait for a human answer, from their first message without one."""

    ticket: Ints
    first: Bools
    answered: Bools
    asked_at: Ints
    started_at: Ints
    ended_at: Ints
    cut: Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Solves:
    """One row a transition into solved; `replies` by humans and `handoffs` had led there."""

    ticket: Ints
    at: Ints
    reopened_at: Ints
    next_solve_at: Ints
    first: Bools
    replies: Ints
    handoffs: Ints
    cut: Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """One row a survey; `next_at` is when the same ticket was rated again.

    `at` is when it was answered, NEVER where it is not; `offered_at` NEVER: nobody knows when.
    """

    ticket: Ints
    offered_at: Ints
    at: Ints
    next_at: Ints
    good: Bools
    cut: Cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """One row a promise of service: what was to be done for a ticket, and by when.

    `measure` numbers the members of `SlaMeasure`. From `risky_at` on little time was left; `due_at`
    is the last instant that keeps the promise, `fulfilled_at` when what was promised was done, and
    `breached_at` when the promise was broken. Cut by who had the ticket when the outcome was known.
    `pauses` says when the clocks of the team's own targets stand still.
    """

    ticket: Ints
    measure: Ints
    started_at: Ints
    risky_at: Ints
    due_at: Ints
    fulfilled_at: Ints
    breached_at: Ints
    cut: Cut
    pauses: str = ""


class Columns(Protocol):
    """Everything stored, at one revision."""

    @property
    def words(self) -> Mapping[Dimension, tuple[str, ...]]:
        """What the codes of each dimension stand for."""
        ...

    @property
    def tickets(self) -> Tickets: ...

    @property
    def waits(self) -> Waits: ...

    @property
    def solves(self) -> Solves: ...

    @property
    def ratings(self) -> Ratings: ...

    @property
    def attributes(self) -> Mapping[Dimension, Codes]:
        """The codes of the tickets, one a ticket, of each attribute that any of them has."""
        ...

    @property
    def promises(self) -> Promises | None:
        """What was promised for these tickets; None where no policy is known."""
        ...

    @property
    def imported(self) -> Mapping[str, Imported]:
        """What was imported, by the kind of file; every kind is there."""
        ...

    @property
    def spans(self) -> Spans:
        """When tickets were unsolved, cut by status, team, agent and priority of that time."""
        ...
