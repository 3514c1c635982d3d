"""E-mails and comments of cases turned into our messages. Pure; no word of them is read.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_emailmessage.htm
"""

from __future__ import annotations

from metrics.helpdesks.fields import Raw, identity, instant, optional_identity
from metrics.helpdesks.salesforce import vocabulary
from metrics.helpdesks.salesforce.lifecycle import order
from metrics.helpdesks.salesforce.normalise import Reading
from metrics.helpdesks.salesforce.soql import value, word
from metrics.tickets.records import Event, EventKind, Instant, Role


def email(raw: Raw, reading: Reading) -> Event | None:
    """An e-mail; None for one that is not sent yet. Raises MalformedError.

    One that came in is of when it came: its own date is that of the sender's clock.
    """
    if _is_binned(raw) or word(raw, "Status") == vocabulary.DRAFT:
        return None
    if raw.get("IsPrivateDraft") is True:
        return None
    if raw.get("Incoming") is True:
        return _message(raw, instant(raw, "CreatedDate"), None, Role.CUSTOMER, public=True)
    at = instant(raw, "MessageDate" if raw.get("MessageDate") else "CreatedDate")
    return _written(raw, at, reading, public=True)


def comment(raw: Raw, reading: Reading) -> Event | None:
    """A comment, which customers see where it is published. Raises MalformedError."""
    if _is_binned(raw):
        return None
    at = instant(raw, "CreatedDate")
    return _written(raw, at, reading, public=raw.get("IsPublished") is True)


def _is_binned(raw: Raw) -> bool:
    """Whether a message lies in the recycle bin with its case, and comes back with it."""
    return raw.get("IsDeleted") is True and value(raw, "Parent.IsDeleted") is True


def _written(raw: Raw, at: Instant, reading: Reading, *, public: bool) -> Event:
    """What somebody wrote who has a user: an automatic answer is one of Salesforce itself."""
    who = optional_identity(raw, "CreatedById")
    kind = word(raw, "CreatedBy.UserType")
    if who in reading.bot_users:
        return _message(raw, at, who, Role.BOT, public=public, automated=True)
    if kind in vocabulary.MACHINES or who in reading.system_users:
        return _message(raw, at, who, None, public=public, automated=True)
    role = vocabulary.ROLES.get(kind.lower())
    known = role if role in {Role.AGENT, Role.CUSTOMER} else None
    return _message(raw, at, who, known, public=public)


def _message(
    raw: Raw,
    at: Instant,
    actor: str | None,
    author: Role | None,
    *,
    public: bool,
    automated: bool = False,
) -> Event:
    """A message; one that was deleted by itself is there no more for the customer."""
    ident = identity(raw, "Id")
    return Event(
        id=ident,
        ticket=identity(raw, "ParentId"),
        at=at,
        order=order(ident),
        kind=EventKind.MESSAGE,
        actor=actor,
        author=author,
        automated=automated,
        public=public and raw.get("IsDeleted") is not True,
    )
