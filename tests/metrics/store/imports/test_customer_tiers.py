"""Which tier each ticket's customer was in, out of the rows of files."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from metrics.store.database.engine import Store
from metrics.store.imports import writing
from metrics.store.tickets.snapshots import SnapshotReader
from metrics.tickets.records import Dimension
from tests.bench.filling import fill

NOW = 1_795_500_000
TICKETS = 40


def tiers(store: Store, *rows: tuple[str, str, int | None]) -> dict[int, str]:
    told: list[dict[str, Any]] = [
        {"id": str(n), "customer": customer, "tier": tier, "since": since}
        for n, (customer, tier, since) in enumerate(rows)
    ]
    with store.write() as connection:
        writing.save(connection, "customer-tiers", told, NOW)
    found = SnapshotReader(store).snapshot()
    assert found.tiers is not None
    words = found.words[Dimension.TIER]
    return {int(k): words[c] for k, c in zip(found.tickets.key, found.tiers, strict=True) if c}


def created_at(store: Store, ticket: int) -> int:
    with store.read() as connection:
        asked = text("select created_at from timeline where ticket = :ticket")
        return int(connection.execute(asked, {"ticket": ticket}).scalar_one())


def test_without_rows_no_tier_is_told(store: Store) -> None:
    fill(store, TICKETS, NOW)
    assert SnapshotReader(store).snapshot().tiers is None


def test_the_last_row_that_began_by_then_holds_from_its_very_second(store: Store) -> None:
    fill(store, TICKETS, NOW)
    came = created_at(store, 7)
    assert tiers(store, ("r7", "free", None), ("r7", "gold", came)) == {7: "gold"}
    assert tiers(store, ("r7", "free", None), ("r7", "gold", came + 1)) == {7: "free"}
    assert tiers(store, ("r7", "free", came - 1), ("r7", "gold", came + 1)) == {7: "free"}


def test_nobody_takes_the_tier_of_a_neighbour(store: Store) -> None:
    fill(store, TICKETS, NOW)
    with store.write() as connection:
        connection.execute(text("update timeline set requester = null where ticket = 9"))
    rows = [("r8", "gold", None), ("r10", "free", None), ("r4711", "free", None), ("", "free", 5)]
    assert tiers(store, *rows) == {8: "gold", 10: "free"}
