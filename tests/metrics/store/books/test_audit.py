"""The audit trail of looks at people's figures."""

from __future__ import annotations

from dataclasses import replace

from metrics.posting.audit import Look
from metrics.store.books.audit import Looks
from metrics.store.database.engine import Store

FIRST = Look(at=100, person="U1", channel="C1", phrase="frt by agent", allowed=True)
SECOND = replace(FIRST, at=200, person="U2", allowed=False)


def test_looks_are_told_as_they_were_kept_the_oldest_first(store: Store) -> None:
    looks = Looks(store)
    looks.keep(SECOND)
    looks.keep(FIRST)
    looks.keep(FIRST)
    assert looks.since(0) == (FIRST, FIRST, SECOND)
    assert looks.since(200) == (SECOND,)
    assert looks.since(201) == ()
