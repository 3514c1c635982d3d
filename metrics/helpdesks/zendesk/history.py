"""Zendesk's ticket events turned into ours: comments, and changes of what is kept. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from metrics.helpdesks.fields import (
    MalformedError,
    Raw,
    as_identity,
    excerpt,
    identity,
    instant,
    mapping,
    optional_identity,
    record,
    rows,
)
from metrics.helpdesks.zendesk import chats, sharing, vocabulary
from metrics.helpdesks.zendesk.normalise import Reading, priority, status
from metrics.tickets.office import ScheduleChoice
from metrics.tickets.records import Channel, Event, EventKind, Field, Instant, Role, Unreadable

_FIELDS: Final = {
    "status": Field.STATUS,
    "group_id": Field.TEAM,
    "assignee_id": Field.AGENT,
    "priority": Field.PRIORITY,
}

_SCHEDULE: Final = ("schedule_id", "new_schedule_id")
"""How a child names the schedule a trigger gave the ticket; no page of Zendesk's says which."""


@dataclass(frozen=True, slots=True)
class _Audit:
    """What the children of one row have in common."""

    ticket: str
    at: Instant
    actor: str | None
    automated: bool


def events(raw: Raw, reading: Reading) -> Iterator[Event | ScheduleChoice | Unreadable]:
    """The events of one row. A child that cannot be read is set aside alone.

    Raises MalformedError where the row itself makes no sense.
    """
    audit = _Audit(
        ticket=identity(raw, "ticket_id"),
        at=instant(raw, "created_at" if "created_at" in raw else "timestamp"),
        actor=optional_identity(raw, "updater_id"),
        automated=_automated(raw.get("via")) or raw.get("updater_id") in (0, -1),
    )
    yield from chats.audit_messages(raw, audit.ticket, reading)
    for number, child in enumerate(rows(raw, "child_events")):
        try:
            yield from _child(child, audit, reading)
        except MalformedError as error:
            row = as_identity(raw.get("id")) or audit.ticket
            yield Unreadable(id=f"{row}/{number}", reason=str(error), excerpt=excerpt(child))


def _child(
    child: object, audit: _Audit, reading: Reading
) -> Iterator[Event | ScheduleChoice | Unreadable]:
    child = record(child)
    if (key := next((key for key in _SCHEDULE if key in child), None)) is not None:
        yield ScheduleChoice(
            id=identity(child, "id"),
            ticket=audit.ticket,
            at=audit.at,
            schedule=as_identity(child[key]),
        )
    match child.get("event_type") or child.get("type"):
        case "Comment":
            yield _message(child, audit, reading)
        case "Change" | "Create":
            yield from _changes(child, audit, reading)
        case str() as kind if kind in chats.EVENTS:
            yield from chats.messages(child, audit.ticket, reading)


def _message(child: Raw, audit: _Audit, reading: Reading) -> Event:
    author = child.get("author_id", audit.actor)
    actor = as_identity(author)
    nobody = author in (0, -1, "0", "-1")
    automated = _by_machine(child, audit) or nobody or actor in reading.bot_users
    public = child.get("public", child.get("comment_public")) is True and not _repeats(child)
    return Event(
        id=identity(child, "id"),
        ticket=audit.ticket,
        at=audit.at,
        order=_order(child),
        kind=EventKind.MESSAGE,
        actor=actor,
        author=_author(child, automated=automated, public=public),
        automated=automated,
        public=public,
    )


def _author(child: Raw, *, automated: bool, public: bool) -> Role | None:
    """Who Zendesk says wrote a comment, whatever their account is today.

    An internal note is an agent's unless it came by mail, since what somebody writes who was not
    asked becomes a private comment too, or from another account, whose agents are none of ours.
    """
    if any(name.startswith(vocabulary.BOTS) for name in _names(child.get("via"))):
        return Role.BOT
    via = child.get("via")
    channel = vocabulary.word(via.get("channel") if isinstance(via, dict) else via)
    strangers = channel == sharing.VIA or vocabulary.CHANNELS.get(channel) is Channel.EMAIL
    known = channel and not strangers
    note = known and not public and not _repeats(child)
    return Role.AGENT if note and not automated else None


def _repeats(child: Raw) -> bool:
    """Whether a comment is a chat's transcript: all its words once more, and no reply."""
    return vocabulary.word(mapping(child, "via").get("channel")) == "chat_transcript"


def _changes(child: Raw, audit: _Audit, reading: Reading) -> Iterator[Event]:
    """One event per kept field; more than one field in a child is told apart by its name."""
    present = [key for key in _FIELDS if key in child]
    created = child.get("event_type") == "Create"
    for key in present:
        if key == "status" and str(child[key]).lower() in vocabulary.DELETED:
            continue  # the ticket itself says that it was removed; this is no solve
        base = identity(child, "id")
        yield Event(
            id=base if key == present[0] else f"{base}:{key}",
            ticket=audit.ticket,
            at=audit.at,
            order=_order(child),
            kind=EventKind.CHANGE,
            actor=audit.actor,
            automated=_by_machine(child, audit) or audit.actor in reading.bot_users,
            field=_FIELDS[key],
            old=None if created else _value(key, child.get("previous_value"), reading),
            new=_value(key, child[key], reading),
        )


def _value(key: str, value: object, reading: Reading) -> str | None:
    """A field's value in our words; None for empty, "0" and a deletion undone."""
    text = as_identity(value)
    if text is None or (key == "status" and text.lower() in vocabulary.DELETED):
        return None
    if key == "status":
        return status(text, reading).value
    if key == "priority":
        known = priority(text, reading)
        return known.value if known else None
    return text


def _order(child: Raw) -> int:
    text = identity(child, "id")
    if not text.isdigit() or int(text) >= 2**63:
        raise MalformedError("id is not a number")
    return int(text)


def _by_machine(child: Raw, audit: _Audit) -> bool:
    return audit.automated or _automated(child.get("via"))


def _automated(via: object) -> bool:
    """Whether a rule, the system or a bot stands behind it; `via` is a word or an object."""
    names = _names(via)
    return bool(names & vocabulary.AUTOMATED) or any(
        name.startswith(vocabulary.BOTS) for name in names
    )


def _names(via: object) -> set[str]:
    if not isinstance(via, dict):
        return {vocabulary.word(via)}
    return {vocabulary.word(via.get("channel")), vocabulary.word(mapping(via, "source").get("rel"))}
