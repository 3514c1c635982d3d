"""The tables of what no helpdesk knows, filled from files: one for each kind of file.

A row is what was written, under the id that tells it from others. Teams, agents and tickets stand
here as they were written; who they are is looked up when the rows are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Float, Table
from sqlmodel import Field, SQLModel

from metrics.store.tables.tickets import table


def _whole(*, nullable: bool = False) -> Column[int]:
    return Column(BigInteger, nullable=nullable)


def _number() -> Column[float]:
    return Column(Float(53), nullable=False)


class _Imported(SQLModel):
    """What all of them have."""

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)


class SurveyRow(_Imported, table=True):
    """An answered survey, on its own scale."""

    __tablename__ = "survey"

    survey: str
    score: float = Field(sa_column=_number())
    scale_min: float = Field(sa_column=_number())
    scale_max: float = Field(sa_column=_number())
    direction: str
    answered_at: int = Field(sa_column=_whole())
    sent_at: int | None = Field(default=None, sa_column=_whole(nullable=True))
    ticket: str | None = None
    customer: str | None = None
    team: str | None = None
    agent: str | None = None
    channel: str | None = None
    category: str | None = None
    segment: str | None = None
    version: str | None = None


class ReviewRow(_Imported, table=True):
    """A quality review of a ticket."""

    __tablename__ = "review"

    reviewed_at: int = Field(sa_column=_whole())
    points: float = Field(sa_column=_number())
    points_possible: float = Field(sa_column=_number())
    auto_fail: bool
    rubric: str
    reviewer: str | None = None
    reviewer_kind: str
    sample: str
    ticket: str | None = None
    agent: str | None = None
    team: str | None = None
    channel: str | None = None
    category: str | None = None


class HandlingRow(_Imported, table=True):
    """The work on one contact."""

    __tablename__ = "handling"

    ended_at: int = Field(sa_column=_whole())
    talk_seconds: int = Field(sa_column=_whole())
    hold_seconds: int | None = Field(default=None, sa_column=_whole(nullable=True))
    wrap_seconds: int | None = Field(default=None, sa_column=_whole(nullable=True))
    ticket: str | None = None
    agent: str | None = None
    team: str | None = None
    channel: str | None = None
    category: str | None = None


class ShiftRow(_Imported, table=True):
    """One person's shift."""

    __tablename__ = "shift"

    agent: str
    started_at: int = Field(sa_column=_whole())
    ended_at: int = Field(sa_column=_whole())
    productive_seconds: int = Field(sa_column=_whole())
    team: str | None = None


class CostRow(_Imported, table=True):
    """What was spent in a month, in hundredths of the currency."""

    __tablename__ = "cost"

    month: str
    started_at: int = Field(sa_column=_whole())
    ended_at: int = Field(sa_column=_whole())
    amount: int = Field(sa_column=_whole())
    currency: str
    item: str | None = None
    team: str | None = None


class CustomersRow(_Imported, table=True):
    """How many customers there were as a day began."""

    __tablename__ = "customers"

    date: int = Field(sa_column=_whole())
    customers: int = Field(sa_column=_whole())
    segment: str | None = None


class SessionRow(_Imported, table=True):
    """A visit to the help centre or the bot."""

    __tablename__ = "session"

    at: int = Field(sa_column=_whole())
    visitor: str | None = None
    kind: str | None = None
    answered: bool
    followed_at: int | None = Field(default=None, sa_column=_whole(nullable=True))
    ticket: str | None = None


class ChurnRow(_Imported, table=True):
    """A customer who left."""

    __tablename__ = "churn"

    customer: str
    lost_at: int = Field(sa_column=_whole())


class CallRow(_Imported, table=True):
    """A call that was answered or given up."""

    __tablename__ = "call"

    queued_at: int = Field(sa_column=_whole())
    answered_at: int | None = Field(default=None, sa_column=_whole(nullable=True))
    abandoned_at: int | None = Field(default=None, sa_column=_whole(nullable=True))
    ended_at: int = Field(sa_column=_whole())
    ticket: str | None = None
    agent: str | None = None
    team: str | None = None
    category: str | None = None


class TierRow(_Imported, table=True):
    """Which tier a team is."""

    __tablename__ = "tier"

    team: str
    tier: int = Field(sa_column=_whole())


class CustomerTierRow(_Imported, table=True):
    """Which tier a customer is in, from an instant on."""

    __tablename__ = "customer_tier"

    customer: str
    tier: str
    since: int | None = Field(default=None, sa_column=_whole(nullable=True))


class Place(NamedTuple):
    """Where the rows of a kind lie, and the column whose instant puts one in a window."""

    table: Table
    at: str | None = None


PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "surveys": Place(table(SurveyRow), "answered_at"),
        "reviews": Place(table(ReviewRow), "reviewed_at"),
        "handling": Place(table(HandlingRow), "ended_at"),
        "shifts": Place(table(ShiftRow), "started_at"),
        "costs": Place(table(CostRow), "started_at"),
        "customers": Place(table(CustomersRow), "date"),
        "sessions": Place(table(SessionRow), "at"),
        "churn": Place(table(ChurnRow), "lost_at"),
        "calls": Place(table(CallRow), "ended_at"),
        "tiers": Place(table(TierRow)),
        "customer-tiers": Place(table(CustomerTierRow)),
    }
)
"""By the kind of file."""
