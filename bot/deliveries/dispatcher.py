"""The beat: every few seconds, in every copy of the bot, what is due is planned and worked on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import NamedTuple

from bot.deliveries.deadline import STUCK_SECONDS
from bot.deliveries.delivery_worker import DeliveryWorker
from bot.deliveries.due_slots import plan
from metrics.errors import StoreError
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import new_holder
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)


class _Claim(NamedTuple):
    delivery: str
    outbox: Outbox
    since: float


@dataclass(kw_only=True)
class Dispatcher:
    """Any number of these share a store. `submit` hands work to a thread, if one is free."""

    store: Store
    worker: DeliveryWorker
    submit: Callable[[Callable[[], None]], object]
    workers: int
    stopping: Event
    lease_seconds: int = 60
    last_tick: float | None = None
    monotonic: Callable[[], float] = time.monotonic
    _claims: dict[str, _Claim] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def tick(self) -> None:
        """Plan what is due, and let the workers work on what is there. Never raises."""
        try:
            now = self.worker.now()  # a database's own time, where there is one
            plan(DigestSchedules(self.store), now)
            self._renew_claims(now)
            Outbox(self.store, "").free_the_dead(now)
            count, _ = Outbox(self.store, "").backlog(now)
        except StoreError as error:  # told of as the database's: no restart would mend it
            logger.warning("A tick found no database: %s", error)
            self.last_tick = self.monotonic()
            return
        except Exception:  # the next tick must come
            logger.exception("A tick failed")
            return
        self.last_tick = self.monotonic()
        for _ in range(min(count, self.workers)):
            self.submit(self.drain)

    def drain(self) -> None:
        """Work on deliveries until none is left that can be worked on now."""
        outbox = Outbox(self.store, new_holder(), self.lease_seconds)
        while not self.stopping.is_set():
            delivery = outbox.claim(self.worker.now())
            if delivery is None:
                return
            with self._lock:
                self._claims[outbox.holder] = _Claim(delivery.id, outbox, self.monotonic())
            try:
                self.worker.work(delivery, outbox)
            finally:
                with self._lock:
                    del self._claims[outbox.holder]

    def stuck(self) -> bool:
        """Whether work never ends that others wait for: a restart mends that."""
        never = self.monotonic() - STUCK_SECONDS
        with self._lock:
            endless = any(each.since <= never for each in self._claims.values())
        return endless or self.worker.runner.stuck()

    def _renew_claims(self, now: Instant) -> None:
        """Renew what the workers of this process are at, unless that never ends."""
        never = self.monotonic() - STUCK_SECONDS
        with self._lock:
            claims = [each for each in self._claims.values() if each.since > never]
        for each in claims:
            each.outbox.renew([each.delivery], now)
