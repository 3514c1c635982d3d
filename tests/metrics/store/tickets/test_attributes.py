"""Attributes of tickets as they are stored and read again: the newest of each, by source."""

from __future__ import annotations

from metrics.store.database.engine import Store
from metrics.tickets.dimensions import BRAND, Dimension
from tests.metrics.ask.test_attributes import desk, parts, volume
from tests.metrics.desk import NOW, Told, told


def test_what_changes_is_read_again_and_the_rest_stays(store: Store) -> None:
    asker = desk(store)
    assert parts(volume(asker, BRAND))["Acme"] == 2
    again = Told("2", 8, changed_at=NOW + 1, attributes={"brand": ("Globex",), "plan": ("Pro",)})
    told(store, [again.solved(10, 11)])
    assert parts(volume(asker, BRAND)) == {"Acme": 1, "Globex": 2, "(none)": 1}
    assert parts(volume(asker, Dimension.attribute("plan"))) == {"Pro": 1, "(none)": 3}


def test_an_older_version_of_a_ticket_changes_nothing(store: Store) -> None:
    asker = desk(store)
    old = Told("1", 8, changed_at=NOW - 50, attributes={"brand": ("Old",)})
    told(store, [old.solved(9, 10)])
    assert parts(volume(asker, BRAND)) == {"Acme": 2, "Globex": 1, "(none)": 1}


def test_two_sources_keep_their_own(store: Store) -> None:
    desk(store)
    asker = told(store, [Told("1", 8, attributes={"brand": ("Other",)})], account="b")
    assert parts(volume(asker, BRAND)) == {"Acme": 2, "Globex": 1, "Other": 1, "(none)": 1}


def test_those_who_have_none_carry_none(store: Store) -> None:
    asker = told(store, [Told("1", 8)])
    assert asker.directory().attributes == {}
