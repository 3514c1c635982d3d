"""The tables of what files bring: one for each kind of file. Some helpdesks fill two of them too.

A row is what was written, under the id that tells it from others. Teams, agents and tickets stand
here as they were written, or by the helpdesk's own ids; who they are is looked up when the rows
are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Float, Table
from sqlmodel import Field, SQLModel

from metrics.store.tables.tickets import table


def _integer(*, nullable: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=nullable)


def _number() -> Column[float]:
    return Column(Float(53), nullable=False)


class _FileRow(SQLModel):
    """What the rows of all kinds of files have."""

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)


class SurveyRow(_FileRow, table=True):
    """An answered survey, on its own scale."""

    __tablename__ = "survey"

    survey: str
    score: float = Field(sa_column=_number())
    scale_min: float = Field(sa_column=_number())
    scale_max: float = Field(sa_column=_number())
    direction: str
    answered_at: int = Field(sa_column=_integer())
    ticket: str | None = None
    customer: str | None = None
    team: str | None = None
    agent: str | None = None
    channel: str | None = None
    category: str | None = None
    version: str | None = None


class ReviewRow(_FileRow, table=True):
    """A quality review of a ticket."""

    __tablename__ = "review"

    reviewed_at: int = Field(sa_column=_integer())
    points: float = Field(sa_column=_number())
    points_possible: float = Field(sa_column=_number())
    auto_fail: bool
    rubric: str
    sample: str
    ticket: str | None = None
    agent: str | None = None
    team: str | None = None
    channel: str | None = None
    category: str | None = None


class HandlingRow(_FileRow, table=True):
    """The work on one contact, or a part of it: all rows of a source that name one `contact`."""

    __tablename__ = "handling"

    ended_at: int = Field(sa_column=_integer())
    talk_seconds: int = Field(sa_column=_integer())
    hold_seconds: int | None = Field(default=None, sa_column=_integer(nullable=True))
    wrap_seconds: int | None = Field(default=None, sa_column=_integer(nullable=True))
    contact: str | None = None
    ticket: str | None = None
    agent: str | None = None
    team: str | None = None
    channel: str | None = None
    category: str | None = None


class ShiftRow(_FileRow, table=True):
    """One person's shift."""

    __tablename__ = "shift"

    agent: str
    started_at: int = Field(sa_column=_integer())
    ended_at: int = Field(sa_column=_integer())
    productive_seconds: int = Field(sa_column=_integer())
    team: str | None = None


class CostRow(_FileRow, table=True):
    """What was spent in a month, in hundredths of the currency."""

    __tablename__ = "cost"

    month: str
    started_at: int = Field(sa_column=_integer())
    ended_at: int = Field(sa_column=_integer())
    amount: int = Field(sa_column=_integer())
    currency: str
    item: str | None = None
    team: str | None = None


class CustomersRow(_FileRow, table=True):
    """How many customers there were as a day began."""

    __tablename__ = "customers"

    date: int = Field(sa_column=_integer())
    customers: int = Field(sa_column=_integer())
    segment: str | None = None


class SessionRow(_FileRow, table=True):
    """A visit to the help centre or the bot."""

    __tablename__ = "session"

    at: int = Field(sa_column=_integer())
    visitor: str | None = None
    answered: bool
    followed_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    ticket: str | None = None


class ChurnRow(_FileRow, table=True):
    """A customer who left."""

    __tablename__ = "churn"

    customer: str
    lost_at: int = Field(sa_column=_integer())


class CallRow(_FileRow, table=True):
    """A call that was answered or given up."""

    __tablename__ = "call"

    queued_at: int = Field(sa_column=_integer())
    answered_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    abandoned_at: int | None = Field(default=None, sa_column=_integer(nullable=True))
    ended_at: int = Field(sa_column=_integer())
    ticket: str | None = None
    agent: str | None = None
    team: str | None = None
    category: str | None = None


class TierRow(_FileRow, table=True):
    """Which tier a team is."""

    __tablename__ = "tier"

    team: str
    tier: int = Field(sa_column=_integer())


class CustomerTierRow(_FileRow, table=True):
    """Which tier a customer is in, from an instant on."""

    __tablename__ = "customer_tier"

    customer: str
    tier: str
    since: int | None = Field(default=None, sa_column=_integer(nullable=True))


class FileTable(NamedTuple):
    """The table of a kind of file, and the column whose instant puts a row in a window."""

    table: Table
    at: str | None = None


FILE_TABLES: Mapping[str, FileTable] = MappingProxyType(
    {
        "surveys": FileTable(table(SurveyRow), "answered_at"),
        "reviews": FileTable(table(ReviewRow), "reviewed_at"),
        "handling": FileTable(table(HandlingRow), "ended_at"),
        "shifts": FileTable(table(ShiftRow), "started_at"),
        "costs": FileTable(table(CostRow), "started_at"),
        "customers": FileTable(table(CustomersRow), "date"),
        "sessions": FileTable(table(SessionRow), "at"),
        "churn": FileTable(table(ChurnRow), "lost_at"),
        "calls": FileTable(table(CallRow), "ended_at"),
        "tiers": FileTable(table(TierRow)),
        "customer-tiers": FileTable(table(CustomerTierRow)),
    }
)
"""By the kind of file."""
