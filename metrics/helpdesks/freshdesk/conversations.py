"""What was said in Freshdesk's tickets turned into our messages. Pure; no word of it is kept.

Whose a message is tells `incoming`, whatever somebody's account is today: agents who leave become
contacts. https://developers.freshdesk.com/api/#conversations
"""

from __future__ import annotations

from metrics.helpdesks.fields import Raw, clean, identity, instant, optional_identity
from metrics.helpdesks.freshdesk import vocabulary
from metrics.helpdesks.freshdesk.normalise import Reading
from metrics.tickets.records import Event, EventKind, Removal, Removed, Role


def message(raw: Raw, reading: Reading) -> Event | None:
    """A reply or a note; None for what customers write with the answer to a survey.

    A rule, an automatic answer and an AI agent answer as machines do. Raises MalformedError.
    """
    source = raw.get("source")
    if source == vocabulary.FEEDBACK:
        return None
    if not isinstance(source, int) or source not in vocabulary.MESSAGES | vocabulary.ASIDE:
        reading.unknown[f"message:{clean(str(source), 40)}"] += 1
    ident = identity(raw, "id")
    actor = optional_identity(raw, "user_id")
    incoming = raw.get("incoming") is True
    robot = not incoming and actor in reading.bot_users
    automated = robot or raw.get("auto_response") is True or raw.get("automation_id") is not None
    author = Role.CUSTOMER if incoming else Role.BOT if robot else None if automated else Role.AGENT
    return Event(
        id=ident,
        ticket=identity(raw, "ticket_id"),
        at=instant(raw, "created_at"),
        order=int(ident) if ident.isdecimal() and int(ident) < 2**63 else 0,
        kind=EventKind.MESSAGE,
        actor=actor,
        author=author,
        automated=automated,
        public=raw.get("private") is not True and source != vocabulary.FORWARD,
    )


def merge(raw: Raw) -> Removed | None:
    """That a ticket was merged into another one, where this is the note that says so.

    Replies and mails that tell customers of it are none. Raises MalformedError.
    """
    text = raw.get("body_text")
    if raw.get("source") != vocabulary.NOTE or raw.get("incoming") is True:
        return None
    if not isinstance(text, str) or not vocabulary.MERGED.match(text):
        return None
    return Removed(
        id=identity(raw, "ticket_id"), removal=Removal.MERGED, at=instant(raw, "created_at")
    )
