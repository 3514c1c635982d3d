"""Who is not of the own company and was told so: politely, and not again on the same day."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import update

from metrics.store.database.engine import Store
from metrics.store.database.statements import insert_first
from metrics.store.tables.people import VisitorRow
from metrics.store.tables.tickets import table
from metrics.tickets.records import Instant

VISITOR = table(VisitorRow)
DAY_SECONDS = 86400


@dataclass(frozen=True, slots=True)
class Visitors:
    """People who were turned away, by their ids."""

    store: Store

    def due(self, person: str, now: Instant) -> bool:
        """Whether somebody is to be told now; of all copies of the bot one is told so, once a day.

        Raises StoreError.
        """
        is_recent = VISITOR.c.told_at.between(now - DAY_SECONDS + 1, now)
        statement = (
            update(VISITOR).where(VISITOR.c.person == person, ~is_recent).values(told_at=now)
        )
        with self.store.write() as connection:
            first = insert_first(connection, VISITOR, {"person": person, "told_at": now})
            return first or connection.execute(statement).rowcount > 0
