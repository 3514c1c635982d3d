"""The beat: every few seconds, in every copy of the bot, what is due is planned and worked on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import NamedTuple

from bot.deliveries.deadline import STUCK_SECONDS
from bot.deliveries.delivering import Delivering
from bot.deliveries.planning import plan
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import new_holder
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)


class _Held(NamedTuple):
    delivery: str
    outbox: Outbox
    since: float


@dataclass(kw_only=True)
class Dispatcher:
    """Any number of these share a store. `submit` hands work to a thread, if one is free."""

    store: Store
    delivering: Delivering
    submit: Callable[[Callable[[], None]], object]
    workers: int
    stopping: Event
    lease_seconds: int = 60
    ticked: float | None = None
    monotonic: Callable[[], float] = time.monotonic
    _held: dict[str, _Held] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def tick(self) -> None:
        """Plan what is due, and let the workers work on what is there. Never raises."""
        now = self.delivering.now()
        try:
            plan(DigestSchedules(self.store), now)
            self._keep_holding(now)
            Outbox(self.store, "").free_the_dead(now)
            waiting, _ = Outbox(self.store, "").backlog(now)
        except Exception:  # the next tick must come, whatever the database does
            logger.exception("A tick failed")
            return
        self.ticked = self.monotonic()
        for _ in range(min(waiting, self.workers)):
            self.submit(self.drain)

    def drain(self) -> None:
        """Work on deliveries until none is left that can be worked on now."""
        outbox = Outbox(self.store, new_holder(), self.lease_seconds)
        while not self.stopping.is_set():
            delivery = outbox.claim(self.delivering.now())
            if delivery is None:
                return
            with self._lock:
                self._held[outbox.holder] = _Held(delivery.id, outbox, self.monotonic())
            try:
                self.delivering.work(delivery, outbox)
            finally:
                with self._lock:
                    del self._held[outbox.holder]

    def stuck(self) -> bool:
        """Whether work never ends that others wait for: a restart mends that."""
        never = self.monotonic() - STUCK_SECONDS
        with self._lock:
            held = any(each.since <= never for each in self._held.values())
        return held or self.delivering.bounded.stuck()

    def _keep_holding(self, now: Instant) -> None:
        """Renew what the workers of this process are at, unless that never ends."""
        never = self.monotonic() - STUCK_SECONDS
        with self._lock:
            held = [each for each in self._held.values() if each.since > never]
        for each in held:
            each.outbox.renew([each.delivery], now)
