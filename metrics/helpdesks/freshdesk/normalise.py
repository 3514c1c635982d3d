"""Freshdesk's tickets, groups and agents turned into our records. Pure.

Freshdesk keeps no history. Beside a ticket it keeps when certain things happened last: these stamps
become changes of its status, each with an id made of the stamp, so that those of later versions
stand beside those of earlier ones.
https://developers.freshdesk.com/api/#tickets
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from metrics.helpdesks.fields import (
    Raw,
    as_identity,
    clean,
    identity,
    instant,
    mapping,
    optional_identity,
    optional_instant,
)
from metrics.helpdesks.freshdesk import vocabulary
from metrics.helpdesks.reading import AccountReading
from metrics.sources.identity import fingerprint
from metrics.tickets.office import ScheduleChoice
from metrics.tickets.records import (
    Channel,
    Event,
    EventKind,
    Field,
    Instant,
    Person,
    Priority,
    Removal,
    Role,
    Status,
    Team,
    Ticket,
)
from metrics.tickets.vendor_figures import VendorFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(AccountReading):
    """How this account wants to be read, and what its lists name.

    Without a `category_field` a ticket's type is its category. `statuses` are the labels of
    statuses by number, `sources` of channels; `hours` the business hours of groups, `names` those
    of attributes by id.
    """

    statuses: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    hours: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def ticket(raw: Raw, reading: Reading, removal: Removal | None = None) -> Ticket:
    """A row of a list of tickets; `removal` is what the list is of. Raises MalformedError."""
    removal = removal or thrown_away(raw)
    source = _source(raw, reading)
    updated_at = instant(raw, "updated_at")
    return Ticket(
        id=identity(raw, "id"),
        created_at=instant(raw, "created_at"),
        changed_at=updated_at,
        status=status(raw, reading),
        status_name=status_name(raw, reading),
        channel=_channel(source, reading),
        channel_raw=source,
        priority=_priority(raw, reading),
        team=optional_identity(raw, "group_id"),
        agent=optional_identity(raw, "responder_id"),
        category=_category(raw, reading),
        requester=optional_identity(raw, "requester_id"),
        child=raw.get("association_type") == vocabulary.CHILD,
        subject=_subject(raw, reading),
        removal=removal,
        removed_at=None if removal is None else updated_at,
        vendor=figures(raw),
    )


def opening(raw: Raw) -> Event:
    """The message that a ticket began with; it stands in the ticket, and not among the others."""
    outbound = raw.get("source") == vocabulary.OUTBOUND
    return Event(
        id=f"{identity(raw, 'id')}:opening",
        ticket=identity(raw, "id"),
        at=instant(raw, "created_at"),
        order=0,
        kind=EventKind.MESSAGE,
        actor=optional_identity(raw, "responder_id" if outbound else "requester_id"),
        author=Role.AGENT if outbound else Role.CUSTOMER,
        public=True,
    )


def changes(raw: Raw, reading: Reading) -> Iterator[Event]:
    """The changes of status that the stamps tell of, and the status at the creation.

    A ticket that was resolved in the very second of its creation came so; of any other nobody knows
    more than that it was open. Whether `resolved_at` stays when a ticket is reopened is
    unconfirmed: either way is read well. A search gives no stamps: then the status holds since the
    last update at the latest.
    """
    created_at, stats = instant(raw, "created_at"), mapping(raw, "stats")
    closed_at, resolved_at = (optional_instant(stats, f"{w}_at") for w in ("closed", "resolved"))
    came = created_at in {closed_at, resolved_at}
    first = Status.SOLVED if came else Status.OPEN
    yield _change(raw, "created", created_at, first, 0)
    stamps = (
        ("reopened", optional_instant(stats, "reopened_at"), Status.OPEN),
        ("resolved", resolved_at, Status.SOLVED),
        ("closed", closed_at, Status.CLOSED),
        ("status", _status_at(raw, stats), status(raw, reading)),
    )
    told = {(created_at, first)}
    for order, (name, at, after) in enumerate(stamps, 1):
        if at is not None and at >= created_at and (at, after) not in told:
            told.add((at, after))
            yield _change(raw, f"{name}:{at}", at, after, order)


def _status_at(raw: Raw, stats: Raw) -> Instant | None:
    return optional_instant(stats or raw, "status_updated_at" if stats else "updated_at")


def _change(raw: Raw, name: str, at: Instant, after: Status, order: int) -> Event:
    ticket = identity(raw, "id")
    return Event(
        id=f"{ticket}:{name}",
        ticket=ticket,
        at=at,
        order=order,
        kind=EventKind.CHANGE,
        field=Field.STATUS,
        new=after.value,
    )


def hours(raw: Raw, reading: Reading) -> ScheduleChoice | None:
    """Which business hours a ticket has by its group; None where groups have none of their own."""
    if not reading.hours:
        return None
    group = optional_identity(raw, "group_id")
    return ScheduleChoice(
        id=f"{identity(raw, 'id')}:hours",
        ticket=identity(raw, "id"),
        at=instant(raw, "created_at"),
        schedule=reading.hours.get(group or ""),
    )


def figures(raw: Raw) -> VendorFigures:
    """Freshdesk's own stamps as times, in whole minutes; it tells no count of replies."""
    created_at, stats = instant(raw, "created_at"), mapping(raw, "stats")
    replied_at = optional_instant(stats, "first_responded_at")
    resolved_at = optional_instant(stats, "resolved_at")
    solved_at = optional_instant(stats, "closed_at") if resolved_at is None else resolved_at
    reopened = optional_instant(stats, "reopened_at") is not None
    return VendorFigures(
        solved_at=solved_at,
        reply_minutes=_minutes(created_at, replied_at),
        resolution_minutes=_minutes(created_at, solved_at),
        reopens=int(reopened) if stats else None,
    )


def _minutes(start: Instant, end: Instant | None) -> int | None:
    return None if end is None or end < start else (end - start) // 60


def team(raw: Raw, _: Reading) -> Team:
    """A group."""
    return Team(id=identity(raw, "id"), name=clean(str(raw.get("name") or "")))


def person(raw: Raw, reading: Reading) -> Person:
    """An agent. A collaborator writes notes, and to no customer."""
    contact = mapping(raw, "contact")
    name = clean(str(contact.get("name") or ""))
    ident = identity(raw, "id")
    robot = bool(reading.bot_users & {ident, name})
    light = raw.get("type") == "collaborator"
    return Person(
        id=ident,
        role=Role.BOT if robot else Role.LIGHT if light else Role.AGENT,
        changed_at=instant(raw, "updated_at"),
        name=name,
        address="" if robot else fingerprint(str(contact.get("email") or "")),
        active=raw.get("deactivated") is not True,
    )


def status(raw: Raw, reading: Reading) -> Status:
    """Our word for a status; one that nobody knows is open until we learn better."""
    number = raw.get("status")
    if isinstance(number, int) and (known := vocabulary.STATUSES.get(number)) is not None:
        return known
    label = reading.statuses.get(str(number), "")
    by_label = vocabulary.STATUS_LABELS.get(label.lower())
    if by_label is None:
        reading.unknown[f"status:{label or clean(str(number), 40)}"] += 1
        return Status.OPEN
    return by_label


def status_name(raw: Raw, reading: Reading) -> str | None:
    """The team's own word for the status."""
    return reading.statuses.get(str(raw.get("status"))) or None


def _source(raw: Raw, reading: Reading) -> str:
    number = raw.get("source")
    known = vocabulary.SOURCES.get(number) if isinstance(number, int) else None
    return known or reading.sources.get(str(number)) or clean(str(number), 40)


def _channel(source: str, reading: Reading) -> Channel:
    known = vocabulary.CHANNELS.get(source.lower())
    if known is None:
        reading.unknown[f"channel:{source}"] += 1
        return Channel.OTHER
    return known


def _priority(raw: Raw, reading: Reading) -> Priority | None:
    number = raw.get("priority")
    known = vocabulary.PRIORITIES.get(number) if isinstance(number, int) else None
    if known is None and number is not None:
        reading.unknown[f"priority:{clean(str(number), 40)}"] += 1
    return known


def thrown_away(raw: Raw) -> Removal | None:
    """How a ticket was thrown away, None where it was not."""
    if raw.get("spam") is True:
        return Removal.SPAM
    return Removal.DELETED if raw.get("deleted") is True else None


def _category(raw: Raw, reading: Reading) -> str | None:
    if not reading.category_field:
        return as_identity(raw.get("type"))
    return as_identity(mapping(raw, "custom_fields").get(reading.category_field))


def _subject(raw: Raw, reading: Reading) -> str | None:
    value = raw.get("subject")
    return clean(value, 255) if reading.keep_subjects and isinstance(value, str) else None
