"""The tables of people in Slack: what they chose, saw, claimed, took, noted; what they aim at."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class HomeRow(SQLModel, table=True):
    """Which view of the Home tab somebody has chosen, in one workspace."""

    __tablename__ = "home"

    team: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    view: str


class VisitorRow(SQLModel, table=True):
    """Somebody who is not of the own company, and when they were last told so."""

    __tablename__ = "visitor"

    person: str = Field(primary_key=True)
    told_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class MissedWordRow(SQLModel, table=True):
    """A word that was not understood, and how often it was said."""

    __tablename__ = "missed_word"

    word: str = Field(primary_key=True)
    count: int
    last_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class LookRow(SQLModel, table=True):
    """A look at the figures of a single person."""

    __tablename__ = "look"

    key: int | None = Field(default=None, primary_key=True)
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    person: str
    channel: str
    phrase: str = Field(sa_column=Column(Text, nullable=False))
    allowed: bool


class ClaimRow(SQLModel, table=True):
    """Somebody in Slack says which agent of the helpdesk they are, and what was decided."""

    __tablename__ = "claim"

    id: str = Field(primary_key=True)
    person: str = Field(index=True)
    agent: str
    asked_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    asked: str
    decision: str
    decided_by: str
    decided_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))


class TakeRow(SQLModel, table=True):
    """Somebody in Slack goes on with a ticket: the takes of each are numbered from 1."""

    __tablename__ = "take"

    source: str = Field(primary_key=True)
    ticket: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    person: str
    taken_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    given_back_by: str = ""
    given_back_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))


class NoteRow(SQLModel, table=True):
    """What somebody noted on the time line; a removed note is kept for who removed it."""

    __tablename__ = "note"

    key: int | None = Field(default=None, primary_key=True)
    text: str = Field(sa_column=Column(Text, nullable=False))
    start_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    end_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    channel: str | None = None
    team: str | None = None
    apart: bool
    noted_by: str
    noted_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    removed_by: str | None = None
    removed_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))


class TargetRow(SQLModel, table=True):
    """A target as somebody set it; the newest row for the same tickets (NULL: for all) holds."""

    __tablename__ = "target"

    key: int | None = Field(default=None, primary_key=True)
    metric: str
    channel: str | None = None
    priority: str | None = None
    team: str | None = None
    category: str | None = None
    tier: str | None = None
    value: float | None = None
    since_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    set_by: str


class CoreSetRow(SQLModel, table=True):
    """The measures a team has chosen, by key with spaces between; the newest row holds."""

    __tablename__ = "core_set"

    key: int | None = Field(default=None, primary_key=True)
    metrics: str = Field(sa_column=Column(Text, nullable=False))
    since_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    set_by: str
