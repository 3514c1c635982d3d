"""Pylon's issues, users and teams turned into our records. Pure.

https://docs.usepylon.com/pylon-docs/developer/api/api-reference/issues
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
from metrics.helpdesks.pylon import vocabulary
from metrics.helpdesks.reading import AccountReading
from metrics.sources.identity import fingerprint
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

VERSION: Final = 0
"""Pylon tells no version of a user: what is read last holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(AccountReading):
    """How this account wants to be read, and what its lists name; custom fields go by slug.

    Without a `category_field` an issue's type is its category. `left_out` are tags of issues that
    no figure counts. `statuses` are our words for statuses by slug, `labels` the team's; `accounts`
    are names of companies by id. `best_score` is the best a survey knows.
    """

    left_out: frozenset[str] = frozenset()
    statuses: Mapping[str, Status] = field(default_factory=lambda: vocabulary.CATEGORIES)
    labels: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    best_score: int = 5


def ticket(raw: Raw, reading: Reading) -> Ticket:
    """An issue, which goes by its number. Raises MalformedError."""
    source = clean(str(raw.get("source") or ""), 40)
    removal = _removal(raw, reading)
    return Ticket(
        id=identity(raw, "number"),
        created_at=instant(raw, "created_at"),
        changed_at=instant(raw, "updated_at"),
        status=status(raw, reading),
        status_name=status_name(raw, reading),
        channel=_channel(source, reading),
        channel_raw=source,
        priority=_priority(raw, reading),
        team=optional_identity(mapping(raw, "team"), "id"),
        agent=optional_identity(mapping(raw, "assignee"), "id"),
        category=_category(raw, reading),
        requester=optional_identity(mapping(raw, "requester"), "id"),
        subject=_subject(raw, reading),
        removal=removal,
        removed_at=_removed_at(raw, removal),
        vendor=figures(raw),
    )


def solves(raw: Raw) -> tuple[Instant | None, Instant | None]:
    """When an issue was first solved and when last, as far as Pylon tells.

    Of one that was opened again only the first may be there. Raises MalformedError.
    """
    created_at = instant(raw, "created_at")
    first, last = (
        at if (at := optional_instant(raw, name)) is not None and at >= created_at else None
        for name in ("first_resolution_time", "resolution_time")
    )
    return (last if first is None else first), last


def figures(raw: Raw) -> VendorFigures:
    """Pylon's own times, in whole minutes; its first response may be an AI agent's."""
    created_at, (first, last) = instant(raw, "created_at"), solves(raw)
    reopened = None if first is None else int(last is None or last > first)
    return VendorFigures(
        solved_at=last,
        reply_minutes=_minutes(raw, "first_response_seconds"),
        reply_business_minutes=_minutes(raw, "business_hours_first_response_seconds"),
        first_resolution_minutes=None if first is None else (first - created_at) // 60,
        resolution_minutes=_minutes(raw, "resolution_seconds"),
        resolution_business_minutes=_minutes(raw, "business_hours_resolution_seconds"),
        reopens=reopened,
        rated=True if rows(raw, "csat_responses") else None,
    )


def _minutes(raw: Raw, key: str) -> int | None:
    seconds = count(raw, key)
    return None if seconds is None else seconds // 60


def team(raw: Raw, _: Reading) -> Team:
    """A team."""
    return Team(id=identity(raw, "id"), name=clean(str(raw.get("name") or "")))


def person(raw: Raw, reading: Reading) -> Person:
    """A user; one who has left is in no list any more."""
    ident, name = identity(raw, "id"), clean(str(raw.get("name") or ""))
    robot = bool(reading.bot_users & {ident, name})
    return Person(
        id=ident,
        role=Role.BOT if robot else Role.AGENT,
        changed_at=VERSION,
        name=name,
        address="" if robot else fingerprint(str(raw.get("email") or "")),
    )


def status(raw: Raw, reading: Reading) -> Status:
    """Our word for a status, by its category; one that nobody knows is open until we learn."""
    slug = clean(str(raw.get("state") or ""), 60)
    known = reading.statuses.get(slug)
    if known is None:
        reading.unknown[f"status:{slug}"] += 1
        return Status.OPEN
    return known


def status_name(raw: Raw, reading: Reading) -> str | None:
    """The team's own word for the status."""
    return reading.labels.get(str(raw.get("state"))) or None


def tags(raw: Raw) -> frozenset[str]:
    """The tags of an issue, in small letters."""
    return frozenset(clean(str(tag)).casefold() for tag in rows(raw, "tags"))


def value(raw: Raw, slug: str) -> object:
    """What stands in a custom field: one value, or a list of several."""
    found = mapping(mapping(raw, "custom_fields"), slug)
    several = rows(found, "values")
    return list(several) if several else found.get("value")


def _channel(source: str, reading: Reading) -> Channel:
    known = vocabulary.CHANNELS.get(source)
    if known is None:
        reading.unknown[f"channel:{source}"] += 1
        return Channel.OTHER
    return known


def _priority(raw: Raw, reading: Reading) -> Priority | None:
    word = as_identity(value(raw, "priority"))
    if word is None:
        return None
    known = vocabulary.PRIORITIES.get(word.lower())
    if known is None:
        reading.unknown[f"priority:{clean(word, 40)}"] += 1
    return known


def _category(raw: Raw, reading: Reading) -> str | None:
    if not reading.category_field:
        return as_identity(raw.get("type"))
    found = value(raw, reading.category_field)
    return as_identity(found[0] if isinstance(found, list) else found)


def _removal(raw: Raw, reading: Reading) -> Removal | None:
    aside = sorted(tags(raw) & reading.left_out)
    return vocabulary.removal(aside[0]) if aside else None


def _removed_at(raw: Raw, removal: Removal | None) -> Instant | None:
    """When an issue was left out, which no later touch moves: from its creation, or its merge on.

    One that is merged is closed with it.
    """
    if removal is Removal.MERGED:
        _, solved_at = solves(raw)
        return instant(raw, "updated_at") if solved_at is None else solved_at
    return instant(raw, "created_at") if removal else None


def _subject(raw: Raw, reading: Reading) -> str | None:
    text = raw.get("title")
    return clean(text, 255) if reading.keep_subjects and isinstance(text, str) else None
