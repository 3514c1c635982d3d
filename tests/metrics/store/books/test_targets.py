"""Targets as they are kept."""

from __future__ import annotations

from metrics.store.books import targets
from metrics.store.database.engine import Store


def test_what_was_said_stays_in_the_order_it_was_said(store: Store) -> None:
    first = {"metric": "frt", "channel": "email", "value": 14400.0, "since_at": 7, "set_by": "U1"}
    with store.write() as connection:
        targets.add_target(connection, first)
        targets.add_target(connection, {**first, "value": None, "since_at": 7, "set_by": "U2\0"})
    with store.read() as connection:
        one, two = targets.all_targets(connection)
    assert {name: one[name] for name in first} == first
    assert (one["team"], two["value"], two["set_by"]) == (None, None, "U2")
