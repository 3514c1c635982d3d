"""The tables of what people asked and of the copies of the bot that answer it."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel


class QuestionRow(SQLModel, table=True):
    """A question, by what tells it from every other. Its words are gone once it is settled."""

    __tablename__ = "question"
    __table_args__ = (Index("question_state", "state"),)

    id: str = Field(sa_column=Column(Text, primary_key=True))
    state: str
    payload: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    asked_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    holder: str | None = None


class ReplicaRow(SQLModel, table=True):
    """A copy of the bot, and when it last said that it lives.

    `deaf_since`: since then its socket to Slack is not open; None where it is, or there is none.
    """

    __tablename__ = "replica"

    holder: str = Field(primary_key=True)
    seen_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    leaving: bool = False
    deaf_since: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
