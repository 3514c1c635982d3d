"""The end of a delivery that is not posted: kept with its reason, and told to whom it concerns."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.deliveries import notices
from bot.deliveries.notices import NOTICE, notice
from bot.services import Now
from bot.talk import Reply
from metrics.posting.alerts import ALERTED
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.store.books.outbox import Outbox
from metrics.tickets.records import Instant

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """Ends deliveries. `zone` is that in which a slot is told; `admin` hears where nobody owns."""

    now: Now
    zone: Callable[[Delivery], str]
    admin: str = ""

    def end(self, delivery: Delivery, outbox: Outbox, state: State, why: str, advice: str) -> None:
        """It did not go out."""
        reply = notices.failure(delivery, why, advice, self.zone(delivery))
        self.settle(delivery, outbox, state, why, reply)

    def settle(
        self, delivery: Delivery, outbox: Outbox, state: State, why: str, reply: Reply
    ) -> None:
        """It ends so, and its owner is told in these words."""
        now = self.now()
        about_one = delivery.source.startswith(NOTICE) or delivery.parent is not None
        # An alert that came too late is told anew, as it stands by then.
        about_one |= state is State.MISSED and delivery.source.startswith(ALERTED)
        to = "" if about_one else self._to(delivery)
        messages = [notice(delivery.id, reply, to, now)] if to else []
        logger.warning("%s for %s: %s", delivery.id, delivery.channel, why)
        outbox.settle(delivery, state, why, now, messages)

    def hand_on(self, notice: Delivery, outbox: Outbox, why: str) -> None:
        """Whoever a notice is for is not one of us any more: somebody else hears of it."""
        there, now = notice.channel == self.admin, self.now()
        id = delivery_id(f"{notice.source} to {self.admin}", notice.due_at)
        on = replace(notice, id=id, channel=self.admin, state=State.READY, attempts=0)
        logger.warning("The notice %s for %s: %s", notice.id, notice.channel, why)
        messages = [on] if self.admin and not there else []
        outbox.settle(notice, State.FAILED, why, now, messages)

    def late(self, delivery: Delivery, outbox: Outbox, until: Instant, why: str) -> None:
        """It goes on at an instant, and its owner is told once that it will be late."""
        now, to = self.now(), self._to(delivery)
        if outbox.later(delivery, until, now, why) and to:
            reply = notices.late(delivery, why, self.zone(delivery))
            outbox.put([notice(f"{delivery.id} late", reply, to, now, slot=delivery.due_at)], now)

    def _to(self, delivery: Delivery) -> str:
        return delivery.owner or self.admin
