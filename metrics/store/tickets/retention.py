"""Tickets that are kept no longer: which they are, what goes with them, and where knowledge begins.

What was done with before an instant goes, some tickets a transaction. From before the first of
them on nothing is told any more of the time before, so that no figure is made of a rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, Table, delete, exists, or_, select, update
from sqlmodel import SQLModel

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import new_holder
from metrics.store.database.statements import KEYS_AT_ONCE
from metrics.store.syncs import ledger
from metrics.store.syncs.lease import Lease
from metrics.store.syncs.ledger import SOURCE, STREAM
from metrics.store.tables.files import (
    FILE_TABLES,
    CallRow,
    ChurnRow,
    HandlingRow,
    ReviewRow,
    SessionRow,
    ShiftRow,
    SurveyRow,
)
from metrics.store.tables.hours import ScheduleChoiceRow
from metrics.store.tables.ledger import UnreadableRow, WantedRow
from metrics.store.tables.people import TakeRow
from metrics.store.tables.service_levels import SlaEventRow, SlaStretchRow
from metrics.store.tables.tickets import (
    AttributeRow,
    EventRow,
    PersonRow,
    RatingRow,
    RoleRow,
    SightingRow,
    SolveRow,
    SpanRow,
    StaleRow,
    TicketRow,
    TimelineRow,
    WaitRow,
    table,
)
from metrics.store.tickets.timelines import STREAM as TIMELINES
from metrics.tickets.records import Instant, Role, Status

DAY_SECONDS: Final = 86_400
LEASE_SECONDS: Final = 300
TICKET, TIMELINE, EVENT = table(TicketRow), table(TimelineRow), table(EventRow)
RATING, STALE, WANTED = table(RatingRow), table(StaleRow), table(WantedRow)
PERSON, SIGHTING, ASIDE = table(PersonRow), table(SightingRow), table(UnreadableRow)


def _tables(*models: type[SQLModel]) -> tuple[Table, ...]:
    return tuple(table(model) for model in models)


PIECES: Final = _tables(SpanRow, WaitRow, SolveRow, SlaStretchRow)
"""By the key of a ticket; they go before its timeline, which goes before the ticket."""
BESIDE: Final = _tables(
    *(EventRow, AttributeRow, RatingRow, SlaEventRow, ScheduleChoiceRow),
    *(HandlingRow, CallRow, TakeRow, WantedRow, StaleRow),
)
"""By the source and the number of a ticket."""
ROLE = table(RoleRow)
OF_CONTACTS: Final = _tables(
    SurveyRow, ReviewRow, HandlingRow, ShiftRow, SessionRow, ChurnRow, CallRow
)
"""What files tell of single tickets, customers and agents; costs, say, tell of nobody."""
SOLVED: Final = tuple(status.value for status in Status if not status.unsolved)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """How many tickets went, rows of files, and customers of whom no ticket is left."""

    tickets: int = 0
    rows: int = 0
    customers: int = 0


def edge(now: Instant, days: int) -> Instant:
    """The first instant that tickets of so many days are kept from: a day begins then, in UTC."""
    return (now - days * DAY_SECONDS) // DAY_SECONDS * DAY_SECONDS


def delete_old(
    store: Store, source: str, kept_from_at: Instant, clock: Callable[[], Instant]
) -> Deletion | None:
    """Delete what a source told and what was done with before an instant.

    None where somebody syncs the source just now: then nothing is deleted. Raises StoreError.
    """
    with store.read() as connection:
        known = ledger.source(connection, source)
    if not _concerns(source) or (known.kept_from_at or kept_from_at - 1) >= kept_from_at:
        return Deletion()
    lease = Lease(
        store=store, source=source, holder=new_holder(), clock=clock, seconds=LEASE_SECONDS
    )
    if not lease.claim():
        return None
    try:
        return _delete(lease, known, kept_from_at)
    finally:
        with suppress(StoreError):  # it lapses by itself
            lease.release()


def _concerns(source: str) -> bool:
    """Whether a source tells of single tickets, customers or agents at an instant."""
    if not ledger.is_file(source):
        return True
    return FILE_TABLES[source.removeprefix(ledger.FILES)].table in OF_CONTACTS


def _delete(lease: Lease, known: ledger.Source, kept_from_at: Instant) -> Deletion:
    """First nothing is told of it any more; that all of it is gone is said last."""
    with lease.write() as connection:
        _move_edge(connection, known.name, kept_from_at)
    if known.helpdesk:
        tickets = sum(_tickets(lease, kept_from_at))
        rows = sum(_rows_without_ticket(lease, kept_from_at))
        deletion = Deletion(tickets=tickets, rows=rows, customers=sum(_customers(lease)))
    else:
        deletion = Deletion(rows=sum(_rows_of_file(lease, kept_from_at)))
    with lease.write() as connection:
        here = update(SOURCE).where(SOURCE.c.name == known.name)
        connection.execute(here.values(kept_from_at=kept_from_at))
        ledger.next_revision(connection, known.name)
    return deletion


def _move_edge(connection: Connection, source: str, at: Instant) -> None:
    """Know nothing of a source, and read nothing, from before an instant."""
    for name in ("since_at", "wanted_at"):
        earlier = (SOURCE.c.name == source) & (SOURCE.c[name] < at)
        connection.execute(update(SOURCE).where(earlier).values({name: at}))
    for name in ("since_at", "from_at", "back_at"):
        before = (STREAM.c.source == source) & (STREAM.c[name] < at)
        connection.execute(update(STREAM).where(before).values({name: at}))
    slices = (STREAM.c.source == source) & (STREAM.c.from_at <= at)
    none = dict.fromkeys(("back_at", "back_cursor", "back_through_at"))
    connection.execute(update(STREAM).where(slices).values(none))


def _tickets(lease: Lease, before: Instant) -> Iterator[int]:
    """Delete tickets that were done with, and all that belongs to them; yields how many."""
    source = lease.source
    done = or_(TICKET.c.removal.is_not(None), TICKET.c.status.in_(SOLVED))
    query = select(TICKET.c.key, TICKET.c.id).where(
        TICKET.c.source == source,
        TICKET.c.changed_at < before,
        done,
        ~_has(EVENT, EVENT.c.at >= before),
        ~_has(RATING, RATING.c.changed_at >= before),
        ~_has(STALE),
    )
    while True:
        with lease.write() as connection:
            rows = connection.execute(query.limit(KEYS_AT_ONCE)).all()
            _delete_tickets(connection, source, [row[0] for row in rows], [row[1] for row in rows])
        if not rows:
            return
        yield len(rows)


def _has(other: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    own = (other.c.source == TICKET.c.source) & (other.c.ticket == TICKET.c.id)
    return exists().where(own, *conditions)


def _delete_tickets(
    connection: Connection, source: str, keys: Sequence[int], ids: Sequence[str]
) -> None:
    for piece in (*PIECES, TIMELINE):
        connection.execute(delete(piece).where(piece.c.ticket.in_(keys)))
    for other in BESIDE:
        own = (other.c.source == source) & other.c.ticket.in_(ids)
        connection.execute(delete(other).where(own))
    untold = (ASIDE.c.source == source) & (ASIDE.c.stream == TIMELINES) & ASIDE.c.id.in_(ids)
    connection.execute(delete(ASIDE).where(untold))
    connection.execute(delete(TICKET).where(TICKET.c.key.in_(keys)))


def _rows_without_ticket(lease: Lease, before: Instant) -> Iterator[int]:
    """Delete what a helpdesk told of contacts whose ticket is none that is known."""
    for kind in ("handling", "calls"):
        rows = FILE_TABLES[kind].table
        theirs = (TICKET.c.source == rows.c.source) & (TICKET.c.id == rows.c.ticket)
        alone = ~exists().where(theirs)
        yield from _by_id(lease, rows, (rows.c.ended_at < before) & alone)


def _rows_of_file(lease: Lease, before: Instant) -> Iterator[int]:
    kind = FILE_TABLES[lease.source.removeprefix(ledger.FILES)]
    assert kind.at is not None
    yield from _by_id(lease, kind.table, kind.table.c[kind.at] < before)


def _customers(lease: Lease) -> Iterator[int]:
    """Delete customers of whom no ticket is left."""
    theirs = TICKET.c.source == lease.source
    alone = select(PERSON.c.id).where(
        PERSON.c.source == lease.source, PERSON.c.role == Role.CUSTOMER.value
    )
    wrote = (EVENT.c.source == PERSON.c.source) & (EVENT.c.actor == PERSON.c.id)
    seen = (SIGHTING.c.source == PERSON.c.source) & (SIGHTING.c.person == PERSON.c.id)
    query = alone.where(~exists().where(wrote), ~exists().where(seen)).except_(
        select(TICKET.c.requester).where(theirs), select(TICKET.c.submitter).where(theirs)
    )
    with lease.store.read() as connection:
        ids = connection.execute(query).scalars().all()
    for start in range(0, len(ids), KEYS_AT_ONCE):
        some = ids[start : start + KEYS_AT_ONCE]
        with lease.write() as connection:
            roles = (ROLE.c.source == lease.source) & ROLE.c.person.in_(some)
            connection.execute(delete(ROLE).where(roles))
            own = (PERSON.c.source == lease.source) & PERSON.c.id.in_(some)
            connection.execute(delete(PERSON).where(own))
        yield len(some)


def _by_id(lease: Lease, rows: Table, where: ColumnElement[bool]) -> Iterator[int]:
    query = select(rows.c.id).where(rows.c.source == lease.source, where).limit(KEYS_AT_ONCE)
    while True:
        with lease.write() as connection:
            ids = connection.execute(query).scalars().all()
            own = (rows.c.source == lease.source) & rows.c.id.in_(ids)
            connection.execute(delete(rows).where(own))
        if not ids:
            return
        yield len(ids)
