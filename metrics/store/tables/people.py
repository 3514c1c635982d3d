"""The tables of what people were: what roles they were told to have, and who was seen as staff."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel


class RoleRow(SQLModel, table=True):
    """Since when somebody has had a role; the first row of a person holds for all time before."""

    __tablename__ = "person_role"

    source: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    since_at: int = Field(sa_column=Column(BigInteger, primary_key=True))
    role: str


class SeenRow(SQLModel, table=True):
    """From when to when somebody was seen as staff, by a kind of evidence."""

    __tablename__ = "person_seen"

    source: str = Field(primary_key=True)
    person: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    first_at: int = Field(sa_column=Column(BigInteger, nullable=False))
    last_at: int = Field(sa_column=Column(BigInteger, nullable=False))
