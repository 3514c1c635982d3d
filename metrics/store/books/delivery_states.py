"""How many posts are in each state: what somebody who watches over the bot wants to know."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from metrics.posting.deliveries import State
from metrics.store.books.outbox import DELIVERY


def delivery_states(connection: Connection) -> dict[str, int]:
    """How many deliveries are in each state, also in those that none is in."""
    query = select(DELIVERY.c.state, func.count()).group_by(DELIVERY.c.state)
    counts = {str(state): int(number) for state, number in connection.execute(query)}
    return {str(state): counts.get(state, 0) for state in State}
