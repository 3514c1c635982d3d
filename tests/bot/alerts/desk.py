"""Services over a store that was told a few tickets, and alerts about them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.services import Services
from metrics.ask import Asker
from metrics.posting.alerts import Alert, Care
from metrics.store.books.alerts import Alerts
from metrics.store.books.audit import Looks
from metrics.store.books.claims import Claims
from metrics.store.books.core_sets import CoreSets
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.homes import Homes
from metrics.store.books.missed_words import MissedWords
from metrics.store.books.outbox import Outbox
from metrics.store.books.posts import Posts
from metrics.store.books.takes import Takes
from metrics.store.books.visitors import Visitors
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from tests.bot.desk import settings
from tests.metrics.desk import NOW


def services(asker: Asker, folder: Path) -> Services:
    store = asker.store
    return Services(
        settings=settings(folder),
        asker=asker,
        posts=Posts(store),
        looks=Looks(store),
        homes=Homes(store),
        visitors=Visitors(store),
        missed_words=MissedWords(store),
        claims=Claims(store),
        takes=Takes(store),
        core=CoreSets(store),
        schedules=DigestSchedules(store),
        alerts=Alerts(store),
        outbox=Outbox(store, "me"),
        now=lambda: NOW,
        ticket_url=lambda source, ticket: f"https://acme.zendesk.com/agent/tickets/{ticket}",
    )


def reach(store: Store, until: int) -> None:
    """Let the data reach no further than that."""
    with store.write() as connection:
        connection.execute(update(ledger.SOURCE).values(fresh_until=until))


def alert(kind: str = "threshold", watch: str = "frt 2026-W46", **more: Any) -> Alert:
    usual: dict[str, Any] = {"value": 14400.0, "clear": 12600.0, "channel": "C1", "owner": "U1"}
    usual |= {"id": "aaaa", "phrase": "frt above 4h", "made_at": NOW, "care": Care(checks=1)}
    return Alert(kind=kind, watch=watch, **(usual | more))
