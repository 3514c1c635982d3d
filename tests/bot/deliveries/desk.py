"""A Slack that does as it is told, and words for every delivery."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from threading import Event

from bot.deliveries.composition import Composition, Reason
from bot.deliveries.deadline import DeadlineRunner
from bot.deliveries.delivery_worker import DeliveryWorker, SearchTiming
from bot.talk import Outcome, Outgoing, Post, Reply, Unknown
from metrics.posting.deliveries import Delivery
from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store

NOW = 1_795_424_400
LOST = "the answer was lost"
HOUR = 3600


@dataclass
class ScriptedSlack:
    """Posts what it is given, unless the next outcome is scripted. Tells what stands in it.

    A scripted Unknown with the reason LOST is posted all the same.
    """

    posts: deque[Outcome] = field(default_factory=deque)
    finds: deque[Outcome | None] = field(default_factory=deque)
    standing: dict[str, Outgoing] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    updates: list[str] = field(default_factory=list)
    refusals: deque[Outcome] = field(default_factory=deque)
    asked: list[str] = field(default_factory=list)
    looked: list[tuple[int, int]] = field(default_factory=list)

    def post(self, message: Outgoing) -> Outcome:
        self.asked.append("post")
        outcome = self.posts.popleft() if self.posts else None
        if outcome is None or outcome == Unknown(LOST):
            ts = f"{len(self.standing) + 1}.5"
            self.standing[ts] = message
            outcome = outcome or Post(message.channel, ts)
        return outcome

    def find(self, message: Outgoing, since_at: int, until_at: int) -> Outcome | None:
        self.asked.append("find")
        self.looked.append((since_at, until_at))
        if self.finds:
            return self.finds.popleft()
        found = [ts for ts, said in self.standing.items() if said.key == message.key]
        return Post(message.channel, found[0]) if found else None

    def update(self, posted: Post, message: Outgoing) -> Outcome:
        if self.refusals:
            return self.refusals.popleft()
        self.updates.append(posted.ts)
        self.standing[posted.ts] = message
        return posted

    def delete(self, posted: Post) -> None:
        self.deleted.append(posted.ts)
        del self.standing[posted.ts]

    @property
    def said(self) -> list[str]:
        return [message.reply.text for message in self.standing.values()]


@dataclass
class Words:
    """Composes "The week", with one message for its thread. For the channel `hanging` it hangs."""

    reason: str | None = None
    failures: int = 0
    hanging: str = ""
    begun: Event = field(default_factory=Event)
    go_on: Event = field(default_factory=Event)
    shut: list[str] = field(default_factory=list)

    def waits(self, delivery: Delivery, now: int) -> str | None:
        return self.reason

    def compose(self, delivery: Delivery) -> Composition:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("no figures")
        if delivery.channel == self.hanging:
            self.begun.set()
            assert self.go_on.wait(60)
            self.begun.clear()
        return Composition(post=Reply(text="The week"), parts=(Reply(text="Details"),))

    def zone(self, delivery: Delivery) -> str:
        return "Europe/Berlin"

    def note_refusal(self, delivery: Delivery, why: str, now: int, *, closed: bool) -> None:
        if closed:
            self.shut.append(why)


@dataclass
class Clock:
    now: int = NOW

    def __call__(self) -> int:
        return self.now


@dataclass
class Desk:
    """One process at an outbox."""

    store: Store
    slack: ScriptedSlack = field(default_factory=ScriptedSlack)
    words: Words = field(default_factory=Words)
    clock: Clock = field(default_factory=Clock)
    waited: Callable[[float], None] = lambda _: None
    name: str = "me"

    def __post_init__(self) -> None:
        self.outbox = Outbox(self.store, self.name)
        self.worker = DeliveryWorker(
            courier=self.slack,
            composer=self.words,
            now=self.clock,
            wait=self.waited,
            search_timing=SearchTiming(),
            runner=DeadlineRunner(monotonic=lambda: float(self.clock.now), until=self._until),
            admin="UADMIN",
        )

    def _until(self, future: Future[Composition | Reason], seconds: float) -> None:
        """Wait for words, unless they hang: then the time that one waits has gone by."""
        while not future.done() and not self.words.begun.is_set():
            wait([future], 0.005)
        if seconds and not future.done():
            self.clock.now += round(seconds)

    def step(self) -> bool:
        """One delivery one step further; False where nothing can be done now."""
        delivery = self.outbox.claim(self.clock.now)
        if delivery is not None:
            self.worker.work(delivery, self.outbox)
        return delivery is not None

    def run(self, seconds: int = 0) -> None:
        """Let so much time pass, and do all that can be done."""
        self.clock.now += seconds
        while self.step():
            pass
