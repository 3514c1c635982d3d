"""A snapshot in two halves: all that stays as it is, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import text

from metrics.store.database.engine import Store
from metrics.store.tickets.snapshot import Halves, Snapshot
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.tickets.alone import NotAloneError
from metrics.tickets.dimensions import TAG
from tests.filled import supplied
from tests.metrics.store.tickets.test_snapshots import changed

NOW, SIZE = 1_795_500_000, 60
SOURCE = "zendesk:acme"


@pytest.fixture
def store(sqlite_store_url: str) -> Iterator[Store]:
    with supplied(sqlite_store_url, SIZE, NOW) as made:
        yield made


def halves_of(snapshot: Snapshot) -> Halves:
    assert snapshot.halves is not None
    return snapshot.halves


def test_the_base_is_the_same_object_and_what_changed_is_beside_it(store: Store) -> None:
    reader = SnapshotReader(store)
    first = halves_of(reader.snapshot())
    assert len(first.changed) == len(first.now.tickets.key) == 0
    changed(store, 7)
    second = halves_of(reader.snapshot())
    changed(store, 9)
    whole = reader.snapshot()
    third = halves_of(whole)
    assert first.base is second.base is third.base
    assert len(third.base.tickets.key) == SIZE
    assert third.changed.tolist() == third.now.tickets.key.tolist() == [7, 9]
    for name in ("waits", "solves", "spans", "stretches", "ratings"):
        of_now = getattr(third.now, name).ticket
        of_whole = getattr(whole, name).ticket
        assert sorted(of_now) == sorted(of_whole[np.isin(of_whole, [7, 9])])


def test_a_half_tells_neither_who_asked_nor_what_was_imported(store: Store) -> None:
    reader = SnapshotReader(store)
    reader.snapshot()
    changed(store)
    halves = halves_of(reader.snapshot())
    for half in (halves.base, halves.now):
        with pytest.raises(NotAloneError):
            _ = half.tickets.requester
        with pytest.raises(NotAloneError):
            _ = half.imported["surveys"]
        assert half.tiers is None


def test_what_nobody_had_before_is_an_attribute_of_the_base_too(store: Store) -> None:
    reader = SnapshotReader(store)
    reader.snapshot()
    with store.write() as connection:
        connection.execute(text(f"insert into attribute values ('{SOURCE}', '7', '{TAG}', 'vip')"))
    changed(store, 7)
    whole = reader.snapshot()
    halves = halves_of(whole)
    assert whole.words[TAG][halves.now.attributes[TAG][0]] == "vip"
    assert not halves.base.attributes[TAG].any()
    assert len(halves.base.attributes[TAG]) == SIZE


def test_a_ticket_that_is_given_other_office_hours_unseen_makes_another_base(store: Store) -> None:
    reader = SnapshotReader(store)
    first = halves_of(reader.snapshot())
    whole = reader.snapshot()
    assert first.has(first.part, whole, first.changed)
    three, at, number = np.array([3]), np.array([NOW]), np.array([0])
    other = replace(whole, hours=replace(whole.hours, ticket=three, at=at, number=number))
    assert not first.has(first.part, other, first.changed)
    assert first.has(first.part, other, three)
