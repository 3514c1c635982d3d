"""Building again the timelines of tickets that are not what they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Final

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from metrics.store.database.rows import TABLES, event, ticket
from metrics.store.database.statements import (
    ROWS_AT_ONCE,
    Row,
    chunks,
    insert_from_select,
    select_in,
)
from metrics.store.syncs import ledger
from metrics.store.syncs.knowledge import history_since
from metrics.store.tables.tickets import SolveRow, SpanRow, StaleRow, TimelineRow, WaitRow, table
from metrics.store.tickets import sla_stretches
from metrics.store.tickets.pages import mark_all
from metrics.store.tickets.roles import role_at
from metrics.tickets.pieces import Timeline
from metrics.tickets.records import Event, Field, Instant, Ticket, Unreadable
from metrics.tickets.timeline import VERSION, timeline

STALE, TIMELINE = table(StaleRow), table(TimelineRow)
PIECES: Final = {"spans": table(SpanRow), "waits": table(WaitRow), "solves": table(SolveRow)}
INSTANTS: Final = tuple(f.name for f in fields(Timeline) if f.name not in PIECES)
TICKETS_OWN: Final = tuple(
    column.name for column in TIMELINE.c if column.name not in {*INSTANTS, "ticket", "revision"}
)
STRETCHES: Final = "stretches"
STREAM: Final = "timelines"
"""Under this name tickets are set aside whose events tell no story."""


@dataclass(frozen=True, slots=True)
class Built:
    """The timelines of some tickets, ready to be stored. `apart`: by ticket, why there is none."""

    tickets: tuple[str, ...]
    keys: tuple[int, ...]
    rows: Mapping[str, list[Row]]
    apart: Mapping[str, Unreadable | None]


def pending(connection: Connection, source: str) -> int:
    """How many tickets wait for their timeline."""
    waiting = select(func.count()).select_from(STALE).where(STALE.c.source == source)
    return int(connection.execute(waiting).scalar_one())


def mark_outdated(connection: Connection, source: str) -> None:
    """Mark tickets whose timelines would be built otherwise now.

    All of them where there is another way to build them, else those that began before a history
    that reaches back further by now.
    """
    since_at = history_since(connection, source)
    older = (TIMELINE.c.source == source) & (TIMELINE.c.known_from_at > since_at)
    ticket = TABLES[Ticket]
    half = select(ticket.c.source, ticket.c.id).join(TIMELINE, TIMELINE.c.ticket == ticket.c.key)
    insert_from_select(connection, STALE, ("source", "ticket"), half.where(older))
    if ledger.source(connection, source).timeline_version == VERSION:
        return
    mark_all(connection, source)
    here = ledger.SOURCE.c.name == source
    connection.execute(update(ledger.SOURCE).where(here).values(timeline_version=VERSION))


def build(connection: Connection, source: str, limit: int) -> Built:
    """Build the timelines of the next tickets that wait; only reads."""
    next_ones = select(STALE.c.ticket).where(STALE.c.source == source).order_by(STALE.c.ticket)
    ids = tuple(connection.execute(next_ones.limit(limit)).scalars())
    mine = select(TABLES[Ticket]).where(TABLES[Ticket].c.source == source)
    rows = list(select_in(connection, mine, TABLES[Ticket].c.id, ids))
    events = _events(connection, source, ids)
    roles = role_at(connection, source, _people(rows, events))
    since_at = history_since(connection, source)
    made: dict[str, list[Row]] = defaultdict(list)
    apart: dict[str, Unreadable | None] = {}
    done: dict[str, Instant | None] = {}
    for row in rows:
        try:
            story = [event(each) for each in events[row["id"]]]
            told = timeline(ticket(row), story, roles, since_at)
            _add(made, row, told)
            done[row["id"]] = told.done_at
            apart[row["id"]] = None
        except ValueError as error:
            apart[row["id"]] = Unreadable(id=row["id"], reason=str(error))
    keys = {row["id"]: row["key"] for row in rows if apart[row["id"]] is None}
    made[STRETCHES] = sla_stretches.built(connection, source, keys, done)
    return Built(ids, tuple(row["key"] for row in rows), made, apart)


def save(connection: Connection, source: str, built: Built) -> None:
    """Put timelines in the place of those before, under the next revision of the source."""
    for chunk in chunks(built.keys):
        for piece in (*PIECES.values(), sla_stretches.STRETCH, TIMELINE):
            connection.execute(delete(piece).where(piece.c.ticket.in_(chunk)))
    revision = ledger.next_revision(connection, source)
    whole = [row | {"revision": revision} for row in built.rows[STREAM]]
    pieces = [(PIECES[name], built.rows[name]) for name in PIECES]
    pieces += [(sla_stretches.STRETCH, built.rows[STRETCHES])]
    for target, rows in ((TIMELINE, whole), *pieces):
        for batch in chunks(rows, ROWS_AT_ONCE):
            connection.execute(insert(target), batch)
    for ids in chunks(built.tickets):
        done = (STALE.c.source == source) & STALE.c.ticket.in_(ids)
        connection.execute(delete(STALE).where(done))
    ledger.set_aside(connection, source, STREAM, built.apart)


def _events(
    connection: Connection, source: str, tickets: Iterable[str]
) -> Mapping[str, Sequence[RowMapping]]:
    table = TABLES[Event]
    found: dict[str, list[RowMapping]] = defaultdict(list)
    wanted = select(table).where(table.c.source == source)
    for row in select_in(connection, wanted, table.c.ticket, tickets):
        found[row["ticket"]].append(row)
    return found


def _people(rows: Iterable[RowMapping], events: Mapping[str, Sequence[RowMapping]]) -> set[str]:
    story = [event for told in events.values() for event in told]
    handed = [event for event in story if event["field"] == Field.AGENT]
    given = {event[end] for event in handed for end in ("old", "new")}
    people = {row[name] for row in rows for name in ("agent", "submitter")}
    return (people | given | {event["actor"] for event in story}) - {None}


def _add(made: dict[str, list[Row]], row: RowMapping, built: Timeline) -> None:
    whole = {name: row[name] for name in TICKETS_OWN}
    made[STREAM].append(
        {"ticket": row["key"]} | whole | {name: getattr(built, name) for name in INSTANTS}
    )
    for name in PIECES:
        for number, piece in enumerate(getattr(built, name)):
            told = {field.name: getattr(piece, field.name) for field in fields(piece)}
            made[name].append({"ticket": row["key"], "number": number} | told)
