"""Who of Zendesk's users may answer customers.

A light agent (`role_type` 1) writes notes only, a custom role may be held to them by its
`ticket_comment_access`, and an agent shared by another account answers in that account's name.
https://developer.zendesk.com/api-reference/ticketing/users/users/
https://developer.zendesk.com/api-reference/ticketing/account-configuration/custom_roles/
"""

from __future__ import annotations

from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.fields import Raw, as_identity, clean, identity, instant, mapping, rows
from metrics.helpdesks.web import Web
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.sources.identity import fingerprint
from metrics.tickets.records import Person, Role

_ROLES: Final = {"end-user": Role.CUSTOMER, "agent": Role.AGENT, "admin": Role.AGENT}
_CUSTOM, _LIGHT = 0, 1
_MUTE: Final = "mute"
"""Under this name `with_access` notes that somebody's role lets them say nothing in public."""


def with_access(web: Web, page: tuple[object, ...]) -> tuple[object, ...]:
    """The users, with a note on those whose custom role may not comment in public.

    Custom roles exist on Enterprise plans only; without them the kind of role decides.
    """
    users = [row for row in page if isinstance(row, dict)]
    if not any(row.get("custom_role_id") and row.get("role_type") == _CUSTOM for row in users):
        return page
    try:
        roles = rows(web.get("/custom_roles").body, "custom_roles")
    except HelpdeskError as error:
        if not error.refused:
            raise
        return page
    mute = {
        as_identity(role.get("id"))
        for role in roles
        if isinstance(role, dict)
        and mapping(role, "configuration").get("ticket_comment_access") == "none"
    } - {None}
    return tuple(
        {**row, _MUTE: as_identity(row.get("custom_role_id")) in mute}
        if isinstance(row, dict)
        else row
        for row in page
    )


def person(raw: Raw, reading: Reading) -> Person:
    """A user. A customer's name and address go no further; nor do a stranger's."""
    name = clean(str(raw.get("name") or ""))
    role = _role(raw, name, reading)
    stranger = role is Role.CUSTOMER or _is_shared(raw)
    return Person(
        id=identity(raw, "id"),
        role=role,
        changed_at=instant(raw, "updated_at"),
        name="" if stranger else name,
        address="" if stranger or role is Role.BOT else fingerprint(str(raw.get("email") or "")),
        active=raw.get("active") is not False and raw.get("suspended") is not True,
    )


def _role(raw: Raw, name: str, reading: Reading) -> Role:
    if reading.bot_users & {str(raw.get("id")), name}:
        return Role.BOT
    word = str(raw.get("role") or "")
    if word not in _ROLES:
        reading.unknown[f"role:{clean(word, 40) or '(none)'}"] += 1
    role = _ROLES.get(word, Role.CUSTOMER)
    silent = raw.get("role_type") == _LIGHT or raw.get(_MUTE) is True
    return Role.LIGHT if _is_shared(raw) or (role is Role.AGENT and silent) else role


def _is_shared(raw: Raw) -> bool:
    """Whether somebody is an agent of another account that shares tickets with this one."""
    return raw.get("shared_agent") is True
