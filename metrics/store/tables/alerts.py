"""The tables of alerts: what is watched, how each stands, and what became of it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel


class AlertRow(SQLModel, table=True):
    """An alert with its standing. A deleted one is kept for what it told.

    `post` is the delivery with which it fired: what is told later stands in its thread.
    """

    __tablename__ = "alert"

    id: str = Field(primary_key=True)
    kind: str
    phrase: str = Field(sa_column=Column(Text, nullable=False))
    watch: str = Field(sa_column=Column(Text, nullable=False))
    above: bool
    value: float
    clear: float
    minimum: int
    channel: str
    owner: str
    made_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    checks: int
    every_seconds: int
    remind_seconds: int
    quiet: str = ""
    deleted_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    next_check_at: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, default=0))
    phase: str = "ok"
    since_at: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, default=0))
    streak: int = 0
    episode: int = 0
    told_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    acknowledged_by: str = ""
    snoozed_until: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, default=0))
    post: str | None = None


class AlertStepRow(SQLModel, table=True):
    """Something that became of an alert: told, acknowledged, put off. Rows are only ever added."""

    __tablename__ = "alert_step"
    __table_args__ = (Index("alert_step_at", "at"),)

    key: int | None = Field(default=None, primary_key=True)
    alert: str
    episode: int
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    what: str
    who: str = ""
    detail: str = Field(default="", sa_column=Column(Text, nullable=False, default=""))
