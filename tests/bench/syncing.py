"""How fast a year is read through Zendesk's API into a store, and read again."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from threading import Event

from bot.config import Settings
from bot.syncs.accounts import make_syncs
from bot.web import Door
from metrics.store.database.engine import Store
from metrics.tickets.records import Instant
from sandbox.desks import LOOPBACK
from sandbox.helpdesks.zendesk import EMAIL, TOKEN, zendesk_app
from sandbox.year import Year


def synced(now: Instant) -> str:
    """Read the synthetic year from nothing, then once more in full; says how fast."""
    app = zendesk_app(
        Year.plan_until(ends_at=now), clock=lambda: float(now), exports_per_minute=10**6
    )
    door = Door(app, LOOPBACK, 0)
    door.start()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'bench.db'}")
        store.migrate()
        settings = Settings.model_validate(
            {
                "ZENDESK_URL": f"http://{LOOPBACK}:{door.port}",
                "ZENDESK_EMAIL": EMAIL,
                "ZENDESK_API_TOKEN": TOKEN,
                "DESKPULSE_ZENDESK_EXPORTS_PER_MINUTE": "10000",
            }
        )
        said = [_timed(store, settings, now, full=full) for full in (False, True)]
        store.close()
    door.stop()
    return "\n".join(["Sync of a year from a Zendesk on this machine, into SQLite", *said])


def _timed(store: Store, settings: Settings, now: Instant, *, full: bool) -> str:
    begun = time.perf_counter()
    (sync,) = make_syncs(settings, store, lambda: now, Event())
    outcome = sync.run(full=full)
    taken = time.perf_counter() - begun
    what = "read again in full" if full else "from nothing"
    rate = outcome.records / taken
    return (
        f"  {what:<20} {outcome.records:,} records in {taken:.1f} s: {rate:,.0f} a second, "
        f"{outcome.rebuilt:,} timelines built"
    )
