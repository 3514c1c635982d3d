"""The tables of answers: as they went out, and where their cards stand."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel


class ReceiptRow(SQLModel, table=True):
    """An answer as it went out."""

    __tablename__ = "receipt"

    id: str = Field(primary_key=True)
    phrase: str = Field(sa_column=Column(Text, nullable=False))
    asked_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    fresh_until: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    person: str
    window: str
    headline: str
    value: float | None = None
    n: int = Field(sa_column=Column(BigInteger, nullable=False))
    figures: str
    making: str
    measuring: int


class MeasuringRow(SQLModel, table=True):
    """Since when figures are made as by that version of making them."""

    __tablename__ = "measuring"

    version: int = Field(primary_key=True)
    since_at: int = Field(sa_column=Column(BigInteger, nullable=False))


class CardRow(SQLModel, table=True):
    """Where a card was posted: its channel, its timestamp, and the thread that it stands in."""

    __tablename__ = "card"
    __table_args__ = (Index("card_thread", "channel", "thread"),)

    channel: str = Field(primary_key=True)
    ts: str = Field(primary_key=True)
    thread: str
    receipt: str
