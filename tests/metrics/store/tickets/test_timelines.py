from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from metrics.helpdesks.contract import Page
from metrics.store.database.engine import Store
from metrics.store.syncs import aside, ledger
from metrics.store.tables.tickets import SolveRow, SpanRow, TimelineRow, WaitRow, table
from metrics.store.tickets import timelines
from metrics.store.tickets.pages import save_page
from metrics.tickets import timeline
from metrics.tickets.records import Record, Role, Status
from tests.metrics.scripted import a_message, a_person, a_status, a_ticket, rows


@pytest.fixture
def store(store: Store) -> Store:
    with store.write() as connection:
        ledger.register(connection, "z", "acme", 0)
    return store


def tell(store: Store, *records: Record) -> None:
    page = Page(records=records, cursor="", caught_up=True, unknown={})
    with store.write() as connection:
        save_page(connection, "z:acme", "tickets", page)


def build(store: Store, limit: int = 100) -> timelines.TimelineBatch:
    with store.read() as connection:
        built = timelines.build(connection, "z:acme", limit)
    with store.write() as connection:
        timelines.save(connection, "z:acme", built)
    return built


def pending(store: Store) -> int:
    with store.read() as connection:
        return timelines.pending(connection, "z:acme")


def only(store: Store, model: Any) -> Mapping[str, Any]:
    (row,) = rows(store, table(model))
    return row


def test_a_timeline_is_stored_with_its_ticket_and_its_pieces(store: Store) -> None:
    tell(
        store,
        a_person("ann", Role.AGENT),
        a_ticket("t1", team="a", category="refund"),
        a_message("e1", "t1", 150, "ann"),
        a_status("e2", "t1", 160, "solved"),
    )
    build(store)
    told = only(store, TimelineRow)
    assert (told["created_at"], told["channel"], told["category"]) == (100, "email", "refund")
    assert (told["team"], told["first_reply_at"], told["first_solved_at"]) == ("a", 150, 160)
    wait, solve = (only(store, model) for model in (WaitRow, SolveRow))
    waiting, answered = rows(store, table(SpanRow))
    assert (waiting["number"], waiting["started_at"], waiting["ended_at"]) == (0, 100, 150)
    assert (answered["number"], answered["ended_at"], answered["replied_at"]) == (1, 160, 150)
    assert (wait["first"], wait["answered"], wait["ended_at"]) == (True, True, 150)
    assert (solve["at"], solve["team"]) == (160, "a")
    assert answered["ticket"] == wait["ticket"] == solve["ticket"] == told["ticket"]


def test_a_timeline_built_again_takes_the_place_of_the_one_before(store: Store) -> None:
    tell(store, a_ticket("t1"), a_status("e1", "t1", 160, "solved"))
    build(store)
    tell(store, a_status("e2", "t1", 170, "open"))
    build(store)
    assert len(rows(store, table(SpanRow))) == 2
    assert only(store, SolveRow)["reopened_at"] == 170
    assert only(store, TimelineRow)["revision"] == 2


def test_tickets_are_built_some_at_a_time(store: Store) -> None:
    tell(store, *(a_ticket(f"t{n}") for n in range(5)))
    assert [build(store, 2).tickets for _ in range(4)] == [
        ("t0", "t1"),
        ("t2", "t3"),
        ("t4",),
        (),
    ]
    assert pending(store) == 0


def test_building_only_reads(store: Store) -> None:
    tell(store, a_ticket("t1"))
    with store.read() as connection:
        timelines.build(connection, "z:acme", 10)
    assert (pending(store), rows(store, table(TimelineRow))) == (1, [])


def test_events_of_a_ticket_nobody_told_of_wait_for_it(store: Store) -> None:
    tell(store, a_message("e1", "t1", 150, "cus"))
    build(store)
    assert (pending(store), rows(store, table(TimelineRow))) == (0, [])
    tell(store, a_ticket("t1"))
    assert build(store).tickets == ("t1",)
    assert only(store, TimelineRow)["created_at"] == 100


def test_a_ticket_that_tells_no_story_is_set_aside_until_it_does(store: Store) -> None:
    bad = a_status("e1", "t1", 90, "galactic")
    tell(store, a_ticket("t1"), bad)
    build(store)
    with store.read() as connection:
        assert [r.id for r in aside.unreadable(connection, "z:acme")[timelines.STREAM]] == ["t1"]
    tell(store, a_status("e1", "t1", 90, "open"))
    build(store)
    with store.read() as connection:
        assert aside.unreadable(connection, "z:acme") == {}


def test_timelines_built_in_another_way_are_marked_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timelines, "VERSION", timeline.VERSION + 1)
    tell(store, a_ticket("t1"))
    build(store)
    for waiting in (1, 0):
        with store.write() as connection:
            timelines.mark_outdated(connection, "z:acme")
        assert pending(store) == waiting
        build(store)


def test_a_ticket_older_than_the_history_is_built_again_when_that_reaches_further_back(
    store: Store,
) -> None:
    with store.write() as connection:
        here = ledger.SOURCE.c.name == "z:acme"
        connection.execute(ledger.SOURCE.update().where(here).values(since_at=150))
    tell(store, a_ticket("t1", status=Status.SOLVED), a_status("e1", "t1", 160, "solved"))
    build(store)
    assert only(store, TimelineRow)["known_from_at"] == 150
    assert only(store, SpanRow)["started_at"] == 150
    with store.write() as connection:
        timelines.mark_outdated(connection, "z:acme")
    assert pending(store) == 1  # the way to build is noted for the first time
    build(store)
    with store.write() as connection:
        connection.execute(ledger.SOURCE.update().where(here).values(since_at=50))
        timelines.mark_outdated(connection, "z:acme")
    assert pending(store) == 1
    build(store)
    assert only(store, TimelineRow)["known_from_at"] is None
