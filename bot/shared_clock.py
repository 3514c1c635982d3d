"""The clock by which all copies of the bot that share a database hold things for a time."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import system_now
from metrics.store.database.engine import Store
from metrics.tickets.records import Instant


def shared_clock(store: Store, now: Callable[[], Instant]) -> Callable[[], Instant]:
    """The database's clock where there is one: the clocks of several machines differ."""
    return (lambda: store.now() or now()) if now is system_now else now
