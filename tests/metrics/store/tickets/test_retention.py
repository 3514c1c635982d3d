"""Tickets that are kept no longer: what goes with them, what stays, and what is told of before."""

from __future__ import annotations

from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Table, func, insert, select

from metrics.ask import Asker
from metrics.ask.known_period import UnknownError
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.syncs.lease import claim
from metrics.store.syncs.ledger import STREAM
from metrics.store.tables.files import FILE_TABLES
from metrics.store.tables.metadata import METADATA
from metrics.store.tables.people import TakeRow
from metrics.store.tables.tickets import table
from metrics.store.tickets.retention import PERSON, TICKET, Deletion, delete_old, edge
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.tickets.records import (
    Call,
    Handling,
    Instant,
    Person,
    Rating,
    RatingScore,
    Removal,
    Role,
    Status,
)
from tests.metrics.desk import DAY, MONDAY, NOW, Told, ask, at, hits, told

ACME = "zendesk:acme"
EDGE = MONDAY + 7 * DAY
OLD, NEW = 10, 7 * 24 + 10
"""Hours of week 46 and of the week after."""


def done(id: str, hour: float, **more: object) -> Told:
    """A ticket that was answered and solved within hours."""
    given = {"status": Status.SOLVED, "changed_at": at(hour + 3)} | more
    return Told(id, hour, **given).solved(hour + 1, hour + 2)


def desk(store: Store) -> Asker:
    """Two weeks of tickets; of the first some are solved, one is open and one was removed."""
    rating = Rating(
        id="r1", ticket="1", at=at(OLD + 4), changed_at=at(OLD + 4), score=RatingScore.GOOD
    )
    late = Rating(id="r5", ticket="5", at=at(NEW), changed_at=at(NEW), score=RatingScore.BAD)
    work = Handling(id="h1", ticket="1", ended_at=at(OLD + 2), talk_seconds=60)
    call = Call(id="c1", queued_at=at(OLD), ended_at=at(OLD) + 9, answered=True)
    gone = Person(id="gus", role=Role.CUSTOMER, changed_at=0)
    stories = [
        done("1", OLD, requester="gus", submitter="gus", attributes={"tag": ("refund",)}),
        done("2", OLD),
        Told("3", OLD, changed_at=at(OLD)),
        Told("4", OLD, changed_at=at(OLD), removal=Removal.SPAM, removed_at=at(OLD)),
        done("5", OLD),
        done("6", NEW),
        done("7", 6 * 24, changed_at=at(NEW)),
    ]
    return told(store, stories, rating, late, work, call, gone)


def count(store: Store, rows: Table) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(rows)).scalar_one()


def tickets(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(select(TICKET.c.id).order_by(TICKET.c.id)).scalars())


def delete(store: Store, source: str = ACME, before: Instant = EDGE) -> Deletion | None:
    return delete_old(store, source, before, lambda: NOW)


def test_what_was_done_with_before_goes_and_what_is_open_or_was_touched_since_stays(
    store: Store,
) -> None:
    desk(store)
    assert delete(store) == Deletion(tickets=3, rows=1, customers=1)
    assert tickets(store) == ["3", "5", "6", "7"]
    assert delete(store) == Deletion(), "once a day is enough"


def test_all_that_belongs_to_a_ticket_goes_with_it(store: Store) -> None:
    desk(store)
    take = {"source": ACME, "ticket": "1", "number": 1, "person": "U1", "taken_at": at(OLD)}
    with store.write() as connection:
        connection.execute(insert(table(TakeRow)), take)
    named = [t for t in METADATA.sorted_tables if "ticket" in t.c and "source" in t.c]
    before = {rows.name for rows in named if count(store, rows)}
    assert {"event", "rating", "attribute", "handling", "take", "timeline"} <= before
    delete(store, before=NOW + DAY)
    assert tickets(store) == ["3"]
    with store.read() as connection:
        left = {row.name: set(connection.execute(select(row.c.ticket)).scalars()) for row in named}
        people = connection.execute(select(PERSON.c.id).order_by(PERSON.c.id)).scalars().all()
    assert {name for name, tickets in left.items() if tickets} == {"timeline"}
    assert count(store, METADATA.tables["timeline"]) == 1
    assert people == ["ann", "bob", "cleo", "robot"], "who still has a ticket, and the staff"


def test_figures_of_what_is_kept_are_as_before_and_of_the_time_before_there_is_none(
    store: Store,
) -> None:
    asker = desk(store)
    after = {metric: hits(ask(asker, metric, period="2026-W47")) for metric in ("volume", "frt")}
    backlog = ask(asker, "backlog", period="2026-11-22").figure.n
    assert ask(asker, "volume").figure.n == 5, "one was spam"
    delete(store)
    assert {m: hits(ask(asker, m, period="2026-W47")) for m in after} == after
    assert ask(asker, "backlog", period="2026-11-22").figure.n == backlog
    with pytest.raises(UnknownError, match="Older tickets are deleted, as the settings say") as why:
        ask(asker, "volume")
    assert "16 Nov 2026" in str(why.value)
    assert why.value.known is None
    with pytest.raises(UnknownError) as part:
        ask(asker, "volume", period="2026-11")
    assert part.value.known is not None


def test_a_reader_that_held_the_deleted_tickets_holds_them_no_more(store: Store) -> None:
    desk(store)
    reader = SnapshotReader(store)
    assert len(reader.snapshot().tickets.key) == 7
    delete(store)
    assert len(reader.snapshot().tickets.key) == 4


def test_what_is_synced_just_now_waits(store: Store) -> None:
    desk(store)
    with store.write() as connection:
        claim(connection, ACME, "another", NOW, 300)
    assert delete(store) is None
    assert len(tickets(store)) == 7


def test_what_has_been_read_back_is_read_no_further_than_is_kept(store: Store) -> None:
    desk(store)
    slice = {"from_at": EDGE - DAY, "back_at": EDGE - 9 * DAY, "back_cursor": "7"}
    stream = {"source": ACME, "stream": "events", "caught_up": True, "since_at": EDGE - DAY}
    with store.write() as connection:
        connection.execute(insert(STREAM), stream | slice)
    delete(store)
    with store.read() as connection:
        known = ledger.streams(connection, ACME)["events"]
        source = ledger.source(connection, ACME)
    assert (known.since_at, known.from_at, known.back_at, known.back_cursor) == (
        *(EDGE, EDGE),
        *(None, None),
    )
    assert source.since_at == source.wanted_at == source.kept_from_at == EDGE


def test_more_days_than_before_are_read_again(store: Store) -> None:
    desk(store)
    delete(store)
    with store.write() as connection:
        assert ledger.reach_back(connection, ACME, EDGE + DAY) == EDGE
        assert ledger.reach_back(connection, ACME, EDGE - DAY) == EDGE - DAY
        assert ledger.source(connection, ACME).kept_from_at is None


def test_rows_of_files_about_single_people_go_too_and_what_was_spent_stays(store: Store) -> None:
    desk(store)
    around = CellContext(ZoneInfo("UTC"), NOW)
    surveys = (
        b"id,survey,score,scale_max,answered_at\n1,csat,5,5,2026-11-10\n2,csat,4,5,2026-11-18\n"
    )
    costs = b"month,amount,currency\n2026-10,100,EUR\n"
    for kind, file in (("surveys", surveys), ("costs", costs)):
        assert not bring(store, KINDS[kind], BytesIO(file), around, dry_run=False).faults
    assert delete(store, "files:surveys") == Deletion(rows=1)
    assert delete(store, "files:costs") == Deletion()
    assert count(store, FILE_TABLES["surveys"].table) == count(store, FILE_TABLES["costs"].table)
    with store.read() as connection:
        assert ledger.source(connection, "files:surveys").since_at == EDGE
        assert ledger.source(connection, "files:costs").kept_from_at is None


def test_tickets_are_kept_from_the_beginning_of_a_day() -> None:
    assert edge(NOW + 12_345, 7) == NOW - 7 * DAY
