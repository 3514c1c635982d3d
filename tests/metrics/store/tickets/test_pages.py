from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, select

from metrics.helpdesks.contract import Page
from metrics.sources.needs import Need, Provision
from metrics.store.database.engine import Store
from metrics.store.syncs import aside, ledger
from metrics.store.syncs.knowledge import note_supplies
from metrics.store.tables.tickets import (
    EventRow,
    PersonRow,
    RatingRow,
    RoleRow,
    StaleRow,
    TeamRow,
    TicketRow,
    table,
)
from metrics.store.tickets.pages import mark_all, save_page
from metrics.tickets.records import (
    Event,
    Person,
    Priority,
    Rating,
    RatingScore,
    Record,
    Role,
    Status,
    Team,
    Ticket,
    Unreadable,
)
from metrics.tickets.vendor_figures import VendorFigures
from tests.metrics.scripted import a_message, a_person, a_ticket, rows, state, story

STALE = table(StaleRow)


@pytest.fixture
def store(store: Store) -> Store:
    with store.write() as connection:
        ledger.register(connection, "z", "acme", 0)
    return store


def save(
    store: Store, *records: Record, cursor: str = "c", unknown: Mapping[str, int] | None = None
) -> None:
    page = Page(
        records=records, cursor=cursor, caught_up=False, through_at=7, unknown=unknown or {}
    )
    with store.write() as connection:
        save_page(connection, "z:acme", "tickets", page)


def stale(store: Store) -> list[str]:
    return [row["ticket"] for row in rows(store, STALE)]


def made_fresh(store: Store) -> None:
    with store.write() as connection:
        connection.execute(delete(STALE))


def revision(store: Store) -> int:
    with store.read() as connection:
        return ledger.source(connection, "z:acme").revision


def only(store: Store, model: Any) -> dict[str, Any]:
    (row,) = rows(store, table(model))
    return dict(row)


def test_a_ticket_is_stored_in_all_its_words(store: Store) -> None:
    ticket = a_ticket(
        "t1", priority=Priority.HIGH, vendor=VendorFigures(reply_minutes=4, reopens=0)
    )
    save(store, ticket)
    row = only(store, TicketRow)
    assert (row["source"], row["id"], row["status"], row["priority"]) == (
        "z:acme",
        "t1",
        "open",
        "high",
    )
    assert (row["reply_minutes"], row["reopens"], row["replies"]) == (4, 0, None)


def test_the_cursor_moves_with_the_page(store: Store) -> None:
    save(store, a_ticket("t1"), cursor="next")
    with store.read() as connection:
        stream = ledger.streams(connection, "z:acme")["tickets"]
    assert (stream.cursor, stream.caught_up, stream.through_at) == ("next", False, 7)


def test_the_newest_version_wins_in_whatever_order_they_come(store: Store) -> None:
    save(store, a_ticket("t1", 30, status=Status.SOLVED), a_ticket("t1", 20))
    save(store, a_ticket("t1", 10, status=Status.NEW))
    assert only(store, TicketRow)["status"] == "solved"


def test_of_equal_versions_the_one_told_last_wins(store: Store) -> None:
    save(store, a_ticket("t1", 30), a_ticket("t1", 30, team="a"))
    save(store, a_ticket("t1", 30, team="b"))
    assert only(store, TicketRow)["team"] == "b"


def test_figures_that_another_list_does_not_tell_of_the_same_version_stay(store: Store) -> None:
    figures = VendorFigures(reply_minutes=12, reopens=0)
    save(store, a_ticket("t1", 30, vendor=figures), a_ticket("t1", 30, team="b"))
    row = only(store, TicketRow)
    assert (row["team"], row["reply_minutes"], row["reopens"]) == ("b", 12, 0)
    save(store, a_ticket("t1", 31, team="b"))  # a newer version that tells none has none
    assert only(store, TicketRow)["reply_minutes"] is None


def test_the_same_again_changes_nothing_and_marks_nothing(store: Store) -> None:
    page = [record for records in story().values() for record in records]
    save(store, *page)
    made_fresh(store)
    before = state(store, revisions=True)
    # Each record in the last version told of it, which is what a helpdesk tells a second time.
    save(store, *{(type(record), record.id): record for record in page}.values())
    assert state(store, revisions=True) == before


def test_new_and_changed_tickets_are_marked(store: Store) -> None:
    save(store, a_ticket("t1"), a_ticket("t2"))
    assert stale(store) == ["t1", "t2"]
    made_fresh(store)
    save(store, a_ticket("t1"), a_ticket("t2", 950, category="refund"))
    assert stale(store) == ["t2"]


def test_a_newer_version_of_the_same_content_is_kept_and_marks_nothing(store: Store) -> None:
    save(store, a_ticket("t1", 900))
    made_fresh(store)
    save(store, a_ticket("t1", 950))
    assert only(store, TicketRow)["changed_at"] == 950
    assert stale(store) == []


def test_a_new_event_marks_its_ticket_and_a_known_one_does_not(store: Store) -> None:
    save(store, a_message("e1", "t1", 5, "ann"))
    made_fresh(store)
    save(store, a_message("e1", "t1", 5, "ann"), a_message("e2", "t2", 5, "ann"))
    assert stale(store) == ["t2"]


def test_a_better_reading_of_an_event_replaces_it_and_marks_both_tickets(store: Store) -> None:
    save(store, a_message("e1", "t1", 5, "ann"))
    made_fresh(store)
    save(store, a_message("e1", "t2", 6, "ann"))
    assert (only(store, EventRow)["ticket"], only(store, EventRow)["at"]) == ("t2", 6)
    assert stale(store) == ["t1", "t2"]


def test_an_author_found_to_be_staff_marks_the_tickets_they_wrote_on_or_opened(
    store: Store,
) -> None:
    save(
        store,
        a_ticket("t1", submitter="ann"),
        a_ticket("t2"),
        a_ticket("t3"),
        a_message("e2", "t2", 5, "ann"),
        a_message("e3", "t3", 5, "bo"),
    )
    made_fresh(store)
    save(store, a_person("ann", Role.AGENT))
    assert stale(store) == ["t1", "t2"]


def test_an_author_found_to_be_a_customer_marks_nothing(store: Store) -> None:
    save(store, a_ticket("t1", submitter="cus"))
    made_fresh(store)
    save(store, a_person("cus", Role.CUSTOMER))
    assert stale(store) == []


def test_a_changed_role_marks_tickets_and_a_changed_name_does_not(store: Store) -> None:
    save(store, a_ticket("t1", submitter="ann"), a_person("ann", Role.AGENT, 10))
    made_fresh(store)
    save(store, replace(a_person("ann", Role.AGENT, 20), name="Ann B"))
    assert stale(store) == []
    assert only(store, PersonRow)["name"] == "Ann B"
    save(store, a_person("ann", Role.CUSTOMER, 30))
    assert stale(store) == ["t1"]
    assert [(r["since_at"], r["role"]) for r in rows(store, table(RoleRow))] == [
        (10, "agent"),
        (30, "customer"),
    ]


def test_ratings_teams_and_staff_count_the_revision_on(store: Store) -> None:
    rating = Rating(id="r1", ticket="t1", at=5, changed_at=5, score=RatingScore.OFFERED)
    told: list[Record] = [rating, Team(id="a", name="A"), a_person("ann", Role.AGENT)]
    for number, record in enumerate(told, start=1):
        save(store, record)
        save(store, record)
        assert revision(store) == number
    assert only(store, RatingRow)["revision"] == 1
    save(store, replace(rating, changed_at=9, score=RatingScore.GOOD))
    assert only(store, RatingRow)["revision"] == revision(store) == 4


def test_tickets_and_customers_leave_the_revision_to_the_timelines(store: Store) -> None:
    save(store, a_ticket("t1"), a_person("cus", Role.CUSTOMER), a_message("e1", "t1", 5, "cus"))
    assert revision(store) == 0


def test_a_team_takes_its_newest_name(store: Store) -> None:
    save(store, Team(id="a", name="A"))
    save(store, Team(id="a", name="Alpha", active=False))
    assert (only(store, TeamRow)["name"], only(store, TeamRow)["active"]) == ("Alpha", False)


def test_text_that_no_database_holds_is_cleaned(store: Store) -> None:
    ticket = a_ticket("t\0one", subject="\0ol\ud800é \N{RIGHT-TO-LEFT MARK}\N{GRINNING FACE}")
    save(store, ticket, a_message("e\0", "t\0one", 5, "an\0n"), a_person("an\0n", Role.AGENT))
    row = only(store, TicketRow)
    assert row["id"] == stale(store)[0] == only(store, EventRow)["ticket"] == "tone"
    assert row["subject"] == "ol?é \N{RIGHT-TO-LEFT MARK}\N{GRINNING FACE}"
    assert only(store, RoleRow)["person"] == only(store, EventRow)["actor"] == "ann"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (a_ticket("bad", created_at=10**18), "created_at is out of range"),
        (a_ticket("bad", vendor=VendorFigures(replies=10**30)), "replies is out of range"),
        (a_person("bad", Role.AGENT, -(10**20)), "changed_at is out of range"),
        (a_ticket(""), "it has no id"),
    ],
)
def test_a_record_that_fits_no_column_is_set_aside_and_the_others_go_on(
    store: Store, record: Ticket | Person, reason: str
) -> None:
    save(store, a_ticket("t1"), record, a_ticket("t2"))
    assert [row["id"] for row in rows(store, table(TicketRow))] == ["t1", "t2"]
    with store.read() as connection:
        (apart,) = aside.unreadable(connection, "z:acme")["tickets"]
    assert (apart.id, apart.reason) == (record.id, reason)


def test_what_could_not_be_read_is_kept_once_and_forgotten_when_it_can(store: Store) -> None:
    for _ in range(2):
        save(store, Unreadable(id="t1", reason="no status", excerpt="{}"))
    with store.read() as connection:
        assert len(aside.unreadable(connection, "z:acme")["tickets"]) == 1
    save(store, a_ticket("t1"))
    with store.read() as connection:
        assert aside.unreadable(connection, "z:acme") == {}


def test_an_unknown_word_counts_at_least_what_one_page_held(store: Store) -> None:
    for count in (2, 3, 3, 1):
        save(store, unknown={"channel:galactic": count})
    with store.read() as connection:
        assert ledger.unknown_words(connection, "z:acme") == {"channel:galactic": 3}


def test_sources_do_not_mix(store: Store) -> None:
    save(store, a_ticket("t1"))
    page = Page(records=(a_ticket("t1", team="b"),), cursor="", caught_up=True, unknown={})
    with store.write() as connection:
        save_page(connection, "y", "tickets", page)
    teams = {row["source"]: row["team"] for row in rows(store, table(TicketRow))}
    assert teams == {"y": "b", "z:acme": None}


def test_three_thousand_records_of_one_second_are_all_kept(store: Store) -> None:
    events = tuple(a_message(f"e{n}", f"t{n % 700}", 5, f"p{n}") for n in range(3000))
    save(store, *events, *(a_person(f"p{n}", Role.AGENT) for n in range(3000)))
    assert len(rows(store, table(EventRow))) == len(rows(store, table(RoleRow))) == 3000
    assert len(stale(store)) == 700


def test_whatever_way_a_page_is_cut_the_rows_are_the_same(store: Store) -> None:
    records = [record for told in story().values() for record in told]
    random.Random(4).shuffle(records)
    save(store, *records)
    whole = state(store)
    with store.write() as connection:
        for kept in (TicketRow, EventRow, PersonRow, RoleRow, RatingRow, TeamRow, StaleRow):
            connection.execute(delete(table(kept)))
    for record in records:
        save(store, record)
    assert state(store) == whole


def test_all_tickets_of_a_source_can_be_marked(store: Store) -> None:
    save(store, a_ticket("t1"), a_ticket("t2"))
    with store.write() as connection:
        connection.execute(delete(STALE).where(STALE.c.ticket == "t1"))
        mark_all(connection, "y")
        assert connection.execute(select(STALE.c.ticket)).scalars().all() == ["t2"]
        mark_all(connection, "z:acme")
    assert stale(store) == ["t1", "t2"]


def test_an_event_keeps_all_it_tells(store: Store) -> None:
    event: Event = a_message("e1", "t1", 5, "ann")
    event = event._replace(automated=True, public=False, order=9)
    save(store, event)
    row = only(store, EventRow)
    assert (row["automated"], row["public"], row["order"], row["kind"]) == (
        True,
        False,
        9,
        "message",
    )


@pytest.mark.parametrize("observed", [True, False])
def test_changes_that_no_helpdesk_tells_are_seen_by_what_differs(
    store: Store, observed: bool
) -> None:
    supplies = {Need.CHANGES: Provision(streams=("tickets",), observed=observed)}
    with store.write() as connection:
        note_supplies(connection, "z:acme", supplies)
    before = replace(a_ticket("t"), changed_at=2_000, team="31", agent=None)
    after = replace(before, changed_at=3_000, agent="501")
    for version in (before, after, after, before):
        save(store, version)
    events = rows(store, table(EventRow))
    seen = [(row["at"], row["field"], row["old"], row["new"]) for row in events if row["field"]]
    assert ((3_000, "agent", None, "501") in seen) is observed
    assert [each[:2] for each in seen if each[0] == 3_000] == [(3_000, "agent")] * observed
