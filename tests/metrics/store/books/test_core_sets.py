"""Core sets as they are kept."""

from __future__ import annotations

from metrics.question.core_set import CoreSet
from metrics.store.books.core_sets import CoreSets
from metrics.store.database.engine import Store


def test_the_newest_holds_and_one_without_measures_ends_it(store: Store) -> None:
    sets = CoreSets(store)
    assert sets.current() == CoreSet()
    first = CoreSet(metrics=("frt", "csat"), since_at=7, set_by="U1")
    sets.choose(first)
    sets.choose(CoreSet(metrics=("sla",), since_at=7, set_by="U2\0"))
    assert sets.current() == CoreSet(metrics=("sla",), since_at=7, set_by="U2")
    sets.choose(CoreSet(since_at=9, set_by="U1"))
    assert sets.current().metrics == ()
