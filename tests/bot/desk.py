"""A bot's services over a store with a few hundred tickets, or over an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import app
from bot.config import Settings
from bot.services import Services
from metrics.store.alerts import Alerts
from metrics.store.digest_schedules import DigestSchedules
from metrics.store.engine import Store
from metrics.store.homes import Homes
from metrics.store.looks import Looks
from metrics.store.outbox import Outbox
from metrics.store.posts import Posts
from tests.bench.filling import fill

NOW = 1_795_500_000
TOKENS = {
    "SLACK_BOT_TOKEN": "xoxb-sandbox",
    "SLACK_SIGNING_SECRET": "s3cret",
    "ZENDESK_URL": "https://acme.zendesk.com",
    "ZENDESK_EMAIL": "a@acme.com",
    "ZENDESK_API_TOKEN": "t",
}


def settings(folder: Path, **given: str) -> Settings:
    """Settings that are complete, with a database in `folder`."""
    database = {"DATABASE_URL": f"sqlite:///{folder / 'test.db'}"}
    return Settings.model_validate({**TOKENS, **database, **given})


@contextmanager
def services(chosen: Settings, tickets: int = 300) -> Iterator[Services]:
    """Services over `tickets` made-up tickets; with none, nothing was ever synced."""
    store: Store = app.store(chosen)
    if tickets:
        fill(store, tickets, NOW)
    try:
        yield Services(
            settings=chosen,
            asker=app.asker(chosen, store),
            posts=Posts(store),
            looks=Looks(store),
            homes=Homes(store),
            schedules=DigestSchedules(store),
            alerts=Alerts(store),
            outbox=Outbox(store, ""),
            now=lambda: NOW,
            ticket_url=lambda ticket: f"https://acme.zendesk.com/agent/tickets/{ticket}",
        )
    finally:
        store.close()
