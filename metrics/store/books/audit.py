"""The audit trail: each look at a person's figures is kept, allowed or not."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from sqlalchemy import Connection, insert, select

from metrics.posting.audit import Look
from metrics.store.database.engine import Store
from metrics.store.database.rows import clean
from metrics.store.tables.people import LookRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

LOOK = table(LookRow)
_NAMES = tuple(field.name for field in fields(Look))


def keep(connection: Connection, look: Look) -> None:
    """Keep a look, or a change that the same transaction makes: both, or neither."""
    row = asdict(look) | {"phrase": clean(look.phrase)}
    connection.execute(insert(LOOK).values(row))


@dataclass(frozen=True, slots=True)
class Looks:
    """The looks at people's figures. They are only ever added to."""

    store: Store

    def keep(self, look: Look) -> None:
        """Keep a look. Raises StoreError, and then nothing may be shown."""
        with self.store.write() as connection:
            keep(connection, look)

    def since(self, at: Instant) -> tuple[Look, ...]:
        """The looks from that instant on, the oldest first."""
        query = select(LOOK).where(LOOK.c.at >= at).order_by(LOOK.c.at, LOOK.c.key)
        with self.store.read() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Look(**{name: row[name] for name in _NAMES}) for row in rows)
