"""How one ticket stands: whom it waits for, what was promised, who has it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from metrics.tickets.records import Instant, SlaMeasure, TicketId


class NamedTicket(NamedTuple):
    """A ticket with the number by which people know it."""

    source: str
    id: str
    number: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a ticket. Its text is empty: whoever forgets to ask who may see it names nobody."""

    id: str
    name: str

    def __str__(self) -> str:
        return ""


class Pile(StrEnum):
    """Why a ticket is on the board, the worst first."""

    BREACHED = "breached"
    DUE = "due"
    NOBODYS = "nobody's"
    WAITING = "waiting"


class WaitsFor(StrEnum):
    """Whom an unsolved ticket waits for."""

    US = "us"
    CUSTOMER = "the customer"
    OTHERS = "somebody else"


class Outcome(StrEnum):
    """How a promise stands. LATE: it was broken, and what was promised was done since."""

    MET = "met"
    LATE = "late"
    BREACHED = "breached"
    DUE = "due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """A promise to a ticket, and how it stands. `due_at` is the last instant that keeps it."""

    measure: SlaMeasure
    due_at: Instant
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketStory:
    """What is told of a ticket besides how it stands.

    `channel_word` is the helpdesk's own for a channel that counts as other, `removed_at` since when
    a ticket that was removed counts nowhere. `parent` is the ticket
    that it belongs to or, of a `child`, is work on; `problem` the one that is its cause. Of the
    replies that were read, people wrote some, AI agents some, and rules and triggers the others.
    """

    channel_word: str = ""
    removed_at: Instant | None = None
    child: bool = False
    parent: NamedTicket | None = None
    problem: NamedTicket | None = None
    human_replies: int = 0
    ai_replies: int = 0
    automatic_replies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketState:
    """How a ticket stands as of an instant.

    `number` is what people know it by, `helpdesk` the name of its own, "" where there is only one;
    `status` is what the team calls it. `owner` is None where nobody has it. `waits_for` is None
    where it waits for nobody, and `since_at` when that began: for us, when the customer first wrote
    without an answer. `unsolved`: it is open work. `removal` is why it counts nowhere, "" where it
    does. `promises` are those that run and the newest outcome of each measure, the first to be due
    first.
    """

    id: TicketId
    number: str
    helpdesk: str
    subject: str
    status: str
    unsolved: bool
    removal: str
    priority: str
    channel: str
    team: str
    owner: Owner | None
    created_at: Instant
    waits_for: WaitsFor | None
    since_at: Instant | None
    promises: tuple[Promised, ...]

    @property
    def broken(self) -> Promised | None:
        """The running promise that was broken first."""
        return next((p for p in self.promises if p.outcome is Outcome.BREACHED), None)

    @property
    def due(self) -> Promised | None:
        """The running promise that is due next."""
        return next((p for p in self.promises if p.outcome is Outcome.DUE), None)
