"""What every helpdesk must yield: tickets, their events, people, teams and ratings, in our words.

Metadata only. No message body is ever a field here; a subject is kept only if a setting says so,
and customers are ids without a name or an address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from metrics.tickets.dimensions import Dimension as Dimension  # noqa: PLC0414  the words of records
from metrics.tickets.office import DeskSchedule, ScheduleChoice
from metrics.tickets.promises import SlaEvent as SlaEvent  # noqa: PLC0414  as above
from metrics.tickets.promises import SlaMeasure as SlaMeasure  # noqa: PLC0414
from metrics.tickets.promises import SlaStep as SlaStep  # noqa: PLC0414
from metrics.tickets.suspended import Suspended as Suspended  # noqa: PLC0414
from metrics.tickets.vendor_figures import VendorFigures

Instant: TypeAlias = int
"""A moment: whole seconds since 1970-01-01 00:00 UTC. Names of instants end in `_at`."""

NEVER: Instant = 2**53
"""Later than any instant: "has not happened" in arrays that know no None."""


class TicketId(NamedTuple):
    """A ticket of any helpdesk: its source, and its id there."""

    source: str
    id: str


class Channel(StrEnum):
    """Where a ticket came from, as it was at its creation."""

    EMAIL = "email"
    WEB = "web"
    CHAT = "chat"
    MESSAGING = "messaging"
    PHONE = "phone"
    SOCIAL = "social"
    SMS = "sms"
    API = "api"
    OTHER = "other"


class Status(StrEnum):
    """The state of a ticket; the first four are unsolved and make up the backlog.

    PENDING waits for the customer, HOLD for somebody outside the team; the others wait for us.
    """

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    HOLD = "hold"
    SOLVED = "solved"
    CLOSED = "closed"

    @property
    def unsolved(self) -> bool:
        """Whether a ticket in this state counts as backlog."""
        return self is not Status.SOLVED and self is not Status.CLOSED


class Priority(StrEnum):
    """How urgent a ticket is."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Removal(StrEnum):
    """Why a ticket is left out of every measure; a copy counts in another account of ours."""

    MERGED = "merged"
    COPY = "a copy"
    DELETED = "deleted"
    SPAM = "spam"
    TEST = "test"


class Role(StrEnum):
    """Who an author is; light: staff, of us or of another company, who may not answer customers."""

    AGENT = "agent"
    LIGHT = "light"
    CUSTOMER = "customer"
    BOT = "bot"


class EventKind(StrEnum):
    """What an event tells."""

    MESSAGE = "message"
    CHANGE = "change"


class Field(StrEnum):
    """The fields of a ticket whose history is kept."""

    STATUS = "status"
    TEAM = "team"
    AGENT = "agent"
    PRIORITY = "priority"


class RatingScore(StrEnum):
    """What became of a satisfaction survey."""

    OFFERED = "offered"
    GOOD = "good"
    NEUTRAL = "neutral"
    BAD = "bad"


_NO_WORD = VendorFigures()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One customer issue, as the helpdesk describes it now.

    `changed_at` is the helpdesk's own version stamp: the newer one wins. `status`, `priority`,
    `channel` hold our word; the `_raw` twin the vendor's, kept when the word is unknown to us, and
    `status_name` the team's. `parent` is the ticket it follows up or is work on, `problem` its
    cause; `child`: it is no customer's issue, but work on another ticket. `number` is what people
    know it by, None where that is its id.
    `attributes` have what else it can be cut by ("brand", "tag"), with all values that it has.
    """

    id: str
    number: str | None = None
    created_at: Instant
    changed_at: Instant
    status: Status
    status_name: str | None = None
    channel: Channel
    channel_raw: str = ""
    priority: Priority | None = None
    team: str | None = None
    agent: str | None = None
    category: str | None = None
    requester: str | None = None
    submitter: str | None = None
    parent: str | None = None
    problem: str | None = None
    child: bool = False
    subject: str | None = None
    removal: Removal | None = None
    removed_at: Instant | None = None
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    vendor: VendorFigures = _NO_WORD


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A ticket that is no more; all that is known of it but when, at the latest, and why."""

    id: str
    removal: Removal
    at: Instant


class Event(NamedTuple):
    """One thing that happened to a ticket: a message, or a change of one field.

    Of one instant `order` tells, the helpdesk's own sequence. The value a field had at creation is
    a CHANGE with `old` None. `automated`: a rule, trigger or AI agent wrote it, says the helpdesk.
    `author` is who it says wrote it, whatever their account is today: an agent, an AI agent, or a
    customer.
    """

    id: str
    ticket: str
    at: Instant
    order: int
    kind: EventKind
    actor: str | None = None
    author: Role | None = None
    automated: bool = False
    public: bool = False
    field: Field | None = None
    old: str | None = None
    new: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a helpdesk account. `name` is kept for staff and bots only, else empty.

    `address` is the fingerprint of a staff member's e-mail address; the address itself is not kept.
    """

    id: str
    role: Role
    changed_at: Instant
    name: str = ""
    active: bool = True
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A group of agents."""

    id: str
    name: str
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One satisfaction survey of a ticket, given for `agent` and `team`.

    `at`: when it was answered, else offered; `offered_at` None: nobody knows. With no agent or team
    it was for those who had the ticket then. `reason` is chosen from a list, never written.
    """

    id: str
    ticket: str
    at: Instant
    changed_at: Instant
    score: RatingScore
    offered_at: Instant | None = None
    agent: str | None = None
    team: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A customer's telephone call that waited in a queue until `ended_at`.

    Then a person answered it, or where it is not `answered` the caller gave up.
    """

    id: str
    queued_at: Instant
    ended_at: Instant
    answered: bool
    ticket: str | None = None
    team: str | None = None
    agent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """A piece of work on a contact, which ended at `ended_at`.

    All that names one `contact` is work on that one; what names none is a contact by itself.
    `talk_seconds` are those of talk or of active writing; None: nobody knows.
    """

    id: str
    ended_at: Instant
    talk_seconds: int
    hold_seconds: int | None = None
    wrap_seconds: int | None = None
    contact: str | None = None
    ticket: str | None = None
    team: str | None = None
    agent: str | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A record that could not be read, set aside. `excerpt` holds no personal data."""

    id: str
    reason: str
    excerpt: str = ""


Record: TypeAlias = (
    Ticket
    | Removed
    | Event
    | Person
    | Team
    | Rating
    | SlaEvent
    | DeskSchedule
    | ScheduleChoice
    | Call
    | Handling
    | Suspended
    | Unreadable
)
