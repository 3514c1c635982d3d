"""The stand-in's ids: Pylon names everything by a UUID, and an issue by a number besides."""

from __future__ import annotations

from functools import cache
from uuid import UUID, uuid5

_SPACE = UUID("5a0d6c1e-64a7-4a55-9c5e-0e4a4b2d7f10")


@cache
def ident(kind: str, number: int | str) -> str:
    """The id of the one of a kind that the year knows by `number`."""
    return str(uuid5(_SPACE, f"{kind}/{number}"))


def issue_id(number: int) -> str:
    """The id of an issue."""
    return ident("issue", number)


def user_id(number: int) -> str:
    """The id of somebody on the team."""
    return ident("user", number)


def contact_id(number: int) -> str:
    """The id of a customer."""
    return ident("contact", number)


def team_id(number: int) -> str:
    """The id of a team."""
    return ident("team", number)


def account_id(number: int) -> str:
    """The id of a customer's company."""
    return ident("account", number)
