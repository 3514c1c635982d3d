"""Which tickets a child stream is asked of next, and how far it is whole."""

from __future__ import annotations

import pytest

from metrics.store.database.engine import Store
from metrics.store.syncs import backfill, ledger, wanted
from metrics.store.tables.ledger import WantedRow
from metrics.store.tables.tickets import table
from tests.metrics.scripted import rows

SOURCE = "pylon:acme"
DAY = 86_400
NOW = 400 * DAY


@pytest.fixture
def desk(store: Store) -> Store:
    """Tickets were read from 90 days ago up to now."""
    with store.write() as connection:
        ledger.register(connection, "pylon", "acme", 0)
        ledger.advance(connection, SOURCE, "tickets", "c", caught_up=True, through_at=NOW)
        backfill.begin(connection, SOURCE, "tickets", NOW - 90 * DAY)
        wanted.begin(connection, SOURCE, "messages")
    return store


def asked(store: Store, most: int = 10) -> list[str]:
    with store.read() as connection:
        return list(wanted.next_tickets(connection, SOURCE, "messages", "tickets", most))


def known(store: Store) -> ledger.Stream:
    with store.write() as connection:
        wanted.advance(connection, SOURCE, "messages", "tickets")
        return ledger.streams(connection, SOURCE)["messages"]


def test_a_ticket_that_changed_meanwhile_stays_wanted(store: Store) -> None:
    with store.write() as connection:
        ledger.register(connection, "pylon", "acme", 0)
        wanted.want(connection, SOURCE, ["messages"], {"t1": 10, "t2": 10})
        wanted.want(connection, SOURCE, ["messages"], {"t1": 20})
        wanted.want(connection, SOURCE, ["messages"], {"t1": 15})
        wanted.settle(connection, SOURCE, "messages", {"t1": 10, "t2": 10})
    assert [(row["ticket"], row["changed_at"]) for row in rows(store, table(WantedRow))] == [
        ("t1", 20)
    ]


def test_the_earliest_of_the_newest_days_comes_first_then_the_latest_before_them(
    desk: Store,
) -> None:
    ages = {"a": 50, "b": 10, "c": 20, "d": 30}
    with desk.write() as connection:
        tickets = {ticket: NOW - age * DAY for ticket, age in ages.items()}
        wanted.want(connection, SOURCE, ["messages"], tickets)
    assert asked(desk) == ["c", "b", "d", "a"]
    with desk.write() as connection:
        assert wanted.count_failure(connection, SOURCE, "messages", "c") == 1
    assert asked(desk) == ["b", "d", "a", "c"]
    assert asked(desk, most=1) == ["b"]


def test_a_stream_is_whole_as_far_as_its_parent_less_what_is_wanted(desk: Store) -> None:
    with desk.write() as connection:
        old, new = NOW - 40 * DAY, NOW - 5 * DAY
        wanted.want(connection, SOURCE, ["messages"], {"old": old, "new": new})
    assert (known(desk).from_at, known(desk).through_at, known(desk).caught_up) == (
        None,
        None,
        False,
    )
    with desk.write() as connection:
        wanted.settle(connection, SOURCE, "messages", {"new": new})
    assert (known(desk).from_at, known(desk).through_at) == (old + 1, NOW)
    with desk.write() as connection:
        wanted.want(connection, SOURCE, ["messages"], {"new": NOW + 10})
        ledger.advance(connection, SOURCE, "tickets", "c", caught_up=True, through_at=NOW + 20)
    assert (known(desk).through_at, known(desk).caught_up) == (NOW + 9, False)
    with desk.write() as connection:
        wanted.settle(connection, SOURCE, "messages", {"new": NOW + 10, "old": old})
    assert (known(desk).from_at, known(desk).through_at) == (NOW - 90 * DAY, NOW + 20)
    assert known(desk).caught_up


def test_which_children_the_tickets_of_a_stream_want() -> None:
    children = {"messages": ("tickets", "unsolved"), "times": ("tickets",)}
    assert wanted.wants(children, "tickets") == ("messages", "times")
    assert wanted.wants(children, "unsolved") == ("messages",)
    assert wanted.wants(children, "people") == ()
