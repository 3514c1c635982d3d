"""The tables of what is posted unasked: digest schedules, deliveries, and what became of them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel


class DigestScheduleRow(SQLModel, table=True):
    """A digest that goes to a channel by a rule. A deleted one is kept for what it posted."""

    __tablename__ = "digest_schedule"

    id: str = Field(primary_key=True)
    digest: str
    channel: str
    rule: str
    where: str
    owner: str
    made_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    next_due_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    paused: str | None = None
    grace_seconds: int
    wait_seconds: int
    deleted_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))


class DeliveryRow(SQLModel, table=True):
    """A message that is to be posted once. Who works on it holds it until `held_until`."""

    __tablename__ = "delivery"
    __table_args__ = (
        Index("delivery_open", "state", "not_before"),
        Index("delivery_slot", "source", "due_at"),
        Index("delivery_parent", "parent"),
    )

    id: str = Field(primary_key=True)
    source: str
    due_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    part: int = 0
    parent: str | None = None
    channel: str
    owner: str = ""
    state: str
    payload: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    picture: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    receipts: str = ""
    expires_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    not_before: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    attempts: int = 0
    sent_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    searches: int = 0
    posted_in: str | None = None
    ts: str | None = None
    settled_at: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    reason: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    checked_at: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
    things: int = 0
    holder: str | None = None
    held_until: int = Field(default=0, sa_column=Column(BigInteger, nullable=False, default=0))


class DeliveryStepRow(SQLModel, table=True):
    """Something that became of a delivery. Rows are only ever added."""

    __tablename__ = "delivery_step"
    __table_args__ = (Index("delivery_step_delivery", "delivery"),)

    key: int | None = Field(default=None, primary_key=True)
    delivery: str
    at: int = Field(sa_column=Column(BigInteger, nullable=False))
    what: str
    detail: str = ""
