"""Composition: from settings to a running bot. The only place that knows every room."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event
from zoneinfo import ZoneInfo

from bot.config import Settings
from bot.schedule import Schedule
from bot.services import Now, Services
from bot.slack.connection import Socket, bolt, web_client
from bot.slack.deliver import Delivery
from bot.slack.home import Home
from bot.slack.http import Calls
from bot.slack.listeners import listen
from bot.slack.pool import Pool
from bot.slack.reception import Reception
from bot.slack.seen import Seen
from bot.slack.sending import Wait, sleep
from bot.web import Door, Health, web
from metrics.ask import Asker
from metrics.calendar import Calendar, parse_holidays, parse_hours
from metrics.errors import KpiError, StoreError
from metrics.helpdesks.zendesk import Reading, Zendesk
from metrics.helpdesks.zendesk import web as zendesk_web
from metrics.records import Instant
from metrics.store import ledger
from metrics.store.engine import Store
from metrics.sync import Outcome, Sync
from metrics.targets import Targets

logger = logging.getLogger(__name__)

DRAIN_SECONDS = 20.0
EVERYWHERE = "0.0.0.0"  # noqa: S104  a container's port is reached from outside it
NOTICES = 1_000


def system_now() -> Instant:
    """The time of this machine."""
    return int(time.time())  # noqa: TID251  the clock that everybody else is handed


def store(settings: Settings) -> Store:
    """The database, brought up to date. Raises StoreError."""
    opened = Store.open(settings.database_url.get_secret_value())
    opened.migrate()
    return opened


def asker(settings: Settings, store: Store) -> Asker:
    """The one who knows the figures."""
    return Asker(store, calendar(settings), Targets.parse(settings.targets))


def calendar(settings: Settings) -> Calendar:
    """When the team is open."""
    return Calendar(
        ZoneInfo(settings.timezone),
        parse_hours(settings.business_hours),
        parse_holidays(settings.holidays),
    )


def helpdesk(settings: Settings) -> Zendesk:
    """The connected account. Raises SettingsError where its settings are incomplete."""
    account = settings.zendesk()
    reading = Reading(
        keep_subjects=settings.keep_subjects,
        category_field=settings.zendesk_category_field,
        bot_users=settings.bots(),
    )
    connection = zendesk_web(account.url, account.email or "", account.token.get_secret_value())
    return Zendesk(account.name, connection, reading)


def syncing(settings: Settings, store: Store, now: Now) -> Sync:
    """What brings the helpdesk's data into `store`."""
    since_at = settings.since_at(now())
    return Sync(store=store, helpdesk=helpdesk(settings), since_at=since_at, clock=now)


@dataclass(frozen=True, kw_only=True)
class Bot:
    """A bot that runs between `start` and `stop`."""

    services: Services
    store: Store
    sync: Sync
    socket: Socket
    pools: tuple[Pool, ...]
    schedule: Schedule
    door: Door
    stopping: Event = field(default_factory=Event)

    def start(self) -> None:
        """Listen, connect and begin to sync. Raises SlackError, or OSError for a taken port."""
        for pool in self.pools:
            pool.start()
        self.door.start()
        self.socket.start()
        self.schedule.every(self.services.settings.sync_minutes, "sync", self.sync_once)
        self.schedule.start()

    def stop(self) -> None:
        """Take nothing more, finish what was asked, let go of everything."""
        self.stopping.set()
        self.socket.stop()
        for pool in self.pools:
            if not pool.close(DRAIN_SECONDS):
                logger.warning("Some questions were left unanswered at the stop")
        self.schedule.stop()
        self.door.stop()
        self.store.close()

    def sync_once(self) -> None:
        """Sync up to now; what goes wrong is logged and tried again at the next turn."""
        try:
            outcome = self.sync.run(stop=self.stopping.is_set)
            self.services.asker.fresh_until()  # loads what is new, so that nobody waits for it
        except KpiError as error:
            logger.error("Sync: %s", error)  # noqa: TRY400  the sentence says it all
        except Exception:  # the next turn must come
            logger.exception("Sync failed")
        else:
            for trouble in troubles(outcome):
                logger.warning("Sync: %s", trouble)


def troubles(outcome: Outcome) -> Iterator[str]:
    """What a sync could not do, in sentences."""
    yield from (f"{stream}: {why}" for stream, why in outcome.unavailable.items())
    if outcome.failure:
        yield outcome.failure


def build(
    settings: Settings, now: Now = system_now, wait: Wait = sleep, host: str = EVERYWHERE
) -> Bot:
    """Put a bot together. Raises SettingsError, StoreError or SlackError, each with a sentence."""
    client = web_client(settings)
    opened = store(settings)
    desk = helpdesk(settings)
    services = Services(
        settings=settings, asker=asker(settings, opened), now=now, ticket_url=desk.ticket_url
    )
    app = bolt(settings, client)
    pools = Pool("answer", settings.workers, settings.queue), Pool("notice", 1, NOTICES)
    reception = Reception(
        services=services,
        deliver=Delivery(client, wait),
        pool=pools[0],
        notices=pools[1],
        welcome_home=Home(client, services, wait),
    )
    listen(app, reception, Seen())
    socket = Socket(settings, app)
    health = healthy(opened, socket, now)
    calls = None if settings.slack_app_token else Calls(app)
    return Bot(
        services=services,
        store=opened,
        sync=syncing(settings, opened, now),
        socket=socket,
        pools=pools,
        schedule=Schedule(settings.timezone),
        door=Door(web(health, calls), host, settings.port),
    )


def healthy(store: Store, socket: Socket, now: Now) -> Callable[[], Health]:
    """What asks after the bot's health."""

    def health() -> Health:
        try:
            with store.read() as connection:
                fresh = [source.fresh_until for source in ledger.sources(connection)]
        except StoreError:
            return Health(database=False, socket=socket.connected, sync_age_seconds=None)
        ages = [now() - at for at in fresh if at is not None]
        age = max(ages) if ages and len(ages) == len(fresh) else None
        return Health(database=True, socket=socket.connected, sync_age_seconds=age)

    return health
