"""The table of what tickets can be cut by beside what all helpdesks have."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class AttributeRow(SQLModel, table=True):
    """A value that a ticket has of something to cut it by: its brand, one of its tags."""

    __tablename__ = "attribute"

    source: str = Field(primary_key=True)
    ticket: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    value: str = Field(primary_key=True)
