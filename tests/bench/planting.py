"""Plants a shift into a store: what happened is moved, and timelines are built again from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, insert, select, text

from metrics.periods import PeriodKind, Window
from metrics.periods.windows import unit_window
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.tables.service_levels import SlaEventRow
from metrics.store.tables.tickets import EventRow, RatingRow, StaleRow, TicketRow, WaitRow, table
from metrics.store.tickets import timelines
from metrics.tickets.records import Instant
from sandbox.year.shifts import Shifts
from tests.bench.plants import SLOW_WEEKS, Kind, Plant

STALE, TICKET = table(StaleRow), table(TicketRow)
RATING, WAIT = table(RatingRow), table(WaitRow)
EVENT, SLA_EVENT = table(EventRow), table(SlaEventRow)
WEEK_SECONDS = 7 * 86400
ZONE = ZoneInfo("Europe/Berlin")
HOURS = 6
AT_ONCE = 20_000
KEPT = ("event", "sla_event", "rating")


def week(ends_at: Instant, back: int) -> Window:
    """The whole week so many weeks before the one in which the year ends."""
    day = datetime.fromtimestamp(ends_at, ZONE).date()
    return unit_window(PeriodKind.WEEK, day - timedelta(days=day.weekday() + 7 * back), ZONE)


@contextmanager
def planted(store: Store, source: str, plant: Plant, ends_at: Instant) -> Iterator[Window]:
    """The store with a shift in it, for as long as it is looked at."""
    newest = week(ends_at, plant.weeks_back)
    touched: set[str] = set()
    steps = SLOW_WEEKS if plant.slow else 1
    for back in reversed(range(steps)):
        part = (steps - back) / steps
        touched |= _plant(store, source, plant, week(ends_at, plant.weeks_back + back), part)
    try:
        yield newest
    finally:
        _rebuild(store, source, touched, _restore)


def _plant(store: Store, source: str, plant: Plant, window: Window, part: float) -> set[str]:
    with store.read() as connection:
        tickets = list(_tickets(connection, plant, window))
    match plant.kind:
        case Kind.WAITS:
            factor = 1 + (plant.size - 1) * part
            moves = _moves(tickets, window, plant, factor)
            changed = {ticket for ticket, *_ in moves}
            _rebuild(store, source, changed, lambda c, ids: _move(c, source, ids, moves))
        case Kind.RATINGS:
            changed = _share([row["id"] for row in tickets], plant.size * part)
            _rebuild(store, source, changed, _spoil)
        case Kind.MIX:
            mark = f"+{plant.key}+{plant.weeks_back}"
            again = _share([row["id"] for row in tickets], plant.size)
            changed = {id + mark for id in again}
            _rebuild(store, source, changed, lambda c, _: _come_again(c, again, mark))
    return changed


def _tickets(connection: Connection, plant: Plant, window: Window) -> Iterator[RowMapping]:
    """The waits of that part and week, or its good answers; of a mix, what came the week before."""
    columns: tuple[ColumnElement[Any], ...]
    join: tuple[Table, ColumnElement[bool]]
    if plant.kind is Kind.RATINGS:
        columns = (RATING.c.team, RATING.c.at.label("asked_at"))
        join = (RATING, (RATING.c.ticket == TICKET.c.id) & (RATING.c.score == "good"))
        begun = RATING.c.at
    elif plant.kind is Kind.MIX:
        mine = select(TICKET.c.id, *(TICKET.c[name] for name in ("channel", "category", "team")))
        came = TICKET.c.created_at
        within = came.between(window.start - WEEK_SECONDS, window.end - WEEK_SECONDS - 1)
        query = mine.add_columns(came.label("asked_at")).where(within, TICKET.c.removal.is_(None))
        yield from (row for row in connection.execute(query).mappings() if _inside(row, plant))
        return
    else:
        columns = (WAIT.c.team, WAIT.c.asked_at, WAIT.c.started_at, WAIT.c.ended_at)
        join = (WAIT, WAIT.c.ticket == TICKET.c.key)
        begun = WAIT.c.started_at
    query = select(TICKET.c.id, TICKET.c.channel, TICKET.c.category, *columns).join(*join)
    here = (begun >= window.start) & (begun < window.end)
    for row in connection.execute(query.where(here).order_by(begun)).mappings():
        if _inside(row, plant):
            yield row


def _inside(row: RowMapping, plant: Plant) -> bool:
    if plant.dimension == "hour":
        hour = datetime.fromtimestamp(row["asked_at"], ZONE).hour
        return hour // HOURS * HOURS == int(plant.key)
    return bool(row[plant.dimension] == plant.key)


def _share(ids: Iterable[str], share: float) -> set[str]:
    """So large a share of the tickets, spread evenly."""
    return {id for n, id in enumerate(dict.fromkeys(ids)) if int((n + 1) * share) > int(n * share)}


def _moves(
    tickets: Iterable[RowMapping], window: Window, plant: Plant, factor: float
) -> list[tuple[str, Instant, int]]:
    """For each answer: its ticket, when it came, and by how much later it and all after it do."""
    shifts = Shifts(date(2025, 11, 1), date(2027, 6, 1), ZONE)
    moves = []
    for row in tickets:
        if row["ended_at"] is None or not window.start <= row["started_at"] < window.end:
            continue
        worked = shifts.seconds_until(row["ended_at"]) - shifts.seconds_until(row["started_at"])
        if worked > 0:
            late = shifts.later(row["started_at"], worked * factor) - row["ended_at"]
            moves.append((row["id"], row["ended_at"], max(0, late)))
    return moves


def _move(
    connection: Connection, source: str, ids: set[str], moves: list[tuple[str, Instant, int]]
) -> None:
    # The last answer of a ticket is moved first, so that the instants of the others still hold.
    for ticket, at, late in sorted(moves, key=lambda move: -move[1]):
        given = {"source": source, "ticket": ticket, "at": at, "late": late}
        for name in ("event", "sla_event"):
            where = "source = :source and ticket = :ticket and at >= :at"
            connection.execute(text(f"update {name} set at = at + :late where {where}"), given)


def _spoil(connection: Connection, ids: set[str]) -> None:
    for id in ids:
        good = "ticket = :id and score = 'good'"
        connection.execute(text(f"update rating set score = 'bad' where {good}"), {"id": id})


def _come_again(connection: Connection, ids: set[str], mark: str) -> None:
    """Each of these tickets comes once more a week later, with all that happened to it."""
    instants = {"created_at", "changed_at", "solved_at", "removed_at", "at", "offered_at"}
    for each in (TICKET, EVENT, SLA_EVENT, RATING):
        whose = "id" if each is TICKET else "ticket"
        columns = [column for column in each.c if column.name != "key"]
        values = [
            column + WEEK_SECONDS
            if column.name in instants
            else column + mark
            if column.name in {"id", whose}
            else column
            for column in columns
        ]
        own = select(*values).where(each.c[whose].in_(ids))
        connection.execute(insert(each).from_select([column.name for column in columns], own))


def keep(store: Store) -> None:
    """Keep what happened, so that it can be put back."""
    with store.write() as connection:
        for name, column in (*((name, "ticket") for name in KEPT), ("ticket", "id")):
            connection.execute(text(f"create table kept_{name} as select * from {name}"))
            connection.execute(text(f"create index kept_{name}_of on kept_{name} ({column})"))


def _restore(connection: Connection, ids: set[str]) -> None:
    for id in ids:
        given: dict[str, Any] = {"id": id}
        back = "update ticket set removal = null, removed_at = null where id = :id"
        same = "exists (select 1 from kept_ticket where id = :id and removal is null)"
        connection.execute(text(f"{back} and {same}"), given)
        ours = "not exists (select 1 from kept_ticket where id = :id)"
        gone = "update ticket set removal = 'deleted', removed_at = created_at where id = :id"
        connection.execute(text(f"{gone} and {ours}"), given)
        for name in KEPT:
            connection.execute(text(f"delete from {name} where ticket = :id"), given)
            again = f"insert into {name} select * from kept_{name} where ticket = :id"
            connection.execute(text(again), given)


def _rebuild(
    store: Store, source: str, ids: set[str], change: Callable[[Connection, set[str]], None]
) -> None:
    """Change what happened to these tickets, and build their timelines again."""
    if not ids:
        return
    with store.write() as connection:
        change(connection, ids)
        connection.execute(insert(STALE), [{"source": source, "ticket": id} for id in sorted(ids)])
        revision = ledger.next_revision(connection, source)
        for id in ids:
            given = {"id": id, "revision": revision}
            own = "update rating set revision = :revision where ticket = :id"
            connection.execute(text(own), given)
    with store.read() as connection:
        built = timelines.build(connection, source, AT_ONCE)
    with store.write() as connection:
        timelines.save(connection, source, built)
