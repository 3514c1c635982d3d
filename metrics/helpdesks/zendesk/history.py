"""Zendesk's ticket events turned into ours: comments, and changes of what is kept. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

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


class _Via(NamedTuple):
    """What stands behind a change or a comment, by the `via` that it has.

    `strange`: nobody says what it came by, or it came from outside, by mail or another account.
    """

    automated: bool
    bot: bool
    strange: bool
    transcript: bool


def events(raw: Raw, reading: Reading) -> list[Event | ScheduleChoice | Unreadable]:
    """The events of one row. A child that cannot be read is set aside alone.

    Raises MalformedError where the row itself makes no sense.
    """
    audit = _Audit(
        ticket=identity(raw, "ticket_id"),
        at=instant(raw, "created_at" if "created_at" in raw else "timestamp"),
        actor=optional_identity(raw, "updater_id"),
        automated=_via(raw.get("via")).automated or raw.get("updater_id") in (0, -1),
    )
    told: list[Event | ScheduleChoice | Unreadable] = []
    told += chats.audit_messages(raw, audit.ticket, reading)
    for number, child in enumerate(rows(raw, "child_events")):
        try:
            told.extend(_child(record(child), audit, reading))
        except MalformedError as error:
            row = as_identity(raw.get("id")) or audit.ticket
            told.append(Unreadable(id=f"{row}/{number}", reason=str(error), excerpt=excerpt(child)))
    return told


def _child(
    child: Raw, audit: _Audit, reading: Reading
) -> Iterator[Event | ScheduleChoice | Unreadable]:
    for key in _SCHEDULE:
        if key in child:
            yield ScheduleChoice(
                id=identity(child, "id"),
                ticket=audit.ticket,
                at=audit.at,
                schedule=as_identity(child[key]),
            )
            break
    kind = child.get("event_type") or child.get("type")
    if kind == "Comment":
        yield _message(child, audit, reading)
    elif kind in ("Change", "Create"):
        yield from _changes(child, audit, reading)
    elif isinstance(kind, str) and kind in chats.EVENTS:
        yield from chats.messages(child, audit.ticket, reading)


def _message(child: Raw, audit: _Audit, reading: Reading) -> Event:
    author = child.get("author_id", audit.actor)
    actor = as_identity(author)
    nobody = author in (0, -1, "0", "-1")
    via = _via(child.get("via"))
    automated = audit.automated or via.automated or nobody or actor in reading.bot_users
    public = child.get("public", child.get("comment_public")) is True and not via.transcript
    ident, order = _place(child)
    return Event(
        id=ident,
        ticket=audit.ticket,
        at=audit.at,
        order=order,
        kind=EventKind.MESSAGE,
        actor=actor,
        author=_author(via, automated=automated, public=public),
        automated=automated,
        public=public,
    )


def _author(via: _Via, *, automated: bool, public: bool) -> Role | None:
    """Who Zendesk says wrote a comment, whatever their account is today.

    An internal note is an agent's unless it came by mail, since what somebody writes who was not
    asked becomes a private comment too, or from another account, whose agents are none of ours.
    """
    if via.bot:
        return Role.BOT
    note = not (via.strange or public or via.transcript)
    return Role.AGENT if note and not automated else None


def _changes(child: Raw, audit: _Audit, reading: Reading) -> Iterator[Event]:
    """One event per kept field; more than one field in a child is told apart by its name."""
    present = [key for key in _FIELDS if key in child]
    created = child.get("event_type") == "Create"
    for key in present:
        if key == "status" and str(child[key]).lower() in vocabulary.DELETED:
            continue  # the ticket itself says that it was removed; this is no solve
        ident, order = _place(child)
        machine = audit.automated or _via(child.get("via")).automated
        yield Event(
            id=ident if key == present[0] else f"{ident}:{key}",
            ticket=audit.ticket,
            at=audit.at,
            order=order,
            kind=EventKind.CHANGE,
            actor=audit.actor,
            automated=machine or audit.actor in reading.bot_users,
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


def _place(child: Raw) -> tuple[str, int]:
    """Its id, which is the helpdesk's own order too."""
    text = identity(child, "id")
    if not text.isdigit() or int(text) >= 2**63:
        raise MalformedError("id is not a number")
    return text, int(text)


def _via(via: object) -> _Via:
    """What is known of a `via`, which is a word or an object."""
    if isinstance(via, dict):
        channel = vocabulary.word(via.get("channel"))
        return _behind(channel, vocabulary.word(mapping(via, "source").get("rel")), whole=True)
    return _behind(vocabulary.word(via), "", whole=False)


@lru_cache(1024)
def _behind(channel: str, rel: str, *, whole: bool) -> _Via:
    """A rule, the system or a bot may stand behind it, or it is a chat's transcript.

    That has all words of the chat once more, and is no reply.
    """
    bot = channel.startswith(vocabulary.BOTS) or rel.startswith(vocabulary.BOTS)
    outside = channel == sharing.VIA or vocabulary.CHANNELS.get(channel) is Channel.EMAIL
    return _Via(
        automated=bot or not vocabulary.AUTOMATED.isdisjoint((channel, rel)),
        bot=bot,
        strange=not channel or outside,
        transcript=whole and channel == "chat_transcript",
    )
