"""One copy of the bot's beat as a process of its own, which is killed where chance says."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from threading import Event

from slack_sdk import WebClient

from bot.deliveries.composition import Composer, Composition
from bot.deliveries.delivery_worker import DeliveryWorker, SearchTiming
from bot.deliveries.dispatcher import Dispatcher
from bot.slack.courier import SlackCourier
from bot.talk import Reply
from metrics.posting.deliveries import Delivery
from metrics.store.database.engine import Store

CALL_SECONDS = 1
LEASE_SECONDS = 4
SETTLING = SearchTiming(seconds=3, between_seconds=1, searches=2)
PAUSE_SECONDS = 0.1


class Words:
    """Says the delivery's own id, so that what stands in Slack can be counted."""

    def waits(self, delivery: Delivery, now: int) -> None:
        """Wait for nothing."""

    def compose(self, delivery: Delivery) -> Composition:
        """A post, and one message for its thread."""
        said = Reply(text=delivery.id)
        return Composition(post=said, parts=(Reply(text=f"{delivery.id} below"),))

    def zone(self, delivery: Delivery) -> str:
        """Where it is due."""
        return "UTC"

    def note_refusal(self, delivery: Delivery, why: str, now: int, *, closed: bool) -> None:
        """Nothing is refused for good here."""


def now() -> int:
    """The real time: leases and killed processes are real here."""
    return int(time.time())


def at_once(work: Callable[[], None]) -> None:
    """Do work in this thread."""
    work()


def beat(
    database: str, api_url: str, seed: int = 0, kill: float = 0.0, composer: Composer | None = None
) -> None:
    """Beat until killed, which happens at each step with the probability `kill`."""
    chance = random.Random(seed)

    def observe(_step: str, _delivery: Delivery) -> None:
        if chance.random() < kill:
            os.kill(os.getpid(), signal.SIGKILL)

    client = WebClient("xoxb-sandbox", base_url=api_url, timeout=CALL_SECONDS, retry_handlers=[])
    delivering = DeliveryWorker(
        courier=SlackCourier(client, time.sleep),
        composer=composer or Words(),
        now=now,
        wait=time.sleep,
        search_timing=SETTLING,
        observe=observe,
    )
    dispatcher = Dispatcher(
        store=Store.open(database),
        worker=delivering,
        submit=at_once,
        workers=1,
        stopping=Event(),
        lease_seconds=LEASE_SECONDS,
    )
    while True:
        dispatcher.tick()
        time.sleep(PAUSE_SECONDS)
