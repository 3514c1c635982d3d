"""The tables of tickets and people: raw as the helpdesk said, built as `timeline` made of it.

Instants are whole seconds since 1970 UTC (BIGINT), the same on both databases. Nothing here holds a
duration, a message body or a customer's name.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table, UniqueConstraint
from sqlmodel import Field, SQLModel


def table(model: type[SQLModel]) -> Table:
    """The Core table of `model`, for statements in bulk."""
    return SQLModel.metadata.tables[str(model.__tablename__)]


def _integer(*, nullable: bool = False, index: bool = False) -> Column[int]:
    """A whole number of 64 bits: instants, counts and minutes of any size a helpdesk may send."""
    return Column(BigInteger, nullable=nullable, index=index)


class TicketRow(SQLModel, table=True):
    """A ticket as the helpdesk describes it now; the newest `changed_at` wins."""

    __tablename__ = "ticket"
    __table_args__ = (
        UniqueConstraint("source", "id", name="ticket_source_id"),
        Index("ticket_submitter", "source", "submitter"),
        Index("ticket_number", "number"),
    )

    key: int | None = Field(default=None, primary_key=True)
    source: str
    id: str
    number: str | None = None
    created_at: int = Field(sa_column=_integer())
    changed_at: int = Field(sa_column=_integer())
    status: str
    status_name: str | None = None
    channel: str
    channel_raw: str = ""
    priority: str | None = None
    team: str | None = None
    agent: str | None = None
    category: str | None = None
    requester: str | None = None
    submitter: str | None = None
    parent: str | None = None
    problem: str | None = None
    child: bool = False
    subject: str | None = None
    removal: str | None = None
    removed_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    solved_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    rated: bool | None = None
    reply_minutes: int | None = Field(default=None, sa_column=_integer(nullable=True))
    reply_business_minutes: int | None = Field(default=None, sa_column=_integer(nullable=True))
    first_resolution_minutes: int | None = Field(default=None, sa_column=_integer(nullable=True))
    first_resolution_business_minutes: int | None = Field(
        default=None, sa_column=_integer(nullable=True)
    )
    resolution_minutes: int | None = Field(default=None, sa_column=_integer(nullable=True))
    resolution_business_minutes: int | None = Field(default=None, sa_column=_integer(nullable=True))
    replies: int | None = Field(default=None, sa_column=_integer(nullable=True))
    reopens: int | None = Field(default=None, sa_column=_integer(nullable=True))


class AttributeRow(SQLModel, table=True):
    """A value that a ticket has of something to cut it by: its brand, one of its tags."""

    __tablename__ = "attribute"

    source: str = Field(primary_key=True)
    ticket: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: str = Field(primary_key=True)


class EventRow(SQLModel, table=True):
    """A raw event, unique by the helpdesk's id. Only a better reading of it changes the row."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_ticket", "source", "ticket"),
        Index("event_actor", "source", "actor"),
    )

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    ticket: str
    at: int = Field(sa_column=_integer())
    order: int = Field(sa_column=_integer())
    kind: str
    actor: str | None = None
    author: str | None = None
    automated: bool = False
    public: bool = False
    field: str | None = None
    old: str | None = None
    new: str | None = None


class PersonRow(SQLModel, table=True):
    """Somebody with an account: the newest description."""

    __tablename__ = "person"

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    role: str
    name: str = ""
    active: bool = True
    address: str = ""
    changed_at: int = Field(sa_column=_integer())


class RoleRow(SQLModel, table=True):
    """Since when somebody has had a role; the first row of a person holds for all time before."""

    __tablename__ = "person_role"

    source: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    since_at: int = Field(sa_column=Column(BigInteger, primary_key=True))
    role: str


class SightingRow(SQLModel, table=True):
    """From when to when somebody was seen as staff, by a kind of evidence."""

    __tablename__ = "person_seen"

    source: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    first_at: int = Field(sa_column=_integer())
    last_at: int = Field(sa_column=_integer())


class TeamRow(SQLModel, table=True):
    """A team of agents."""

    __tablename__ = "team"

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    name: str
    active: bool = True


class RatingRow(SQLModel, table=True):
    """A satisfaction survey."""

    __tablename__ = "rating"
    __table_args__ = (Index("rating_ticket", "source", "ticket"),)

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    ticket: str
    at: int = Field(sa_column=_integer())
    changed_at: int = Field(sa_column=_integer())
    offered_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    score: str
    agent: str | None = None
    team: str | None = None
    reason: str | None = None
    revision: int = Field(default=0, sa_column=_integer(index=True))


class StaleRow(SQLModel, table=True):
    """A ticket whose timeline must be built again before figures are complete."""

    __tablename__ = "stale"

    source: str = Field(primary_key=True)
    ticket: str = Field(primary_key=True)


class TimelineRow(SQLModel, table=True):
    """The instants of one ticket, built from its events, with the dimensions to cut it by.

    `team`, `agent`, `priority` are today's; `first_reply_*` those at the moment of that reply.
    """

    __tablename__ = "timeline"
    __table_args__ = (Index("timeline_source_revision", "source", "revision"),)

    ticket: int = Field(primary_key=True, foreign_key="ticket.key")
    source: str
    created_at: int = Field(sa_column=_integer())
    channel: str
    priority: str | None = None
    team: str | None = None
    agent: str | None = None
    category: str | None = None
    requester: str | None = None
    removal: str | None = None
    child: bool = False
    known_from_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    ai_only: bool = False
    unread_reply_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    unread_solve_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    unread_reopen: bool = False
    agent_created: bool = False
    replies: int = 0
    bot_replies: int = 0
    ai_replies: int = 0
    first_any_reply_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    first_ai_reply_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    first_touch_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    handed_over_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    first_reply_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    first_reply_team: str | None = None
    first_reply_agent: str | None = None
    first_reply_priority: str | None = None
    second_reply_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    first_assigned_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    first_team_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    first_solved_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    revision: int = Field(default=0, sa_column=_integer())


class _Piece(SQLModel):
    """What the pieces of a timeline have in common: whose, which, and the cut at its end."""

    ticket: int = Field(primary_key=True, foreign_key="timeline.ticket")
    number: int = Field(primary_key=True)
    team: str | None = None
    agent: str | None = None
    priority: str | None = None


class SpanRow(_Piece, table=True):
    """A time during which a ticket was unsolved with one status, holder and last human reply."""

    __tablename__ = "span"

    status: str
    started_at: int = Field(sa_column=_integer())
    ended_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    replied_at: int | None = Field(default=None, sa_column=_integer(nullable=True))


class WaitRow(_Piece, table=True):
    """A customer's wait for a human answer. Not `answered`: it ended without, or goes on."""

    __tablename__ = "wait"

    first: bool = False
    answered: bool = False
    asked_at: int = Field(sa_column=_integer())
    started_at: int = Field(sa_column=_integer())
    ended_at: int | None = Field(default=None, sa_column=_integer(nullable=True))


class SolveRow(_Piece, table=True):
    """A transition into solved. `reopened_at` and `next_solve_at` tell what came of it."""

    __tablename__ = "solve"

    at: int = Field(sa_column=_integer())
    replies: int = 0
    handoffs: int = 0
    reopened_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    next_solve_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
