"""How many posts are in each state."""

from __future__ import annotations

from dataclasses import replace

from metrics.posting.deliveries import State
from metrics.store.books.delivery_states import delivery_states
from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store
from tests.metrics.store.books.test_outbox import NOW, POST


def test_posts_are_counted_by_state_also_where_there_is_none(store: Store) -> None:
    others = (replace(POST, id=f"{n}", state=State.MISSED) for n in range(2))
    Outbox(store, "me").put([POST, *others], NOW)
    with store.read() as connection:
        counts = delivery_states(connection)
    assert counts == dict.fromkeys(State, 0) | {"planned": 1, "missed": 2}
