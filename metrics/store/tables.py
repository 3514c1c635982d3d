"""The tables. Raw ones say what the helpdesk said; built ones what `timeline` made of it.

Instants are whole seconds since 1970 UTC (BIGINT), the same on both databases. Nothing here holds a
duration, a message body or a customer's name.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


def _instant(*, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=nullable, index=index)


class TicketRow(SQLModel, table=True):
    """A ticket as the helpdesk describes it now. `stale` asks for its timeline to be built again."""

    __tablename__ = "ticket"
    __table_args__ = (UniqueConstraint("source", "id", name="ticket_source_id"),)

    key: int | None = Field(default=None, primary_key=True)
    source: str
    id: str
    created_at: int = Field(sa_column=_instant())
    changed_at: int = Field(sa_column=_instant())
    status: str
    channel: str
    channel_raw: str = ""
    priority: str | None = None
    team: str | None = None
    agent: str | None = None
    category: str | None = None
    requester: str | None = None
    submitter: str | None = None
    parent: str | None = None
    subject: str | None = None
    removal: str | None = None
    removed_at: int | None = Field(default=None, sa_column=_instant(nullable=True))
    reply_minutes: int | None = None
    reply_business_minutes: int | None = None
    resolution_minutes: int | None = None
    resolution_business_minutes: int | None = None
    replies: int | None = None
    reopens: int | None = None


class EventRow(SQLModel, table=True):
    """A raw event. Unique by the helpdesk's id; never changed after it was written."""

    __tablename__ = "event"
    __table_args__ = (Index("event_ticket", "source", "ticket"), Index("event_actor", "source", "actor"))

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    ticket: str
    at: int = Field(sa_column=_instant())
    order: int = Field(sa_column=_instant())
    kind: str
    actor: str | None = None
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
    changed_at: int = Field(sa_column=_instant())


class RoleRow(SQLModel, table=True):
    """Since when somebody has had a role; the first row of a person holds for all time before."""

    __tablename__ = "person_role"

    source: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    since_at: int = Field(sa_column=Column(BigInteger, primary_key=True))
    role: str


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
    at: int = Field(sa_column=_instant())
    changed_at: int = Field(sa_column=_instant())
    score: str
    agent: str | None = None
    team: str | None = None
    revision: int = Field(default=0, sa_column=_instant(index=True))


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

    ticket: int = Field(primary_key=True, foreign_key="ticket.key")
    source: str
    created_at: int = Field(sa_column=_instant())
    channel: str
    priority: str | None = None
    team: str | None = None
    agent: str | None = None
    category: str | None = None
    requester: str | None = None
    removal: str | None = None
    removed_at: int | None = Field(default=None, sa_column=_instant(nullable=True))
    agent_created: bool = False
    replies: int = 0
    bot_replies: int = 0
    first_any_reply_at: int | None = Field(default=None, sa_column=_instant(nullable=True))
    first_reply_at: int | None = Field(default=None, sa_column=_instant(nullable=True))
    first_reply_team: str | None = None
    first_reply_agent: str | None = None
    first_reply_priority: str | None = None
    first_assigned_at: int | None = Field(default=None, sa_column=_instant(nullable=True))
    first_team_at: int | None = Field(default=None, sa_column=_instant(nullable=True))
    first_solved_at: int | None = Field(default=None, sa_column=_instant(nullable=True))
    revision: int = Field(default=0, sa_column=_instant(index=True))


class _Piece(SQLModel):
    """What the pieces of a timeline have in common: whose, which in order, and the cut at its end."""

    ticket: int = Field(primary_key=True, foreign_key="timeline.ticket")
    number: int = Field(primary_key=True)
    team: str | None = None
    agent: str | None = None
    priority: str | None = None


class SpanRow(_Piece, table=True):
    """A time during which a ticket was unsolved with one status, team, agent and priority."""

    __tablename__ = "span"

    status: str
    started_at: int = Field(sa_column=_instant())
    ended_at: int | None = Field(default=None, sa_column=_instant(nullable=True))


class WaitRow(_Piece, table=True):
    """A customer's wait for a human answer. `answered` False: it ended with no reply, or goes on."""

    __tablename__ = "wait"

    first: bool = False
    answered: bool = False
    started_at: int = Field(sa_column=_instant())
    ended_at: int | None = Field(default=None, sa_column=_instant(nullable=True))


class SolveRow(_Piece, table=True):
    """A transition into solved. `reopened_at` and `next_solve_at` tell what came of it."""

    __tablename__ = "solve"

    at: int = Field(sa_column=_instant())
    reopened_at: int | None = Field(default=None, sa_column=_instant(nullable=True))
    next_solve_at: int | None = Field(default=None, sa_column=_instant(nullable=True))


class StreamRow(SQLModel, table=True):
    """How far a stream has been read: the helpdesk's cursor, moved only with the rows it stands for."""

    __tablename__ = "stream"

    source: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    cursor: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    caught_up: bool = False
    through_at: int | None = Field(default=None, sa_column=_instant(nullable=True))
    error: str | None = Field(default=None, sa_column=Column(Text, nullable=True))


class SourceRow(SQLModel, table=True):
    """A connected helpdesk account. `fresh_until` is the instant up to which figures are complete."""

    __tablename__ = "source"

    name: str = Field(primary_key=True)
    account: str
    since_at: int = Field(sa_column=_instant())
    revision: int = Field(default=0, sa_column=_instant())
    fresh_until: int | None = Field(default=None, sa_column=_instant(nullable=True))
    timeline_version: int = 0
    lease_holder: str | None = None
    lease_until: int | None = Field(default=None, sa_column=_instant(nullable=True))


class UnreadableRow(SQLModel, table=True):
    """A record set aside because it could not be read; the rest of its page went on."""

    __tablename__ = "unreadable"

    source: str = Field(primary_key=True)
    stream: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    reason: str = Field(sa_column=Column(Text, nullable=False))
    excerpt: str = Field(default="", sa_column=Column(Text, nullable=False))


class UnknownWordRow(SQLModel, table=True):
    """How often the helpdesk used a word we do not know, e.g. "channel:galactic"."""

    __tablename__ = "unknown_word"

    source: str = Field(primary_key=True)
    word: str = Field(primary_key=True)
    count: int = 0
