"""A bot that runs: what begins with it, what ends with it, and what goes on meanwhile."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Event

from bot.alerts.changes import keep_settings as keep_alerts
from bot.charts import warm
from bot.deliveries.dispatcher import Dispatcher
from bot.deliveries.outages import StoreOutage, tell_of_outages
from bot.deliveries.restatements import restate
from bot.deliveries.schedules import keep_settings
from bot.deliveries.supplies import tell_of_supplies
from bot.health import Vitals
from bot.schedule import Ticker
from bot.services import Services
from bot.slack.pool import Pool, together
from bot.slack.reception import Reception
from bot.slack.socket_mode import Socket
from bot.slack.work_in_steps import WorkLine
from bot.syncs.line import Synced
from bot.syncs.process import SyncProcess
from bot.upkeep import Forgetting, back_up_daily, delete_old_tickets
from bot.web import Door
from bot.webhooks import Webhooks
from bot.workspace import is_person
from metrics.errors import KpiError, StoreError
from metrics.store.books.purging import purge
from metrics.store.books.replicas import Replicas
from metrics.store.database.engine import Store
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)

DRAIN_SECONDS = 20.0
CLOSING_SECONDS, ANSWERING_SECONDS, TELLING_SECONDS = 4.0, 3.0, 5.0
"""Both ways in are closed while whoever waits is answered; then the rest is told that it ends."""
WORD_SECONDS = 2.0
"""A database that hangs is waited for so long to take a last word."""
PULSE, PULSE_SECONDS = "pulse", 3
WAKE_SECONDS = 1
SOCKET_SECONDS = 2
SWITCH_SECONDS = 0.001
"""Threads that work let one that acknowledges go on after so long, and not after 5 ms."""
EXAMINE_SECONDS = 60
BEAT_SECONDS = 5
RESTATE_SECONDS = 600
DAY_SECONDS = 86400
UPKEEP_SECONDS = 1200


@dataclass(frozen=True, kw_only=True)
class Bot:
    """A bot that runs between `start` and `stop`."""

    services: Services
    store: Store
    socket: Socket
    reception: Reception
    replicas: Replicas
    send_line: WorkLine
    sync_process: SyncProcess
    synced_pool: Pool
    dispatcher: Dispatcher
    check_alerts: Callable[[Instant], None]
    beat_pool: Pool
    watch_pool: Pool
    vitals: Vitals
    ask_slack: Callable[[], None]
    door: Door
    webhooks: Webhooks
    stopping: Event
    schedule: Ticker = field(default_factory=Ticker)
    store_outage: StoreOutage = field(default_factory=lambda: StoreOutage(monotonic=time.monotonic))

    @property
    def pools(self) -> tuple[Pool | WorkLine, ...]:
        """All pools, in the order in which they are drained."""
        return (
            self.reception.pool,
            self.reception.held.line,
            self.reception.notices,
            self.reception.forms,
            self.reception.homes,
            self.send_line,
            self.beat_pool,
            self.watch_pool,
            self.synced_pool,
        )

    def start(self) -> None:
        """Listen, connect and begin to sync. Raises SlackError, or OSError for a taken port.

        Where Slack is away the socket opens once it is back.
        """
        sys.setswitchinterval(SWITCH_SECONDS)
        for pool in self.pools:
            pool.start()
        self.reception.pool.submit(warm)
        self.services.meters.read(partial(self.vitals.readings, self.pools, self.services.asker))
        self.pulse()
        forgetting = Forgetting(self.store)
        self.let_go(forgetting)
        self.door.start()
        self.socket.start()
        self.sync_process.start(self.synced)
        self.schedule.every(WAKE_SECONDS, "webhooks", self.wake)
        self.schedule.every(PULSE_SECONDS, PULSE, self.pulse)
        self.schedule.every(SOCKET_SECONDS, "socket", self.socket.watch)
        self.schedule.every(EXAMINE_SECONDS, "tables", self.vitals.examine)
        self.schedule.every(EXAMINE_SECONDS, "token", self.ask_slack)
        self.schedule.every(BEAT_SECONDS, "beat", self.dispatcher.tick)
        again = partial(restate, self.services, self.dispatcher.worker.now)
        self.schedule.every(BEAT_SECONDS, "alerts", lambda: self.watch_pool.submit(self._check))
        self.schedule.every(EXAMINE_SECONDS, "supplies", lambda: self.watch_pool.submit(self._tell))
        self.schedule.every(EXAMINE_SECONDS, "cards", lambda: self.watch_pool.submit(self._recall))
        self.schedule.every(BEAT_SECONDS, "forgotten", partial(self.let_go, forgetting))
        self.schedule.every(RESTATE_SECONDS, "restate", lambda: self.watch_pool.submit(again))
        self.schedule.every(DAY_SECONDS, "purge", lambda: self.watch_pool.submit(self.purge_once))
        self.schedule.every(UPKEEP_SECONDS, "upkeep", lambda: self.watch_pool.submit(self.upkeep))
        self.schedule.start()

    def stop(self) -> None:
        """Take nothing more, finish or tell off what was asked, let go of everything.

        It says that it lives until all has ended: what it still works on is no other copy's.
        """
        deadline = time.monotonic() + DRAIN_SECONDS
        self.stopping.set()
        self.sync_process.leave()
        self.schedule.keep_only(PULSE)
        works = (self.socket.stop, self.door.stop, self._answer_the_rest)
        together("end", works, len(works), CLOSING_SECONDS)
        self.reception.close(TELLING_SECONDS)
        for pool in self.pools:
            if not pool.close(max(0.0, deadline - time.monotonic())):
                logger.warning("The pool %s did not finish before the stop", pool.name)
        if not self.sync_process.close(max(0.0, deadline - time.monotonic())):
            logger.warning("The process of the syncs did not finish its page before the stop")
        self.schedule.stop()
        together(
            "leave", [partial(self._say_that, lambda _: self.replicas.leave())], 1, WORD_SECONDS
        )
        self.store.close()

    def _answer_the_rest(self) -> None:
        self._say_that(self.replicas.announce_leave)
        self.reception.clear(ANSWERING_SECONDS)

    def pulse(self) -> None:
        """Say that this copy lives, and go on with what others left; the next turn must come."""
        self.vitals.pulse(self._live)
        if self.stopping.is_set():
            return
        try:
            self.services.posts.write_rest()
            self.reception.adopt(self.dispatcher.worker.now())
        except StoreError as error:
            logger.warning("What others left could not be looked for: %s", error)

    def _live(self) -> None:
        now = self.dispatcher.worker.now()
        if self.stopping.is_set():
            self.replicas.announce_leave(now)
        else:
            self.replicas.pulse(now, self.vitals.deaf_since(now))

    def _say_that(self, say: Callable[[Instant], None]) -> None:
        try:
            say(self.dispatcher.worker.now())
        except StoreError as error:
            logger.warning("Other copies of the bot could not be told of this one: %s", error)

    def purge_once(self) -> None:
        """Let go of what is older than the settings keep it; tried again at the next turn."""
        now, settings = self.services.now(), self.services.settings
        looks = settings.keep_looks_days
        posts_before = now - settings.keep_posts_days * DAY_SECONDS
        self.reception.inbox.forget(now - DAY_SECONDS)
        counts = purge(self.store, posts_before, looks and now - looks * DAY_SECONDS)
        if any(counts):
            logger.info("Let go of the words of %s posts, and of %s looks", *counts)

    def upkeep(self) -> None:
        """Make the back-up of the day, and delete what the settings keep no longer."""
        back_up_daily(self.services)
        delete_old_tickets(self.services)

    def let_go(self, forgetting: Forgetting) -> None:
        """Have columns read anew at once where somebody was forgotten."""
        forgetting.look(lambda: self.synced_pool.submit(self.services.asker.renew))

    def wake(self) -> None:
        """Have the accounts synced whose helpdesks have called for it."""
        for source in self.webhooks.due():
            self.webhooks.begun(source)
            self.sync_process.wake(source)

    def _check(self) -> None:
        """Check the alerts; where the database is away, at the next turn."""
        try:
            self.check_alerts(self.dispatcher.worker.now())
        except StoreError as error:
            logger.warning("Alerts could not be checked: %s", error)

    def _recall(self) -> None:
        """Know the newest cards for when the database is away."""
        try:
            self.services.posts.recall()
        except StoreError as error:
            logger.warning("The newest cards could not be looked up: %s", error)

    def _tell(self) -> None:
        """Tell those who administer what stopped and what came back; the store's own end first."""
        worker = self.dispatcher.worker
        people = sorted(id for id in self.services.settings.admins() if is_person(id))
        self.store_outage.look(self.vitals().database, people, worker.courier)
        try:
            tell_of_supplies(self.services, worker.now())
            tell_of_outages(self.services, worker.now())
        except StoreError as error:
            logger.warning("What stopped and came back could not be told: %s", error)

    def synced(self, _: Synced) -> None:
        """Have what a sync has brought taken in, unless that waits to be done already."""
        self.synced_pool.submit(self.take_in)

    def take_in(self) -> None:
        """Load what is new, so that nobody waits for it, and look at the settings again."""
        try:
            self.services.asker.keep_columns()
            keep_settings(self.services)
            keep_alerts(self.services)
        except KpiError as error:
            logger.error("After a sync: %s", error)  # noqa: TRY400  it says it all
