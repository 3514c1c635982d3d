"""Who was seen as staff, and when: kept beside what the helpdesk tells of roles today.

Agents who leave become customers, or are told of no more; what they wrote was written by staff all
the same. A sighting is kept as the time from the first of its kind to the last, so that it is the
same in whatever order the pages come.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from sqlalchemy import Connection, func, select

from metrics.store.database.rows import clean
from metrics.store.database.statements import Row, select_in, upsert
from metrics.store.tables.tickets import EventRow, SightingRow, table
from metrics.tickets.records import EventKind, Field, Instant, Role

SIGHTING, EVENT = table(SightingRow), table(EventRow)
_IS_PLAIN = (
    (EVENT.c.kind == EventKind.MESSAGE) & EVENT.c.author.is_(None) & EVENT.c.automated.is_(False)
)
"""What somebody said of which the helpdesk does not say that an agent or an AI agent did."""
KEY = ("source", "person", "kind")


class Evidence(StrEnum):
    """By what somebody was seen as staff.

    GIVEN: a ticket was given to them then. WROTE: by the helpdesk's word they wrote as an agent.
    HAD: they have or had a ticket, and nobody knows since when. AI: by the helpdesk's word they
    wrote as an AI agent.
    """

    GIVEN = "given"
    WROTE = "wrote"
    HAD = "had"
    AI = "ai"


_AUTHORS: Final = {Role.AGENT: Evidence.WROTE, Role.BOT: Evidence.AI}


class Sighting(NamedTuple):
    """From the first to the last time that somebody was seen as staff by a kind of evidence."""

    kind: Evidence
    first_at: Instant
    last_at: Instant


Sightings: TypeAlias = tuple[Sighting, ...]


def sightings_in(tickets: Iterable[Row], events: Iterable[Row]) -> dict[str, Sightings]:
    """Whom these rows show as staff."""
    times: dict[tuple[str, Evidence], list[Instant]] = defaultdict(list)
    for row in tickets:
        if row["agent"] is not None:
            times[row["agent"], Evidence.HAD].append(row["created_at"])
    for person, kind, at in _seen(events):
        if person:
            times[person, kind].append(at)
    by_person: dict[str, list[Sighting]] = defaultdict(list)
    for (person, kind), instants in times.items():
        by_person[person].append(Sighting(kind, min(instants), max(instants)))
    return {person: merge(sightings) for person, sightings in by_person.items()}


def _seen(events: Iterable[Row]) -> Iterator[tuple[str | None, Evidence, Instant]]:
    """Who was seen by these events, by what, and when."""
    for row in events:
        if row["field"] == Field.AGENT:
            yield row["new"], Evidence.GIVEN, row["at"]
            yield row["old"], Evidence.HAD, row["at"]
        elif row["author"] in _AUTHORS and row["kind"] == EventKind.MESSAGE:
            yield row["actor"], _AUTHORS[row["author"]], row["at"]


def merge(sightings: Iterable[Sighting]) -> Sightings:
    """The same, one of each kind."""
    merged_by_kind: dict[Evidence, Sighting] = {}
    for each in sightings:
        before = merged_by_kind.get(each.kind, each)
        first, last = min(before.first_at, each.first_at), max(before.last_at, each.last_at)
        merged_by_kind[each.kind] = Sighting(each.kind, first, last)
    return tuple(merged_by_kind[kind] for kind in sorted(merged_by_kind))


def sightings(connection: Connection, source: str, people: Iterable[str]) -> dict[str, Sightings]:
    """What these people were seen as staff by."""
    query = select(SIGHTING).where(SIGHTING.c.source == source)
    by_person: dict[str, list[Sighting]] = defaultdict(list)
    for row in select_in(connection, query, SIGHTING.c.person, people):
        by_person[row["person"]].append(
            Sighting(Evidence(row["kind"]), row["first_at"], row["last_at"])
        )
    return {person: merge(sightings) for person, sightings in by_person.items()}


def ai_agents(connection: Connection, source: str, people: Iterable[str]) -> set[str]:
    """Who of these is an AI agent by what the helpdesk says of their messages.

    Whoever also wrote as an agent, or said anything that it does not call an AI agent's, is a
    person in whose name an AI agent has written.
    """
    candidates = _only_ai(connection, source, people)
    query = select(EVENT.c.actor).where(EVENT.c.source == source, _IS_PLAIN).distinct()
    speakers = {row["actor"] for row in select_in(connection, query, EVENT.c.actor, candidates)}
    return candidates - speakers


def first_plain(connection: Connection, source: str, events: Iterable[Row]) -> set[str]:
    """Who was taken for an AI agent until these messages, which are stored by now."""
    counts = Counter(
        row["actor"]
        for row in events
        if row["kind"] == EventKind.MESSAGE and row["author"] is None and not row["automated"]
    )
    candidates = _only_ai(connection, source, [actor for actor in counts if actor])
    count = func.count().label("count")
    query = select(EVENT.c.actor, count).where(EVENT.c.source == source, _IS_PLAIN)
    query = query.group_by(EVENT.c.actor)
    rows = select_in(connection, query, EVENT.c.actor, candidates)
    stored = {row["actor"]: row["count"] for row in rows}
    return {actor for actor in candidates if stored.get(actor, 0) <= counts[actor]}


def _only_ai(connection: Connection, source: str, people: Iterable[str]) -> set[str]:
    """Who of these was seen as an AI agent and never as another one."""
    query = select(SIGHTING.c.person, SIGHTING.c.kind).where(
        SIGHTING.c.source == source, SIGHTING.c.kind.in_((Evidence.AI, Evidence.WROTE))
    )
    kinds: dict[str, set[str]] = defaultdict(set)
    for row in select_in(connection, query, SIGHTING.c.person, people):
        kinds[row["person"]].add(row["kind"])
    return {person for person, each in kinds.items() if each == {Evidence.AI}}


def add(
    connection: Connection, source: str, new_sightings: Mapping[str, Sightings]
) -> dict[str, Sightings]:
    """Add to what is known; returns all that is known of those of whom something is new."""
    before = sightings(connection, source, new_sightings)
    after = {p: merge((*before.get(p, ()), *kinds)) for p, kinds in new_sightings.items()}
    changes = {person: kinds for person, kinds in after.items() if kinds != before.get(person)}
    rows: Sequence[Row] = [
        {"source": source, "person": clean(person), **each._asdict(), "kind": str(each.kind)}
        for person, kinds in changes.items()
        for each in kinds
    ]
    upsert(connection, SIGHTING, rows, KEY)
    return changes
