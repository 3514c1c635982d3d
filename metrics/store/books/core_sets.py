"""The core sets people chose, kept as they were said: the newest holds."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert, select

from metrics.question.core_set import CoreSet
from metrics.store.database.engine import Store
from metrics.store.database.rows import clean
from metrics.store.tables.people import CoreSetRow
from metrics.store.tables.tickets import table

CORE_SET = table(CoreSetRow)


@dataclass(frozen=True, slots=True)
class CoreSets:
    """The core sets of a store. Each method raises StoreError where the database is away."""

    store: Store

    def choose(self, chosen: CoreSet) -> None:
        """Let a set hold from now on; one without measures ends it."""
        row = {
            "metrics": " ".join(chosen.metrics),
            "since_at": chosen.since_at,
            "set_by": clean(chosen.set_by),
        }
        with self.store.write() as connection:
            connection.execute(insert(CORE_SET).values(row))

    def current(self) -> CoreSet:
        """The set that holds; one without measures where nobody has chosen any."""
        newest = select(CORE_SET).order_by(CORE_SET.c.key.desc()).limit(1)
        with self.store.read() as connection:
            row = connection.execute(newest).mappings().first()
        if row is None:
            return CoreSet()
        metrics = tuple(row["metrics"].split())
        return CoreSet(metrics=metrics, since_at=row["since_at"], set_by=row["set_by"])
