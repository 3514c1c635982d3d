"""Custom statuses: each is one of Zendesk's own, under a name of the team's.

A ticket's `status` is the category of its custom status, so figures are right without the names.
https://developer.zendesk.com/api-reference/ticketing/tickets/custom_ticket_statuses/
"""

from __future__ import annotations

from typing import Final

from metrics.errors import HelpdeskError
from metrics.helpdesks.fields import Raw, as_identity, clean, mapping, rows
from metrics.helpdesks.web import Web

_CUSTOM: Final = "custom_status"
"""Under this name `with_statuses` puts a custom status into its ticket's row."""


def with_statuses(web: Web, tickets: tuple[object, ...]) -> tuple[object, ...]:
    """The tickets with their custom statuses, as far as the account has such."""
    if not any(row.get("custom_status_id") for row in tickets if isinstance(row, dict)):
        return tickets
    try:
        statuses = rows(web.get("/custom_statuses").body, "custom_statuses")
    except HelpdeskError as error:
        if not error.refused:
            raise
        return tickets
    known = {as_identity(one.get("id")): one for one in statuses if isinstance(one, dict)}
    return tuple(
        {**row, _CUSTOM: known.get(as_identity(row.get("custom_status_id")))}
        if isinstance(row, dict)
        else row
        for row in tickets
    )


def name(raw: Raw) -> str | None:
    """What the team calls a ticket's status; None where it has no name for it."""
    label = mapping(raw, _CUSTOM).get("agent_label")
    return (clean(label) or None) if isinstance(label, str) else None


def word(raw: Raw) -> object:
    """Zendesk's own status of a ticket: told by itself, or the category of its custom one."""
    return raw.get("status") or mapping(raw, _CUSTOM).get("status_category")
