"""The way into the tables: a page of records, and the cursor that stands for it.

The rows end up the same whatever way the pages were cut, however often one was read again: a newer
version wins, of equal versions the one told last, and what is the same already is not written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy import Connection, literal, select

from metrics.store.database.rows import TABLES, StoredRecord, clean, misfit, row
from metrics.store.database.statements import (
    Row,
    chunks,
    insert_from_select,
    insert_new,
    select_in,
    upsert,
)
from metrics.store.syncs import backfill, ledger
from metrics.store.syncs.backfill import Slice
from metrics.store.tables.tickets import StaleRow, table
from metrics.store.tickets import attributes, hours
from metrics.store.tickets.roles import histories, observe, only_staff
from metrics.store.tickets.sightings import keep, seen_in
from metrics.tickets.office import DeskSchedule, ScheduleChoice
from metrics.tickets.records import (
    Event,
    Instant,
    Person,
    Rating,
    Record,
    Role,
    SlaEvent,
    Team,
    Ticket,
    Unreadable,
)

STALE = table(StaleRow)
EVENT, TICKET = TABLES[Event], TABLES[Ticket]
KEY: Final = ("source", "id")
VERSION: Final = "changed_at"


class Page(Protocol):
    """What is stored of a page; the helpdesks' own `Page` is one."""

    @property
    def records(self) -> tuple[Record, ...]: ...
    @property
    def cursor(self) -> str: ...
    @property
    def caught_up(self) -> bool: ...
    @property
    def through_at(self) -> Instant | None: ...
    @property
    def unknown(self) -> Mapping[str, int]: ...


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is new (`before` None) or not what it was."""

    before: Row | None
    after: Row

    def beyond(self, *names: str) -> bool:
        """Whether anything but these columns differs."""
        before = self.before or {}
        return any(before.get(n) != v for n, v in self.after.items() if n not in names)


def save_page(
    connection: Connection, source: str, stream: str, page: Page, part: Slice | None = None
) -> None:
    """Store a page's records and its cursor; mark the tickets that must be built again.

    The cursor is that of the stream, or of an earlier slice that the page is a part of.
    """
    people = [record for record in page.records if isinstance(record, Person)]
    rows, apart = _sorted_out(source, page.records)
    changes = {kind: _changes(connection, source, kind, rows[kind]) for kind in TABLES}
    fitting_tickets = {ticket["id"] for ticket in rows[Ticket]}
    recut = attributes.observe(
        connection,
        source,
        [r for r in page.records if isinstance(r, Ticket) and clean(r.id) in fitting_tickets],
    )
    seen = hours.observe(connection, source, rows[DeskSchedule])
    _write(connection, source, changes, seen=seen or _seen_by_readers(changes))
    fitting = {person["id"] for person in rows[Person]}
    known = [person for person in people if clean(person.id) in fitting]
    _mark(connection, source, _touched(changes) | recut)
    _mark_tickets_of(connection, source, observe(connection, source, known))
    _mark_tickets_of(connection, source, _seen_anew(connection, source, rows))
    ledger.set_aside(connection, source, stream, apart)
    ledger.note_words(connection, source, page.unknown)
    if part is not None:
        backfill.advance(connection, source, stream, part, page)
        return
    ledger.advance(
        connection,
        source,
        stream,
        page.cursor,
        caught_up=page.caught_up,
        through_at=page.through_at,
    )


def _seen_anew(
    connection: Connection, source: str, rows: Mapping[type[StoredRecord], Sequence[Row]]
) -> set[str]:
    """Those of whom the rows show more than was known, and who may be called customers."""
    changed = keep(connection, source, seen_in(rows.get(Ticket, ()), rows.get(Event, ())))
    told = histories(connection, source, changed)
    return {person for person in changed if not only_staff(told.get(person, ()))}


def mark_all(connection: Connection, source: str) -> None:
    """Ask for all timelines of a source to be built again."""
    tickets = select(TICKET.c.source, TICKET.c.id).where(TICKET.c.source == source)
    insert_from_select(connection, STALE, ("source", "ticket"), tickets)


def _sorted_out(
    source: str, records: Iterable[Record]
) -> tuple[dict[type[StoredRecord], list[Row]], dict[str, Unreadable | None]]:
    """The rows of each kind, and by id what is set aside, or None where it could be read."""
    rows: dict[type[StoredRecord], list[Row]] = defaultdict(list)
    apart: dict[str, Unreadable | None] = {}
    for record in records:
        if isinstance(record, Unreadable):
            apart[clean(record.id)] = record
            continue
        made = row(source, record)
        reason = misfit(made)
        apart[made["id"]] = Unreadable(id=record.id, reason=reason) if reason else None
        if not reason:
            rows[type(record)].append(made)
    return rows, apart


def _changes(
    connection: Connection, source: str, kind: type[StoredRecord], rows: Sequence[Row]
) -> list[Change]:
    """What the rows, taken one after the other, change."""
    if not rows:
        return []
    table = TABLES[kind]
    wanted = select(*(table.c[name] for name in rows[0])).where(table.c.source == source)
    ids = {told["id"] for told in rows}
    before = {old["id"]: dict(old) for old in select_in(connection, wanted, table.c.id, ids)}
    after = dict(before)
    for told in rows:
        current = after.get(told["id"])
        if current is None or told.get(VERSION, 0) >= current.get(VERSION, 0):
            after[told["id"]] = told
    changes = (Change(before.get(id), last) for id, last in sorted(after.items()))
    return [change for change in changes if change.before != change.after]


def _write(
    connection: Connection,
    source: str,
    changes: Mapping[type[StoredRecord], Sequence[Change]],
    *,
    seen: bool,
) -> None:
    """Write what is not as it was; `seen`: readers must look again."""
    after = {kind: [change.after for change in found] for kind, found in changes.items()}
    if seen:
        revision = ledger.next_revision(connection, source)
        after[Rating] = [rating | {"revision": revision} for rating in after[Rating]]
    for kind, rows in after.items():
        version = VERSION if VERSION in TABLES[kind].c else ""
        upsert(connection, TABLES[kind], rows, KEY, version)


def _seen_by_readers(changes: Mapping[type[StoredRecord], Sequence[Change]]) -> bool:
    """Whether readers must look again although no timeline changes: for ratings, say, or names."""
    named = any(change.after["role"] != Role.CUSTOMER for change in changes[Person])
    return named or any(changes[kind] for kind in (Rating, Team, ScheduleChoice))


def _touched(changes: Mapping[type[StoredRecord], Sequence[Change]]) -> set[str]:
    """The tickets that are not what they were; a newer version of the same is no change."""
    touched = {change.after["id"] for change in changes[Ticket] if change.beyond(VERSION)}
    for change in (*changes[Event], *changes[SlaEvent]):
        touched.add(change.after["ticket"])
        if change.before is not None:
            touched.add(change.before["ticket"])
    return touched


def _mark(connection: Connection, source: str, tickets: Iterable[str]) -> None:
    rows = ({"source": source, "ticket": ticket} for ticket in sorted(tickets))
    insert_new(connection, STALE, rows)


def _mark_tickets_of(connection: Connection, source: str, people: Iterable[str]) -> None:
    """Mark the tickets that these people wrote on or opened."""
    for chunk in chunks(sorted(people)):
        written = select(literal(source), EVENT.c.ticket).where(
            EVENT.c.source == source, EVENT.c.actor.in_(chunk)
        )
        opened = select(literal(source), TICKET.c.id).where(
            TICKET.c.source == source, TICKET.c.submitter.in_(chunk)
        )
        for tickets in (written, opened):
            insert_from_select(connection, STALE, ("source", "ticket"), tickets)
