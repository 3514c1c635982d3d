"""Mails that helpdesks hold back, as they were last seen."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from metrics.store.tables.ledger import SuspendedRow
from metrics.store.tables.tickets import table
from metrics.tickets.suspended import Suspended

SUSPENDED = table(SuspendedRow)
_NAMES = ("id", "seen_at", "n", "oldest_at")


def waiting(connection: Connection, source: str) -> tuple[Suspended, ...]:
    """Those of a source by cause, the most first; nothing where none wait, or nobody knows."""
    here = SUSPENDED.c.source == source
    newest = select(func.max(SUSPENDED.c.seen_at)).where(here).scalar_subquery()
    query = select(SUSPENDED).where(here, SUSPENDED.c.seen_at == newest, SUSPENDED.c.n > 0)
    rows = connection.execute(query).mappings()
    found = [Suspended(**{name: row[name] for name in _NAMES}) for row in rows]
    return tuple(sorted(found, key=lambda one: (-one.n, one.id)))
