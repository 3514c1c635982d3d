"""Intercom's conversations, tickets, teams and teammates turned into our records. Pure.

A conversation and a ticket are the same kind of thing to us: an issue of a customer. What happened
to them stands in their parts. https://developers.intercom.com/docs/references/rest-api
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from metrics.helpdesks.fields import (
    Raw,
    as_identity,
    clean,
    count,
    identity,
    instant,
    mapping,
    optional_identity,
    optional_instant,
    rows,
)
from metrics.helpdesks.intercom import vocabulary
from metrics.helpdesks.reading import AccountReading
from metrics.sources.identity import fingerprint
from metrics.tickets.records import (
    Channel,
    Handling,
    Instant,
    Person,
    Priority,
    Role,
    Status,
    Team,
    Ticket,
)
from metrics.tickets.vendor_figures import VendorFigures

_DAY: Final = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(AccountReading):
    """How this workspace wants to be read; attributes go by their names in Intercom."""


def conversation(raw: Raw, reading: Reading) -> Ticket:
    """A conversation, found by a search or fetched by itself. Raises MalformedError."""
    channel = _channel_word(raw)
    return Ticket(
        id=identity(raw, "id"),
        created_at=instant(raw, "created_at"),
        changed_at=instant(raw, "updated_at"),
        status=state(raw, reading),
        channel=_channel(channel, reading),
        channel_raw=channel,
        priority=priority(raw.get("priority"), reading),
        team=optional_identity(raw, "team_assignee_id"),
        agent=optional_identity(raw, "admin_assignee_id"),
        category=_category(mapping(raw, "custom_attributes"), reading),
        requester=_requester(raw),
        problem=_tracker(raw),
        subject=_subject(raw, reading),
        vendor=figures(raw),
    )


def ticket(raw: Raw, reading: Reading) -> Ticket:
    """A ticket. What teammates ask each other, and a tracker that is no customer's, is a child.

    Raises MalformedError.
    """
    attributes, category = mapping(raw, "ticket_attributes"), raw.get("category")
    requester = _requester(raw)
    is_tracker = category == vocabulary.TRACKER
    return Ticket(
        id=identity(raw, "id"),
        number=optional_identity(raw, "ticket_id"),
        created_at=instant(raw, "created_at"),
        changed_at=instant(raw, "updated_at"),
        status=ticket_state(mapping(raw, "ticket_state").get("category"), reading) or Status.OPEN,
        status_name=as_identity(mapping(raw, "ticket_state").get("internal_label")),
        channel=Channel.OTHER,
        channel_raw=vocabulary.TICKET_CHANNEL,
        team=optional_identity(raw, "team_assignee_id"),
        agent=optional_identity(raw, "admin_assignee_id"),
        category=_category(attributes, reading),
        requester=requester,
        problem=None if is_tracker else _tracker(raw),
        child=category == vocabulary.BACK_OFFICE or (is_tracker and requester is None),
        subject=_subject({"title": attributes.get("_default_title_")}, reading),
    )


def state(raw: Raw, reading: Reading) -> Status:
    """Our word for a conversation's state; where it is not told, whether it is open."""
    word = raw.get("state")
    if isinstance(word, str) and (known := vocabulary.STATES.get(word)) is not None:
        return known
    if word is not None:
        reading.unknown[f"state:{clean(str(word), 40)}"] += 1
    return Status.SOLVED if raw.get("open") is False else Status.OPEN


def ticket_state(word: object, reading: Reading) -> Status | None:
    """Our word for the category of a ticket's state; None for one that nobody knows."""
    if isinstance(word, Mapping):
        word = word.get("category")
    known = vocabulary.TICKET_STATES.get(word) if isinstance(word, str) else None
    if known is None:
        reading.unknown[f"ticket state:{clean(str(word), 40)}"] += 1
    return known


def priority(word: object, reading: Reading) -> Priority | None:
    """Our word for a priority; None where there is none, or one that nobody knows."""
    if word is None or (isinstance(word, str) and word in vocabulary.NO_PRIORITY):
        return None
    known = vocabulary.PRIORITIES.get(word) if isinstance(word, str) else None
    if known is None:
        reading.unknown[f"priority:{clean(str(word), 40)}"] += 1
    return known


def figures(raw: Raw) -> VendorFigures:
    """Intercom's own word on a conversation, in whole minutes since the customer first wrote.

    The moments are of the calendar, and what it calls times counts office hours only.
    """
    own, rating = mapping(raw, "statistics"), raw.get("conversation_rating")
    start = optional_instant(own, "first_contact_reply_at")
    closed_at = optional_instant(own, "last_close_at")
    rated = mapping(raw, "conversation_rating").get("rating") is not None
    return VendorFigures(
        solved_at=closed_at,
        rated=rated if rating is not None else None,
        reply_minutes=_minutes(start, optional_instant(own, "first_admin_reply_at")),
        reply_business_minutes=_in_minutes(own, "time_to_admin_reply"),
        first_resolution_minutes=_minutes(start, optional_instant(own, "first_close_at")),
        first_resolution_business_minutes=_in_minutes(own, "time_to_first_close"),
        resolution_minutes=_minutes(start, closed_at),
        resolution_business_minutes=_in_minutes(own, "time_to_last_close"),
        reopens=count(own, "count_reopens"),
    )


def handling(raw: Raw) -> Handling | None:
    """All the active work on a conversation, at its last close; None where none is told.

    The other handling time goes on while nobody works on it, so it is not read.
    """
    own = mapping(raw, "statistics")
    seconds, ended_at = count(own, "adjusted_handling_time"), optional_instant(own, "last_close_at")
    if seconds is None or ended_at is None:
        return None
    ident = identity(raw, "id")
    return Handling(
        id=ident,
        ended_at=ended_at,
        talk_seconds=seconds,
        contact=ident,
        ticket=ident,
        team=optional_identity(raw, "team_assignee_id"),
        agent=optional_identity(own, "last_closed_by_id"),
        channel=vocabulary.CHANNELS.get(_channel_word(raw).lower(), Channel.OTHER),
    )


def team(raw: Raw, _: Reading) -> Team:
    """A team."""
    return Team(id=identity(raw, "id"), name=clean(str(raw.get("name") or "")))


def person(raw: Raw, reading: Reading) -> Person:
    """A teammate, who without a full seat writes notes, and to no customer.

    Intercom does not tell since when that is so: it holds from the day on which it was seen.
    """
    ident, name = identity(raw, "id"), clean(str(raw.get("name") or ""))
    robot = bool(reading.bot_users & {ident, name})
    light = raw.get("has_inbox_seat") is False
    return Person(
        id=ident,
        role=Role.BOT if robot else Role.LIGHT if light else Role.AGENT,
        changed_at=instant(raw, "seen_at") // _DAY * _DAY,
        name=name,
        address="" if robot else fingerprint(str(raw.get("email") or "")),
    )


def is_ticket(raw: Raw) -> bool:
    """Whether a conversation has become a ticket, of which the tickets tell."""
    own = mapping(raw, "ticket").get("id")
    return own is not None and as_identity(own) == optional_identity(raw, "id")


def _minutes(start: Instant | None, end: Instant | None) -> int | None:
    return None if start is None or end is None or end < start else (end - start) // 60


def _in_minutes(own: Raw, key: str) -> int | None:
    seconds = count(own, key)
    return None if seconds is None else seconds // 60


def _channel_word(raw: Raw) -> str:
    """Where it began; where Intercom does not say that, the type of its source."""
    word = mapping(raw, "channel").get("initial") or mapping(raw, "source").get("type")
    return clean(word, 40) if isinstance(word, str) else ""


def _channel(word: str, reading: Reading) -> Channel:
    known = vocabulary.CHANNELS.get(word.lower())
    if known is None:
        reading.unknown[f"channel:{word or 'none'}"] += 1
        return Channel.OTHER
    return known


def ticket_type(raw: Raw) -> str | None:
    """What a ticket's type is called, in small letters as other helpdesks write it."""
    name = as_identity(mapping(raw, "ticket_type").get("name"))
    return None if name is None else name.lower()


def _category(attributes: Raw, reading: Reading) -> str | None:
    return as_identity(attributes.get(reading.category_field)) if reading.category_field else None


def _requester(raw: Raw) -> str | None:
    """The first of its contacts."""
    contacts = rows(mapping(raw, "contacts"), "contacts")
    ids = (as_identity(one.get("id")) for one in contacts if isinstance(one, dict))
    return next(iter(ids), None)


def _tracker(raw: Raw) -> str | None:
    """The tracker it is linked with, whose outage is its cause."""
    return next(
        (one.get("id") for one in linked(raw) if one.get("category") == vocabulary.TRACKER), None
    )


def linked(raw: Raw) -> tuple[Raw, ...]:
    """What it is linked with."""
    found = rows(mapping(raw, "linked_objects"), "data")
    return tuple(one for one in found if isinstance(one, dict) and as_identity(one.get("id")))


def _subject(raw: Raw, reading: Reading) -> str | None:
    value = raw.get("title")
    return clean(value, 255) if reading.keep_subjects and isinstance(value, str) else None
