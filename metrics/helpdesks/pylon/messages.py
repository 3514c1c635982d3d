"""What was said in Pylon's issues turned into our messages. Pure; no word of it is kept.

An author is a user or a contact; what a trigger writes has neither. That an AI agent wrote is not
marked: the settings name it.
"""

from __future__ import annotations

from datetime import datetime
from math import inf
from typing import Final

from metrics.helpdesks.fields import Raw, clean, identity, instant, mapping, optional_identity
from metrics.helpdesks.pylon.normalise import Reading
from metrics.tickets.records import Event, EventKind, Instant, Role

_OPENING_SECONDS: Final = 60
"""An issue is created together with its first message, which may be stamped a little later."""


def message(raw: Raw, issue: str, order: int, reading: Reading) -> Event:
    """A message or a note of an issue, the `order`-th. Raises MalformedError."""
    author = mapping(raw, "author")
    user = optional_identity(mapping(author, "user"), "id")
    contact = optional_identity(mapping(author, "contact"), "id")
    names = {user or "", clean(str(author.get("name") or ""))} - {""}
    robot = contact is None and bool(reading.bot_users & names)
    role = Role.BOT if robot else Role.AGENT if user else Role.CUSTOMER if contact else None
    return Event(
        id=identity(raw, "id"),
        ticket=issue,
        at=instant(raw, "timestamp"),
        order=order,
        kind=EventKind.MESSAGE,
        actor=user or contact,
        author=role,
        automated=robot or role is None,
        public=raw.get("is_private") is not True,
    )


def moment(raw: Raw) -> float:
    """When a message was written, to the fraction of a second; one without a time comes last."""
    try:
        return datetime.fromisoformat(str(raw.get("timestamp"))).timestamp()
    except (ValueError, OverflowError):
        return inf


def opened(first: Event, created_at: Instant | None) -> Event:
    """The oldest message of an issue; where it opened the issue, as old as that at least."""
    if created_at is None or not created_at < first.at <= created_at + _OPENING_SECONDS:
        return first
    return first._replace(at=created_at)
