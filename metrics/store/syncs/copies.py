"""Whether what a read replica holds can be a copy of the database, however far it lags."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.database.schema import revision
from metrics.store.syncs.ledger import revisions

OTHER_TABLES: Final = (
    "Its tables are of revision {}, the database's of {}: it lags, or is no copy of it."
)
LACKING: Final = "It holds nothing of {} yet, or is no copy of the database."
AHEAD: Final = "Of {} it holds what the database does not: it is no copy of it."


def refuse_strange(copy: Connection, original: Store) -> None:
    """Raise StoreError where `copy` does not hold what the original does, or did a while ago.

    Nobody can tell where the original is away: then nothing is refused.
    """
    tables, copied = revision(copy), revisions(copy)
    try:
        # After the copy: what it holds the original has held before, if it is a copy.
        with original.read() as connection:
            own_tables = revision(connection)
            own = revisions(connection)
    except StoreError:
        return
    if tables != own_tables:
        raise StoreError(OTHER_TABLES.format(tables, own_tables))
    for name in sorted(own.keys() | copied.keys()):
        if copied.get(name, 0) > own.get(name, 0):
            raise StoreError(AHEAD.format(name))
        if own.get(name, 0) and name not in copied:
            raise StoreError(LACKING.format(name))
