"""Accounts and teams in Zendesk's own shapes."""

from __future__ import annotations

from typing import Any, Final

from sandbox.helpdesks.zendesk.archive import User
from sandbox.helpdesks.zendesk.rows import iso

_LIGHT: Final = 1
"""The `role_type` of light agents."""

Row = dict[str, Any]


def _email(account: User) -> str:
    """Staff have addresses of the company, as in Slack."""
    if account.role == "end-user":
        return f"{account.id}@example.org"
    return f"{account.name.split()[0].casefold()}@lumen-support.example"


def user(account: User) -> Row:
    """A row of the user export."""
    return {
        "id": account.id,
        "name": account.name,
        "email": _email(account),
        "role": account.role,
        "role_type": _LIGHT if account.light else None,
        "active": True,
        "shared": account.shared,
        "shared_agent": account.shared,
        "suspended": False,
        "time_zone": "Berlin",
        "iana_time_zone": "Europe/Berlin",
        "created_at": iso(account.updated_at),
        "updated_at": iso(account.updated_at),
    }


def group(number: int, name: str) -> Row:
    """A team."""
    return {"id": number, "name": name, "deleted": False, "is_public": True}
