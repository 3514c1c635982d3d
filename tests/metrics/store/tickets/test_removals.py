"""What becomes of a ticket of which only its removal is told."""

from __future__ import annotations

from metrics.helpdesks.contract import Details
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.tables.tickets import TicketRow, table
from metrics.store.tickets.pages import save_records
from metrics.store.tickets.readings import Reading
from metrics.store.tickets.removals import stays_removed
from metrics.tickets.records import Record, Removal, Removed
from tests.metrics.scripted import a_ticket, rows

SOURCE = "pylon:acme"
GONE = Removed(id="t1", removal=Removal.SPAM, at=950)


def saved(store: Store, *records: Record) -> dict[str, str | None]:
    """Store records; the removal of each ticket then."""
    with store.write() as connection:
        ledger.register(connection, "pylon", "acme", 0)
        save_records(connection, SOURCE, "tickets", Details(records=records))
    return {row["id"]: row["removal"] for row in rows(store, table(TicketRow))}


def test_a_removed_ticket_stays_so_until_there_is_a_newer_version(store: Store) -> None:
    assert saved(store, a_ticket("t1", 900)) == {"t1": None}
    assert saved(store, GONE) == {"t1": "spam"}
    assert saved(store, a_ticket("t1", 900)) == {"t1": "spam"}
    assert saved(store, a_ticket("t1", 901)) == {"t1": None}


def test_a_ticket_that_is_there_again_is_wanted_by_child_streams(store: Store) -> None:
    saved(store, a_ticket("t1", 900), GONE)
    full = Reading(full=True)
    with store.write() as connection:
        page = Details(records=(a_ticket("t1", 900),))
        assert save_records(connection, SOURCE, "tickets", page) == {}
        assert save_records(connection, SOURCE, "tickets", page, full) == {"t1": 900}
        assert save_records(connection, SOURCE, "tickets", page, full) == {}


def test_the_order_on_a_page_makes_no_difference(store: Store) -> None:
    assert saved(store, GONE, a_ticket("t1", 900)) == {"t1": "spam"}
    assert saved(store, a_ticket("t2", 900), Removed(id="t2", removal=Removal.DELETED, at=9)) == {
        "t1": "spam",
        "t2": "deleted",
    }


def test_of_a_ticket_that_is_not_known_nothing_is_kept(store: Store) -> None:
    assert saved(store, GONE) == {}


def test_a_removal_that_the_helpdesk_tells_is_its_own() -> None:
    before = {"removal": "deleted", "removed_at": 5, "changed_at": 10}
    told = {"removal": "merged", "removed_at": 7, "changed_at": 10}
    assert stays_removed(before, told) == told
    assert stays_removed(None, told) == told


def test_a_ticket_is_left_out_from_when_it_first_was_and_no_touch_moves_that(store: Store) -> None:
    def since(*records: Record, full: bool = False) -> int | None:
        with store.write() as connection:
            ledger.register(connection, "pylon", "acme", 0)
            page = Details(records=records)
            save_records(connection, SOURCE, "tickets", page, Reading(full=full))
        (row,) = rows(store, table(TicketRow))
        at: int | None = row["removed_at"]
        return at

    def merged(at: int) -> Record:
        return a_ticket("t1", at, removal=Removal.MERGED, removed_at=at)

    assert since(a_ticket("t1", 900)) is None
    assert since(merged(950)) == 950
    assert since(merged(990)) == 950
    assert since(merged(995), full=True) == 950
    assert since(a_ticket("t1", 1000, removal=Removal.SPAM, removed_at=1000)) == 1000
