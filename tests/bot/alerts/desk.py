"""Services over a store that was told a few tickets, and alerts about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.services import Services
from metrics.ask import Asker
from metrics.posting.alerts import Alert, Care
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from tests.bot.desk import services_of, settings
from tests.metrics.desk import NOW


def services(asker: Asker, folder: Path) -> Services:
    return services_of(settings(folder), asker, NOW)


def reach(store: Store, until: int) -> None:
    """Let the data reach no further than that."""
    with store.write() as connection:
        connection.execute(update(ledger.SOURCE).values(fresh_until=until))


def alert(kind: str = "threshold", watch: str = "frt 2026-W46", **more: Any) -> Alert:
    usual: dict[str, Any] = {"value": 14400.0, "clear": 12600.0, "channel": "C1", "owner": "U1"}
    usual |= {"id": "aaaa", "phrase": "frt above 4h", "made_at": NOW, "care": Care(checks=1)}
    return Alert(kind=kind, watch=watch, **(usual | more))
