"""The beat: every few seconds, in every copy of the bot, what is due is planned and worked on."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock

from bot.rhythm.delivering import Delivering
from bot.rhythm.planning import plan
from metrics.records import Instant
from metrics.store.digest_schedules import DigestSchedules
from metrics.store.engine import Store
from metrics.store.holder import holder
from metrics.store.outbox import Outbox

logger = logging.getLogger(__name__)


def _nothing(_now: Instant) -> None:
    """Look at nothing."""


@dataclass(kw_only=True)
class Rhythm:
    """Any number of these share a store. `submit` hands work to a thread, if one is free.

    `checks` looks at what may have to be told, and puts it into the outbox.
    """

    store: Store
    delivering: Delivering
    submit: Callable[[Callable[[], None]], object]
    workers: int
    stopping: Event
    lease_seconds: int = 60
    checks: Callable[[Instant], None] = _nothing
    ticked_at: Instant | None = None
    _held: dict[str, Outbox] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def tick(self) -> None:
        """Plan what is due, and let the workers work on what is there. Never raises."""
        now = self.delivering.now()
        try:
            plan(DigestSchedules(self.store), now)
            self._keep_holding(now)
            Outbox(self.store, "").free_the_dead(now)
            waiting, _ = Outbox(self.store, "").waiting(now)
        except Exception:  # the next tick must come, whatever the database does
            logger.exception("A tick failed")
            return
        self.ticked_at = now
        self.submit(partial(self.checks, now))
        for _ in range(min(waiting, self.workers)):
            self.submit(self.drain)

    def drain(self) -> None:
        """Work on deliveries until none is left that can be worked on now."""
        outbox = Outbox(self.store, holder(), self.lease_seconds)
        while not self.stopping.is_set():
            delivery = outbox.claim(self.delivering.now())
            if delivery is None:
                return
            with self._lock:
                self._held[delivery.id] = outbox
            try:
                self.delivering.work(delivery, outbox)
            finally:
                with self._lock:
                    self._held.pop(delivery.id, None)

    def _keep_holding(self, now: Instant) -> None:
        """Renew what the workers of this process are at, however long that takes."""
        with self._lock:
            held = list(self._held.items())
        for id, outbox in held:
            outbox.renew([id], now)
