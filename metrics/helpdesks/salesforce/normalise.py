"""Salesforce's cases and users turned into our records. Pure.

https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_case.htm
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from metrics.helpdesks.fields import (
    Raw,
    clean,
    identity,
    instant,
    optional_identity,
    optional_instant,
)
from metrics.helpdesks.reading import AccountReading
from metrics.helpdesks.salesforce import vocabulary
from metrics.helpdesks.salesforce.soql import value, word
from metrics.sources.identity import fingerprint
from metrics.tickets.office import ScheduleChoice
from metrics.tickets.records import (
    Channel,
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
    """How this org wants to be read, and what its lists name.

    Without a `category_field` a case's reason is its category. `system_users` stand for nobody.
    `internal` are the record types, in small letters, of cases that no customer asked;
    `tag_field` is the field whose values are tags. `closed` says by a status whether it is, `teams`
    by a user which role is theirs.
    """

    system_users: frozenset[str] = frozenset()
    internal: frozenset[str] = frozenset()
    tag_field: str = ""
    closed: Mapping[str, bool] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    multiple: frozenset[str] = frozenset()


def ticket(raw: Raw, reading: Reading) -> Ticket:
    """A case. Raises MalformedError."""
    changed_at = instant(raw, "SystemModstamp")
    owner = identity(raw, "OwnerId")
    removal = _removal(raw)
    related = optional_identity(raw, "ParentId")
    incident = word(raw, "Type").lower() == "incident"
    origin = word(raw, "Origin")
    return Ticket(
        id=identity(raw, "Id"),
        number=word(raw, "CaseNumber") or None,
        created_at=instant(raw, "CreatedDate"),
        changed_at=changed_at,
        status=status(word(raw, "Status"), reading, closed=raw.get("IsClosed") is True),
        status_name=word(raw, "Status") or None,
        channel=_channel(origin, reading),
        channel_raw=origin,
        priority=priority(raw.get("Priority"), reading),
        team=team_of(owner, reading),
        agent=agent_of(owner, reading),
        category=word(raw, reading.category_field or "Reason") or None,
        requester=optional_identity(raw, "ContactId") or creator(raw, reading),
        submitter=creator(raw, reading),
        parent=None if incident else related,
        problem=related if incident else None,
        child=word(raw, "RecordType.Name").lower() in reading.internal,
        subject=_subject(raw, reading),
        removal=removal,
        removed_at=None if removal is None else _removed_at(raw),
        vendor=figures(raw),
    )


def opened_by_customer(raw: Raw, reading: Reading) -> bool:
    """Whether a case began with a customer's words, whoever or whatever wrote them down."""
    who = creator(raw, reading)
    kind = word(raw, "CreatedBy.UserType").lower()
    return who is None or who in reading.bot_users or vocabulary.ROLES.get(kind) is Role.CUSTOMER


def creator(raw: Raw, reading: Reading) -> str | None:
    """Who opened a case; None where Salesforce did it, as for what comes by e-mail or a web form.

    The name and address that a stranger gave are there then, and whoever is set to create such
    cases did not write a word.
    """
    who = optional_identity(raw, "CreatedById")
    by_machine = word(raw, "CreatedBy.UserType") in vocabulary.MACHINES
    stranger = bool(word(raw, "SuppliedEmail"))
    return None if by_machine or stranger or who in reading.system_users else who


def team_of(owner: str, reading: Reading) -> str | None:
    """The team of an owner: the queue itself, or the role of a user."""
    return owner if owner.startswith(vocabulary.QUEUE) else reading.teams.get(owner)


def agent_of(owner: str, reading: Reading) -> str | None:
    """The person that owns; None for a queue, and for a user who stands for nobody."""
    nobody = owner.startswith(vocabulary.QUEUE) or owner in reading.system_users
    return None if nobody else owner


def hours(raw: Raw) -> ScheduleChoice | None:
    """Which business hours a case has."""
    chosen = optional_identity(raw, "BusinessHoursId")
    if chosen is None:
        return None
    return ScheduleChoice(
        id=f"{identity(raw, 'Id')}:hours",
        ticket=identity(raw, "Id"),
        at=instant(raw, "CreatedDate"),
        schedule=chosen,
    )


def figures(raw: Raw) -> VendorFigures:
    """Salesforce's own word: when a case was closed, by an import even before its creation."""
    created_at, closed_at = instant(raw, "CreatedDate"), optional_instant(raw, "ClosedDate")
    if closed_at is None:
        return VendorFigures()
    minutes = (closed_at - created_at) // 60 if closed_at >= created_at else None
    return VendorFigures(solved_at=max(created_at, closed_at), resolution_minutes=minutes)


def team(raw: Raw, _: Reading) -> Team:
    """A queue, or a role of users."""
    return Team(id=identity(raw, "Id"), name=clean(str(raw.get("Name") or "")))


def person(raw: Raw, reading: Reading) -> Person | None:
    """A user; None for those that are Salesforce itself. A customer's name goes no further."""
    ident, name, kind = identity(raw, "Id"), word(raw, "Name"), word(raw, "UserType")
    if kind in vocabulary.MACHINES or ident in reading.system_users:
        return None
    role = Role.BOT if ident in reading.bot_users else vocabulary.ROLES.get(kind.lower())
    if role is None:
        reading.unknown[f"user type:{clean(kind, 40) or '(none)'}"] += 1
        role = Role.CUSTOMER
    stranger = role is Role.CUSTOMER
    return Person(
        id=ident,
        role=role,
        changed_at=instant(raw, "SystemModstamp"),
        name="" if stranger else name,
        address="" if stranger or role is Role.BOT else fingerprint(str(raw.get("Email") or "")),
        active=raw.get("IsActive") is not False,
    )


def status(label: str, reading: Reading, *, closed: bool | None = None) -> Status:
    """Our word for a status. `closed`: what Salesforce says beside it, None where it does not.

    One that nobody knows is open or solved by Salesforce's word, and open without one.
    """
    known = vocabulary.STATUSES.get(label.lower())
    is_closed = reading.closed.get(label, closed)
    if known is not None and is_closed in {None, not known.unsolved}:
        return known
    if is_closed:
        return Status.SOLVED
    if known is None:
        reading.unknown[f"status:{clean(label, 40) or '(none)'}"] += 1
    return Status.OPEN


def priority(label: object, reading: Reading) -> Priority | None:
    """Our word for a priority; None for one that nobody knows, and for none."""
    if not isinstance(label, str) or not label.strip():
        return None
    known = vocabulary.PRIORITIES.get(label.strip().lower())
    if known is None:
        reading.unknown[f"priority:{clean(label, 40)}"] += 1
    return known


def _channel(origin: str, reading: Reading) -> Channel:
    known = vocabulary.CHANNELS.get(origin.lower())
    if known is None:
        reading.unknown[f"channel:{clean(origin, 40) or '(none)'}"] += 1
        return Channel.OTHER
    return known


def _removal(raw: Raw) -> Removal | None:
    """A case that was merged names the one that it went into, whether it is kept or deleted."""
    if optional_identity(raw, "MasterRecordId"):
        return Removal.MERGED
    return Removal.DELETED if raw.get("IsDeleted") is True else None


def _removed_at(raw: Raw) -> Instant:
    """When a case was removed: one that is kept was closed by it, and may be changed ever after."""
    changed_at, solved_at = instant(raw, "SystemModstamp"), figures(raw).solved_at
    return changed_at if raw.get("IsDeleted") is True or solved_at is None else solved_at


def _subject(raw: Raw, reading: Reading) -> str | None:
    text = value(raw, "Subject")
    return clean(text, 255) if reading.keep_subjects and isinstance(text, str) else None
