"""What could not be read is kept with its reason, counted, and gone once it could be."""

from __future__ import annotations

from metrics.store.database.engine import Store
from metrics.store.syncs import aside
from metrics.tickets.records import Unreadable

SOURCE = "z:acme"


def unreadable(id: str, reason: str) -> Unreadable:
    return Unreadable(id=id, reason=reason, excerpt="")


def test_it_is_told_by_stream_and_by_reason_the_most_first(store: Store) -> None:
    told = {each: unreadable(each, "no time") for each in ("a", "b")} | {
        "c": unreadable("c", "odd")
    }
    with store.write() as connection:
        aside.set_aside(connection, SOURCE, "tickets", told)
        aside.set_aside(connection, "z:other", "tickets", {"a": unreadable("a", "odd")})
        assert [each.id for each in aside.unreadable(connection, SOURCE)["tickets"]] == [*"abc"]
        assert aside.reasons(connection, SOURCE) == [
            ("tickets", "no time", 2),
            ("tickets", "odd", 1),
        ]
        assert aside.counts(connection) == {(SOURCE, "tickets"): 3, ("z:other", "tickets"): 1}


def test_what_could_be_read_after_all_is_set_aside_no_more(store: Store) -> None:
    with store.write() as connection:
        aside.set_aside(connection, SOURCE, "tickets", {"a": unreadable("a", "odd")})
        aside.set_aside(connection, SOURCE, "tickets", {"a": None, "b": None})
        assert aside.unreadable(connection, SOURCE) == {}
        assert aside.counts(connection) == {}
