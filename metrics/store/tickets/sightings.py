"""Who was seen as staff, and when: kept beside what the helpdesk tells of roles today.

Agents who leave become customers, or are told of no more; what they wrote was written by staff all
the same. A sighting is kept as the time from the first of its kind to the last, so that it is the
same in whatever order the pages come.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from sqlalchemy import Connection, select

from metrics.store.database.rows import clean
from metrics.store.database.statements import Row, select_in, upsert
from metrics.store.tables.tickets import SightingRow, table
from metrics.tickets.records import EventKind, Field, Instant, Role

SIGHTING = table(SightingRow)
KEY = ("source", "person", "kind")


class Evidence(StrEnum):
    """By what somebody was seen as staff.

    GIVEN: a ticket was given to them then. WROTE: by the helpdesk's word they wrote as an agent.
    HAD: they have or had a ticket, and nobody knows since when.
    """

    GIVEN = "given"
    WROTE = "wrote"
    HAD = "had"


class Sighting(NamedTuple):
    """From the first to the last time that somebody was seen as staff by a kind of evidence."""

    kind: Evidence
    first_at: Instant
    last_at: Instant


Sightings: TypeAlias = tuple[Sighting, ...]


def seen_in(tickets: Iterable[Row], events: Iterable[Row]) -> dict[str, Sightings]:
    """Whom these rows show as staff."""
    seen: dict[str, list[Sighting]] = defaultdict(list)
    for row in tickets:
        if row["agent"] is not None:
            seen[row["agent"]].append(_at(Evidence.HAD, row["created_at"]))
    for row in events:
        at = row["at"]
        if row["field"] == Field.AGENT:
            if row["new"] is not None:
                seen[row["new"]].append(_at(Evidence.GIVEN, at))
            if row["old"] is not None:
                seen[row["old"]].append(_at(Evidence.HAD, at))
        elif row["kind"] == EventKind.MESSAGE and row["author"] == Role.AGENT and row["actor"]:
            seen[row["actor"]].append(_at(Evidence.WROTE, at))
    return {person: together(found) for person, found in seen.items()}


def _at(kind: Evidence, at: Instant) -> Sighting:
    return Sighting(kind, at, at)


def together(sightings: Iterable[Sighting]) -> Sightings:
    """The same, one of each kind."""
    found: dict[Evidence, Sighting] = {}
    for one in sightings:
        known = found.get(one.kind, one)
        first, last = min(known.first_at, one.first_at), max(known.last_at, one.last_at)
        found[one.kind] = Sighting(one.kind, first, last)
    return tuple(found[kind] for kind in sorted(found))


def sightings(connection: Connection, source: str, people: Iterable[str]) -> dict[str, Sightings]:
    """What these people were seen as staff by."""
    wanted = select(SIGHTING).where(SIGHTING.c.source == source)
    found: dict[str, list[Sighting]] = defaultdict(list)
    for row in select_in(connection, wanted, SIGHTING.c.person, people):
        found[row["person"]].append(
            Sighting(Evidence(row["kind"]), row["first_at"], row["last_at"])
        )
    return {person: together(them) for person, them in found.items()}


def keep(
    connection: Connection, source: str, seen: Mapping[str, Sightings]
) -> dict[str, Sightings]:
    """Add to what is known; returns all that is known of those of whom something is new."""
    before = sightings(connection, source, seen)
    after = {p: together((*before.get(p, ()), *found)) for p, found in seen.items()}
    changed = {person: found for person, found in after.items() if found != before.get(person)}
    rows: Sequence[Row] = [
        {"source": source, "person": clean(person), **one._asdict(), "kind": str(one.kind)}
        for person, found in changed.items()
        for one in found
    ]
    upsert(connection, SIGHTING, rows, KEY)
    return changed
