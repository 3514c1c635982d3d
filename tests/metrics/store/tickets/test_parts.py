"""A base and what changed since are, as one, in the order in which all would be read."""

from __future__ import annotations

import numpy as np
from sqlalchemy import text

from metrics.sources.codebooks import Codebooks
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.tickets.loading import Loader
from metrics.store.tickets.parts import Merged, changed_keys, empty_like, read_part
from tests.bench.filling import fill

NOW = 1_795_500_000


def test_the_rows_of_both_are_in_their_order(store: Store) -> None:
    fill(store, 80, NOW)
    codebooks, since = Codebooks(), {"zendesk:acme": 1}
    with store.read() as connection:
        sources = ledger.sources(connection)
        base = read_part(Loader(connection, codebooks), sources)
    with store.write() as connection:
        connection.execute(text("update timeline set revision = 2 where ticket in (3, 50, 80)"))
        connection.execute(text("update span set ended_at = 5 where ticket = 50 and number = 1"))
        connection.execute(text("delete from span where ticket = 3"))
    with store.read() as connection:
        keys = changed_keys(connection, since)
        delta = read_part(Loader(connection, codebooks, keys), sources)
    merged = Merged(base, delta, keys).whole()
    assert merged.tables["tickets"]["key"].whole().tolist() == list(range(1, 81))
    ended_at = merged.tables["spans"]["ended_at"].whole()
    assert np.array_equal(ended_at, np.sort(ended_at))
    assert ended_at[0] == 5
    assert 3 not in merged.tables["spans"]["ticket"].whole()
    assert base.has(np.array([0, 1, 80, 81, 10**12])).tolist() == [False, True, True, False, False]
    assert not empty_like(base).has(np.array([1])).any()
    assert len(Merged(base, empty_like(base), keys).whole()) == 77
