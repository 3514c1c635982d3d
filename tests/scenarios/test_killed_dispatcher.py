"""Processes killed at every step, under a Slack that loses answers: each post stands once.

`DELIVERIES=2000 pytest -s tests/scenarios/test_killed_dispatcher.py` prints a long run's counts.
"""

from __future__ import annotations

import logging
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess

import pytest

from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store
from sandbox.slack.journal import Journal, RateLimit
from sandbox.slack.records import Channel, Trouble
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests.pooler import program
from tests.scenarios.beat import beat, now
from tests.scenarios.forked import FORKING

DELIVERIES = int(os.environ.get("DELIVERIES", "20"))
CHANNELS = 20
KILL = 0.06
"""The probability that a process is killed at a step: about every third delivery."""
STOP, STOPPED_SECONDS = 0.01, 5.0
"""Some processes are only stopped, for longer than their lease, and then go on."""
WHERE_POOLED = [pytest.mark.thorough] * (program() is not None)
"""Behind a pooler the same is shown, and more: without one is for `make thorough`."""
TOGETHER_SECONDS = 300 + DELIVERIES


class Moody(Journal):
    """A Slack with troubles of every kind, by chance."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance
        self.troubled: Counter[str] = Counter()

    def next_trouble(self, method: str) -> Trouble | None:
        """Let about a quarter of the posts and a tenth of the rest go wrong."""
        if self._chance.random() > (0.25 if method == "chat.postMessage" else 0.1):
            return None
        name, trouble = self._chance.choice(TROUBLES)
        self.troubled[name] += 1
        return trouble


TROUBLES = (
    ("429", Trouble(status=429, body={}, headers={"Retry-After": "1"})),
    ("500, not done", Trouble(status=500, body={})),
    ("500, but done", Trouble(status=500, body={}, done=True)),
    ("cut, not done", Trouble(drop=True)),
    ("cut, but done", Trouble(drop=True, done=True)),
    ("done after our time-out", Trouble(delay_seconds=1.5)),
    ("slow", Trouble(delay_seconds=0.5)),
    ("a page of HTML", Trouble(status=200, body="<html>gateway</html>", done=True)),
)


@dataclass
class Herd:
    """Processes that are started again whenever one is killed."""

    database: str
    api_url: str
    size: int
    chance: random.Random
    kills: int = 0
    stops: int = 0
    _running: list[BaseProcess] = field(default_factory=list)
    _asleep: dict[int, float] = field(default_factory=dict)

    def tend(self) -> None:
        """Start what is missing, stop one now and then, and let it go on later."""
        self.kills += sum(process.exitcode == -signal.SIGKILL for process in self._running)
        failed = [p.exitcode for p in self._running if p.exitcode not in {None, -signal.SIGKILL}]
        assert not failed
        self._running = [process for process in self._running if process.is_alive()]
        while len(self._running) < self.size:
            self._start()
        self._stop_and_go_on()

    def _start(self) -> None:
        given = (self.database, self.api_url, self.chance.randrange(2**32), KILL)
        process = FORKING.Process(target=beat, args=given, daemon=True)
        process.start()
        self._running.append(process)

    def _stop_and_go_on(self) -> None:
        for asleep, until in list(self._asleep.items()):
            if time.monotonic() > until:
                _signal(asleep, signal.SIGCONT)
                del self._asleep[asleep]
        if self.chance.random() < STOP and len(self._asleep) < self.size - 1:
            pid = self.chance.choice(self._running).pid
            assert pid is not None
            _signal(pid, signal.SIGSTOP)
            self._asleep.setdefault(pid, time.monotonic() + STOPPED_SECONDS)
            self.stops += 1

    def end(self) -> None:
        """Kill them all."""
        for process in self._running:
            process.kill()
            process.join()


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


@pytest.fixture
def moody() -> Iterator[Running]:
    channels = [
        Channel(id=f"C0{number:02}", name=f"team-{number}", kind="channel", members=frozenset())
        for number in range(CHANNELS)
    ]
    workspace = Workspace(rate=RateLimit(burst=1_000_000), channels=channels)
    for channel in channels:
        workspace.join(channel.id, workspace.bot.id)
    workspace.journal = Moody(random.Random(7))
    with Running(workspace) as running:
        yield running


def _due() -> list[Delivery]:
    return [
        Delivery(
            id=delivery_id(f"digest:{number}", number),
            source=f"digest:{number}",
            due_at=now(),
            channel=f"C0{number % CHANNELS:02}",
            expires_at=now() + 86400,
        )
        for number in range(DELIVERIES)
    ]


def _states(store: Store) -> Counter[State]:
    found = (Outbox(store, "").of(f"digest:{number}") for number in range(DELIVERIES))
    return Counter(delivery.state for (delivery,) in found)


def _standing(slack: Running) -> Counter[str]:
    workspace = slack.workspace
    channels = (workspace.messages(f"C0{number:02}") for number in range(CHANNELS))
    return Counter(str(message.text) for messages in channels for message in messages)


@pytest.mark.parametrize(
    ("database", "size"),
    [
        ("sqlite_store_url", 1),
        pytest.param("postgres_store_url", 2, marks=pytest.mark.thorough),
        pytest.param("postgres_store_url", 3, marks=WHERE_POOLED),
        ("pooled_store_url", 3),
    ],
    ids=["one process on SQLite", "two on PostgreSQL", "three on PostgreSQL", "three, pooled"],
)
def test_killed_at_every_step_each_post_stands_once(
    database: str, size: int, moody: Running, request: pytest.FixtureRequest
) -> None:
    logging.getLogger("slack_sdk").setLevel(logging.CRITICAL)
    url = request.getfixturevalue(database)
    due = _due()
    with closing(Store.open(url)) as store:
        Outbox(store, "").put(due, now())
        herd = Herd(url, moody.api_url, size, random.Random(size))
        ends = time.monotonic() + TOGETHER_SECONDS
        expected = Counter([d.id for d in due] + [f"{d.id} below" for d in due])
        try:
            while time.monotonic() < ends and Outbox(store, "").backlog(now())[0]:
                herd.tend()
                time.sleep(0.05)
        finally:
            herd.end()
        states = _states(store)
    standing = _standing(moody)
    assert isinstance(moody.workspace.journal, Moody)
    print(  # noqa: T201  the counts are what a long run is for
        f"\n{size} x {database.partition('_')[0]}: {DELIVERIES} posts with a thread each, "
        f"{herd.kills} kills, {herd.stops} stops; Slack's troubles "
        f"{dict(moody.workspace.journal.troubled)}; states {dict(states)}; "
        f"twice {sum(n > 1 for n in standing.values())}, "
        f"never {sum(text not in standing for text in expected)}"
    )
    assert states == Counter({State.POSTED: DELIVERIES})
    assert standing == expected
    assert herd.kills > DELIVERIES // 20
