"""How the bot is doing, for whoever watches over it: nothing about anybody's data."""

from __future__ import annotations

from collections.abc import Callable

from bot.rhythm.bounded import STUCK_SECONDS
from bot.rhythm.rhythm import Rhythm
from bot.services import Now
from bot.slack.pool import Pool
from bot.slack.socket_mode import Socket
from bot.web import Health
from metrics.errors import StoreError
from metrics.store import ledger
from metrics.store.engine import Store


def healthy(
    store: Store, socket: Socket, now: Now, beat: Rhythm, watching: Pool
) -> Callable[[], Health]:
    """What asks after the bot's health. `watching` has work that never takes long."""

    def health() -> Health:
        try:
            with store.read() as connection:
                known = ledger.sources(connection)
            fresh = [source.fresh_until for source in known if source.helpdesk]
        except StoreError:
            return Health(database=False, socket=socket.connected, sync_age_seconds=None)
        ages = [now() - at for at in fresh if at is not None]
        age = max(ages) if ages and len(ages) == len(fresh) else None
        silent = None if beat.ticked_at is None else max(0, now() - beat.ticked_at)
        return Health(
            database=True,
            socket=socket.connected,
            sync_age_seconds=age,
            beat_age_seconds=silent,
            stuck=beat.stuck() or watching.busy_seconds() > STUCK_SECONDS,
        )

    return health
