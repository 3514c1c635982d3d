"""The way into the tables: a page of records, and the cursor that stands for it.

The rows end up the same whatever way the pages were cut, however often one was read again: a newer
version wins, of equal versions the one told last, and what is the same already is not written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Protocol

from sqlalchemy import Connection, literal, select

from metrics.store.database.rows import TABLES, StoredRecord, clean
from metrics.store.database.statements import (
    Row,
    chunks,
    insert_from_select,
    insert_new,
    select_in,
    upsert,
)
from metrics.store.syncs import aside, backfill, ledger, wanted
from metrics.store.syncs.backfill import Slice
from metrics.store.syncs.knowledge import observes
from metrics.store.tables.tickets import StaleRow, table
from metrics.store.tickets import attributes, hours
from metrics.store.tickets.observed import observed_changes
from metrics.store.tickets.readings import AS_USUAL, VERSION, Reading
from metrics.store.tickets.removals import removed_rows
from metrics.store.tickets.roles import histories, observe, only_staff
from metrics.store.tickets.sightings import add, ai_agents, first_plain, sightings_in
from metrics.store.tickets.tombstones import veil
from metrics.tickets.office import DeskSchedule, ScheduleChoice
from metrics.tickets.records import (
    Call,
    Event,
    Handling,
    Instant,
    Person,
    Rating,
    Record,
    Removed,
    Role,
    SlaEvent,
    Team,
    Ticket,
)

STALE = table(StaleRow)
EVENT, TICKET = TABLES[Event], TABLES[Ticket]
KEY: Final = ("source", "id")


class Records(Protocol):
    """What is stored of a page, or of the details of tickets."""

    @property
    def records(self) -> tuple[Record, ...]: ...
    @property
    def unknown(self) -> Mapping[str, int]: ...


class RecordPage(Records, Protocol):
    """A page of a stream; the helpdesks' own `Page` is one."""

    @property
    def cursor(self) -> str: ...
    @property
    def caught_up(self) -> bool: ...
    @property
    def through_at(self) -> Instant | None: ...


class RowChange(NamedTuple):
    """A row that is new (`before` None) or not what it was."""

    before: Row | None
    after: Row

    def beyond(self, *names: str) -> bool:
        """Whether anything but these columns differs."""
        before = self.before or {}
        return any(before.get(n) != v for n, v in self.after.items() if n not in names)


def save_page(  # noqa: PLR0913 - a page, and all that it moves
    connection: Connection,
    source: str,
    stream: str,
    page: RecordPage,
    part: Slice | None = None,
    children: Collection[str] = (),
    *,
    reading: Reading = AS_USUAL,
) -> None:
    """Store a page's records and its cursor; mark the tickets that must be built again.

    The cursor is that of the stream, or of an earlier slice that the page is a part of. Tickets
    that have changed are wanted by the `children`.
    """
    newer_tickets = save_records(connection, source, stream, page, reading)
    wanted.want(connection, source, children, newer_tickets)
    if part is not None:
        backfill.advance(connection, source, stream, part, page)
        if part.ends_with(page):
            _mark_promised(connection, source, part)
        return
    ledger.advance(
        connection,
        source,
        stream,
        page.cursor,
        caught_up=page.caught_up,
        through_at=page.through_at,
    )


def save_records(
    connection: Connection, source: str, stream: str, page: Records, reading: Reading = AS_USUAL
) -> dict[str, Instant]:
    """Store records; mark the tickets that must be built again.

    Returns the tickets that are there, and new or of a newer version, by when they had changed.
    """
    people = [record for record in page.records if isinstance(record, Person)]
    removed = [record for record in page.records if isinstance(record, Removed)]
    rows, unreadable = reading.sort_out(source, page.records)
    veil(connection, source, rows)
    rows[Ticket] += removed_rows(connection, source, removed, rows[Ticket])
    tickets = _changes(connection, source, Ticket, rows[Ticket], reading)
    rows[Event] += _observed(connection, source, tickets)
    changes = {
        kind: tickets if kind is Ticket else _changes(connection, source, kind, rows[kind], reading)
        for kind in TABLES
    }
    fitting_tickets = {ticket["id"] for ticket in rows[Ticket]}
    recut_tickets = attributes.observe(
        connection,
        source,
        [r for r in page.records if isinstance(r, Ticket) and clean(r.id) in fitting_tickets],
    )
    has_new_hours = hours.observe(connection, source, rows[DeskSchedule])
    for_readers = has_new_hours or _concerns_readers(changes)
    _write(connection, source, changes, reading, for_readers=for_readers)
    fitting_ids = {person["id"] for person in rows[Person]}
    fitting_people = [person for person in people if clean(person.id) in fitting_ids]
    _mark(connection, source, _changed_tickets(changes) | recut_tickets)
    _mark_tickets_of(connection, source, observe(connection, source, fitting_people))
    _mark_tickets_of(connection, source, _people_seen_anew(connection, source, rows))
    aside.set_aside(connection, source, stream, unreadable)
    ledger.note_words(connection, source, page.unknown)
    return _newer_tickets(changes[Ticket])


def _observed(connection: Connection, source: str, tickets: Iterable[RowChange]) -> list[Row]:
    """The events of tickets whose changes no helpdesk tells, where this one does not."""
    versions = [(change.before, change.after) for change in tickets]
    if not versions or not observes(connection, source):
        return []
    connected_at = ledger.source(connection, source).connected_at or 0
    return list(observed_changes(versions, connected_at))


def _newer_tickets(changes: Iterable[RowChange]) -> dict[str, Instant]:
    """Those that are there, and new, of another version or there again."""
    return {
        change.after["id"]: change.after[VERSION]
        for change in changes
        if change.after["removal"] is None
        and any((change.before or {}).get(n, n) != change.after[n] for n in (VERSION, "removal"))
    }


def _mark_promised(connection: Connection, source: str, part: Slice) -> None:
    """Mark the tickets of whose promises a slice tells, which counts only now that it has ended."""
    event = TABLES[SlaEvent]
    within = (event.c.at >= part.start_at) & (event.c.at < part.end_at)
    tickets = select(event.c.source, event.c.ticket).distinct().where(event.c.source == source)
    insert_from_select(connection, STALE, ("source", "ticket"), tickets.where(within))


def _people_seen_anew(
    connection: Connection, source: str, rows: Mapping[type[StoredRecord], Sequence[Row]]
) -> set[str]:
    """Those of whom the rows show more than was known, so that they may be somebody else now."""
    events = rows.get(Event, ())
    sightings = sightings_in(rows.get(Ticket, ()), events)
    robots_before = ai_agents(connection, source, sightings)
    new_sightings = add(connection, source, sightings)
    robots = ai_agents(connection, source, new_sightings)
    known_histories = histories(connection, source, new_sightings)
    doubtful = {p for p in new_sightings if not only_staff(known_histories.get(p, ()))}
    turned = robots ^ (robots_before & set(new_sightings))
    return doubtful | turned | first_plain(connection, source, events)


def mark_all(connection: Connection, source: str) -> None:
    """Ask for all timelines of a source to be built again."""
    tickets = select(TICKET.c.source, TICKET.c.id).where(TICKET.c.source == source)
    insert_from_select(connection, STALE, ("source", "ticket"), tickets)


def _changes(
    connection: Connection,
    source: str,
    kind: type[StoredRecord],
    rows: Sequence[Row],
    reading: Reading,
) -> list[RowChange]:
    """What the rows, taken one after the other, change."""
    if not rows:
        return []
    table = TABLES[kind]
    query = select(*(table.c[name] for name in rows[0])).where(table.c.source == source)
    ids = {new["id"] for new in rows}
    before = {old["id"]: old for old in select_in(connection, query, table.c.id, ids)}
    after = dict(before)
    for new in rows:
        current = after.get(new["id"])
        if current is None or reading.counts(current, new):
            after[new["id"]] = reading.ticket(current, new) if kind is Ticket else new
    changes = (RowChange(before.get(id), last) for id, last in sorted(after.items()))
    return [change for change in changes if change.before != change.after]


def _write(
    connection: Connection,
    source: str,
    changes: Mapping[type[StoredRecord], Sequence[RowChange]],
    reading: Reading,
    *,
    for_readers: bool,
) -> None:
    """Write what is not as it was; `for_readers`: readers must look again."""
    after = {
        kind: [change.after for change in kind_changes] for kind, kind_changes in changes.items()
    }
    if for_readers:
        revision = ledger.next_revision(connection, source)
        after[Rating] = [rating | {"revision": revision} for rating in after[Rating]]
    for kind, rows in after.items():
        heals = any(reading.is_no_version(each.before) for each in changes[kind] if each.before)
        version = VERSION if VERSION in TABLES[kind].c and not heals else ""
        upsert(connection, TABLES[kind], rows, KEY, version)


def _concerns_readers(changes: Mapping[type[StoredRecord], Sequence[RowChange]]) -> bool:
    """Whether readers must look again although no timeline changes: for ratings, say, or names."""
    has_staff = any(change.after["role"] != Role.CUSTOMER for change in changes[Person])
    kinds = (Rating, Team, ScheduleChoice, Call, Handling)
    return has_staff or any(changes[kind] for kind in kinds)


def _changed_tickets(changes: Mapping[type[StoredRecord], Sequence[RowChange]]) -> set[str]:
    """The tickets that are not what they were; a newer version of the same is no change."""
    ids = {change.after["id"] for change in changes[Ticket] if change.beyond(VERSION)}
    for change in (*changes[Event], *changes[SlaEvent]):
        ids.add(change.after["ticket"])
        if change.before is not None:
            ids.add(change.before["ticket"])
    return ids


def _mark(connection: Connection, source: str, tickets: Iterable[str]) -> None:
    rows = ({"source": source, "ticket": ticket} for ticket in sorted(tickets))
    insert_new(connection, STALE, rows)


def _mark_tickets_of(connection: Connection, source: str, people: Iterable[str]) -> None:
    """Mark the tickets that these people wrote on or opened."""
    for chunk in chunks(sorted(people)):
        by_actor = select(literal(source), EVENT.c.ticket).where(
            EVENT.c.source == source, EVENT.c.actor.in_(chunk)
        )
        by_submitter = select(literal(source), TICKET.c.id).where(
            TICKET.c.source == source, TICKET.c.submitter.in_(chunk)
        )
        for tickets in (by_actor, by_submitter):
            insert_from_select(connection, STALE, ("source", "ticket"), tickets)
