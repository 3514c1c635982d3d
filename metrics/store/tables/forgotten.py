"""The tables of people who have been forgotten: that they are, and no way to find them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel


class ForgottenRow(SQLModel, table=True):
    """Somebody of a helpdesk who is to stay forgotten, by a keyed hash of their id.

    `role` is what they were last. Nothing says which code took the place of their id.
    """

    __tablename__ = "forgotten"

    source: str = Field(primary_key=True)
    fingerprint: str = Field(primary_key=True)
    role: str
    at: int = Field(sa_column=Column(BigInteger, nullable=False))


class SecretRow(SQLModel, table=True):
    """A secret that is made once and never shown: the key of the hashes."""

    __tablename__ = "secret"

    name: str = Field(primary_key=True)
    value: str
