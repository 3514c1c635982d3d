"""Building again the timelines of tickets that are not what they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Final

from sqlalchemy import Connection, delete, func, select, update

from metrics.store.database.rows import NAMES as RECORD_NAMES
from metrics.store.database.rows import TABLES, event, ticket
from metrics.store.database.statements import (
    Row,
    chunks,
    insert_all,
    insert_from_select,
    select_in,
)
from metrics.store.syncs import aside, ledger
from metrics.store.syncs.knowledge import counts_from, history_read_from
from metrics.store.tables.tickets import SolveRow, SpanRow, StaleRow, TimelineRow, WaitRow, table
from metrics.store.tickets import sla_stretches
from metrics.store.tickets.pages import mark_all
from metrics.store.tickets.roles import role_lookup
from metrics.tickets.pieces import Solve, Span, Timeline, Wait
from metrics.tickets.records import Event, Field, Instant, Ticket, Unreadable
from metrics.tickets.story import ALWAYS
from metrics.tickets.timeline import VERSION, timeline

STALE, TIMELINE = table(StaleRow), table(TimelineRow)
PIECES: Final = {"spans": table(SpanRow), "waits": table(WaitRow), "solves": table(SolveRow)}
NAMES: Final = {
    name: tuple(field.name for field in fields(kind))
    for name, kind in {"spans": Span, "waits": Wait, "solves": Solve}.items()
}
INSTANTS: Final = tuple(f.name for f in fields(Timeline) if f.name in TIMELINE.c)
_VALUES: Final = {name: attrgetter(*names) for name, names in NAMES.items()}
_INSTANTS_OF: Final = attrgetter(*INSTANTS)
TICKETS_OWN: Final = tuple(
    column.name for column in TIMELINE.c if column.name not in {*INSTANTS, "ticket", "revision"}
)
STRETCHES: Final = "stretches"
STREAM: Final = "timelines"
"""Under this name tickets are set aside whose events tell no story."""


@dataclass(frozen=True, slots=True)
class TimelineBatch:
    """The timelines of some tickets, ready to be stored. `apart`: by ticket, why there is none."""

    tickets: tuple[str, ...]
    keys: tuple[int, ...]
    rows: Mapping[str, list[Row]]
    apart: Mapping[str, Unreadable | None]


def pending(connection: Connection, source: str) -> int:
    """How many tickets wait for their timeline."""
    query = select(func.count()).select_from(STALE).where(STALE.c.source == source)
    return int(connection.execute(query).scalar_one())


def mark_outdated(connection: Connection, source: str) -> None:
    """Mark tickets whose timelines would be built otherwise now.

    All of them where there is another way to build them, else those that began before a history
    that reaches back further by now.
    """
    moved_at = ledger.source(connection, source).follows_at
    since_at = max(history_read_from(connection, source), moved_at or ALWAYS)
    older = (TIMELINE.c.source == source) & (TIMELINE.c.known_from_at > since_at)
    ticket = TABLES[Ticket]
    half = select(ticket.c.source, ticket.c.id).join(TIMELINE, TIMELINE.c.ticket == ticket.c.key)
    insert_from_select(connection, STALE, ("source", "ticket"), half.where(older))
    if ledger.source(connection, source).timeline_version == VERSION:
        return
    mark_all(connection, source)
    here = ledger.SOURCE.c.name == source
    connection.execute(update(ledger.SOURCE).where(here).values(timeline_version=VERSION))


def build(connection: Connection, source: str, limit: int) -> TimelineBatch:
    """Build the timelines of the next tickets that wait; only reads."""
    query = select(STALE.c.ticket).where(STALE.c.source == source).order_by(STALE.c.ticket)
    ids = tuple(connection.execute(query.limit(limit)).scalars())
    ticket_query = select(TABLES[Ticket]).where(TABLES[Ticket].c.source == source)
    rows = list(select_in(connection, ticket_query, TABLES[Ticket].c.id, ids))
    since_at = history_read_from(connection, source)
    events = _events(connection, source, ids, counts_from(connection, source))
    roles = role_lookup(connection, source, _people(rows, events))
    moved_at = ledger.source(connection, source).follows_at
    edges = since_at, ALWAYS if moved_at is None else moved_at
    rows_by_name: dict[str, list[Row]] = defaultdict(list)
    unreadable: dict[str, Unreadable | None] = {}
    done_at: dict[str, Instant | None] = {}
    for row in rows:
        try:
            story = [event(each) for each in events[row["id"]]]
            timeline_of_row = timeline(ticket(row), story, roles, *edges)
            _add(rows_by_name, row, timeline_of_row)
            done_at[row["id"]] = timeline_of_row.done_at
            unreadable[row["id"]] = None
        except ValueError as error:
            unreadable[row["id"]] = Unreadable(id=row["id"], reason=str(error))
    keys = {row["id"]: row["key"] for row in rows if unreadable[row["id"]] is None}
    rows_by_name[STRETCHES] = sla_stretches.build(connection, source, keys, done_at)
    return TimelineBatch(ids, tuple(row["key"] for row in rows), rows_by_name, unreadable)


def save(connection: Connection, source: str, timelines: TimelineBatch) -> None:
    """Put timelines in the place of those before, under the next revision of the source."""
    for chunk in chunks(timelines.keys):
        for piece in (*PIECES.values(), sla_stretches.STRETCH, TIMELINE):
            connection.execute(delete(piece).where(piece.c.ticket.in_(chunk)))
    revision = ledger.next_revision(connection, source)
    timeline_rows = [row | {"revision": revision} for row in timelines.rows[STREAM]]
    pieces = [(PIECES[name], timelines.rows[name]) for name in PIECES]
    pieces += [(sla_stretches.STRETCH, timelines.rows[STRETCHES])]
    for target, rows in ((TIMELINE, timeline_rows), *pieces):
        insert_all(connection, target, rows)
    for ids in chunks(timelines.tickets):
        own_tickets = (STALE.c.source == source) & STALE.c.ticket.in_(ids)
        connection.execute(delete(STALE).where(own_tickets))
    aside.set_aside(connection, source, STREAM, timelines.apart)


def _events(
    connection: Connection, source: str, tickets: Iterable[str], since_at: Instant
) -> Mapping[str, Sequence[Row]]:
    """The events of tickets from an instant on."""
    table = TABLES[Event]
    events_by_ticket: dict[str, list[Row]] = defaultdict(list)
    columns = (table.c[name] for name in RECORD_NAMES[Event])
    query = select(*columns).where(table.c.source == source, table.c.at >= since_at)
    for row in select_in(connection, query, table.c.ticket, tickets):
        events_by_ticket[row["ticket"]].append(row)
    return events_by_ticket


def _people(rows: Iterable[Row], events: Mapping[str, Sequence[Row]]) -> set[str]:
    story = [event for ticket_events in events.values() for event in ticket_events]
    agent_changes = [event for event in story if event["field"] == Field.AGENT]
    agents = {event[end] for event in agent_changes for end in ("old", "new")}
    people = {row[name] for row in rows for name in ("agent", "submitter")}
    return (people | agents | {event["actor"] for event in story}) - {None}


def _add(rows_by_name: dict[str, list[Row]], row: Row, timeline_of_row: Timeline) -> None:
    values: Row = {"ticket": row["key"]}
    values |= {name: row[name] for name in TICKETS_OWN}
    values.update(zip(INSTANTS, _INSTANTS_OF(timeline_of_row), strict=True))
    rows_by_name[STREAM].append(values)
    for name, names in NAMES.items():
        for number, piece in enumerate(getattr(timeline_of_row, name)):
            place: Row = {"ticket": row["key"], "number": number}
            place.update(zip(names, _VALUES[name](piece), strict=True))
            rows_by_name[name].append(place)
