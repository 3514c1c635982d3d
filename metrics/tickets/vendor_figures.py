"""A helpdesk's own word on what we work out ourselves: the second witness. It is never mixed in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class VendorTime(StrEnum):
    """A time from a ticket's creation that helpdesks measure themselves."""

    REPLY = "reply"
    FIRST_RESOLUTION = "first_resolution"
    RESOLUTION = "resolution"


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorFigures:
    """The helpdesk's own word on one ticket, kept to be shown beside ours, never in place of it.

    `solved_at` is when it was last solved, `rated` whether its customer answered a survey. Times
    are whole minutes.
    """

    solved_at: int | None = None
    rated: bool | None = None
    reply_minutes: int | None = None
    reply_business_minutes: int | None = None
    first_resolution_minutes: int | None = None
    first_resolution_business_minutes: int | None = None
    resolution_minutes: int | None = None
    resolution_business_minutes: int | None = None
    replies: int | None = None
    reopens: int | None = None
