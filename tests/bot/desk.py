"""A bot's services over a store with a few hundred tickets, or over an empty one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

from sqlalchemy import make_url

from bot import app
from bot.config import Settings
from bot.services import Services
from bot.workspace import FixedWorkspace, Person
from metrics.ask import Asker
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
from tests.empty import opened
from tests.filled import fill

NOW = 1_795_500_000
TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-sandbox",
    "SLACK_SIGNING_SECRET": "s3cret",
    "ZENDESK_URL": "https://acme.zendesk.com",
    "ZENDESK_EMAIL": "a@acme.com",
    "ZENDESK_API_TOKEN": "t",
}


def now() -> int:
    """The clock of what is handed over to another process too."""
    return NOW


class Administered(FixedWorkspace):
    """A workspace whose members all administer it, so that each may change things."""

    def person(self, id: str) -> Person:
        """Somebody who administers it."""
        return Person(id, administrator=True)


def settings(folder: Path, **given: str) -> Settings:
    """Settings that are complete, with a database in `folder`."""
    database = {"DATABASE_URL": f"sqlite:///{folder / 'test.db'}"}
    return Settings.model_validate({**TOKENS, **database, **given})


@cache
def _filled(tickets: int) -> bytes:
    """A migrated SQLite file with so many tickets: making one anew takes most of a test's time."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "filled.db"
        store = opened(file)
        if tickets:
            fill(store, tickets, NOW)
        store.close()
        return file.read_bytes()


@contextmanager
def services(chosen: Settings, tickets: int = 300) -> Iterator[Services]:
    """Services over `tickets` made-up tickets; with none, nothing was ever synced.

    A database that is there already is kept as it is, but for so many tickets in it.
    """
    address = make_url(chosen.database_url.get_secret_value())
    file = Path(str(address.database))
    new = address.drivername == "sqlite" and not file.exists()
    if new:
        file.write_bytes(_filled(tickets))
    # The tables of a new file are as they must be, and to look costs more than most tests.
    store = Store.open(address) if new else app.store(chosen)
    if tickets and not new:
        fill(store, tickets, NOW)
    try:
        made = services_of(chosen, app.asker(chosen, store), NOW)
        yield replace(made, workspace=Administered())
    finally:
        store.close()


def services_of(chosen: Settings, asker: Asker, at: int) -> Services:
    """Services over the store of one who answers, at one instant."""
    store = asker.store
    return Services(
        settings=chosen,
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
        outbox=Outbox(store, ""),
        now=lambda: at,
        ticket_url=lambda source, ticket: f"https://acme.zendesk.com/agent/tickets/{ticket}",
    )
