"""The tables of promised service: what the helpdesk said of them, and the stretches built of it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index
from sqlmodel import Field, SQLModel


class SlaEventRow(SQLModel, table=True):
    """A step of a promise, unique by the helpdesk's id."""

    __tablename__ = "sla_event"
    __table_args__ = (Index("sla_event_ticket", "source", "ticket"),)

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    ticket: str
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    clock: str
    cycle: int = Field(sa_column=Column(BigInteger, nullable=False))
    measure: str
    step: str
    target_seconds: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    business: bool | None = None
    dropped: bool = False


class SlaStretchRow(SQLModel, table=True):
    """A time during which a promise was running, with the target as it was applied.

    `promise` numbers the promises of a ticket; what a row says of its promise, each one says.
    """

    __tablename__ = "sla_stretch"

    ticket: int = Field(primary_key=True, foreign_key="timeline.ticket")
    number: int = Field(primary_key=True)
    promise: int
    measure: str
    started_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    ended_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    target_seconds: int = Field(sa_column=Column(BigInteger, nullable=False))
    business: bool
    fulfilled_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    breached_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
