"""The tables of the helpdesk's own office hours, and of which of them a ticket was given."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Text
from sqlmodel import Field, SQLModel


class DeskScheduleRow(SQLModel, table=True):
    """A schedule as it was seen to be from `since_at` on; the first holds for all time before."""

    __tablename__ = "desk_schedule"

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    since_at: int = Field(sa_column=Column(BigInteger, primary_key=True))
    name: str
    zone: str
    hours: str = Field(sa_column=Column(Text, nullable=False))
    holidays: str = Field(sa_column=Column(Text, nullable=False))
    default: bool


class ScheduleChoiceRow(SQLModel, table=True):
    """A ticket was given another schedule, unique by the helpdesk's id of that event."""

    __tablename__ = "schedule_choice"

    source: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    ticket: str
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    schedule: str | None = None
