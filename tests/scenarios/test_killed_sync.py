"""A sync that is killed at random, again and again, ends where an undisturbed one does."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from queue import Empty, SimpleQueue

import pytest
from sqlalchemy import update
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web import Door
from metrics.store.database.engine import Store
from metrics.store.syncs.lease import lease_holder
from metrics.store.syncs.ledger import SOURCE, sources
from sandbox.desks import LOOPBACK
from sandbox.helpdesks.zendesk import zendesk_app
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from sandbox.year import Year
from tests.metrics.scripted import state
from tests.scenarios import moved
from tests.scenarios.forked import FORKING
from tests.scenarios.town import clock_from, commands

KILLS = (6, pytest.param(22, marks=pytest.mark.thorough))
RECORDS = 120
"""On a page of the Zendesk."""
SINCE = "2026-10-01"
"""All of this is read over and over: few enough pages that most of them see a kill."""
LEASE_SECONDS = 300
MOST_ANSWERS, WORK_SECONDS = 6, 0.06
"""A sync is killed after one of so many answers, while it works at it."""


class Line:
    """The way to a Zendesk, which tells of each of its answers."""

    def __init__(self, app: ASGIApp, answers: SimpleQueue[None]) -> None:
        self._app = app
        self._answers = answers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
        self._answers.put(None)


@dataclass
class Syncing:
    """Syncs in processes, each of which can be killed while it works at some answer of Zendesk."""

    environment: Mapping[str, str]
    answers: SimpleQueue[None]
    chance: random.Random

    def whole(self, *how: str) -> None:
        """Sync to the end."""
        process = self._started(*how)
        process.join()
        assert process.exitcode == 0

    def killed(self, *how: str) -> bool:
        """Sync and kill it; False where it came to its end before."""
        while not self.answers.empty():
            self.answers.get()
        process = self._started(*how)
        if self._answered(self.chance.randint(1, MOST_ANSWERS), process):
            process.join(self.chance.uniform(0.0, WORK_SECONDS))
        process.kill()
        process.join()
        assert process.exitcode in {-signal.SIGKILL, 0}
        return process.exitcode != 0

    def _started(self, *how: str) -> BaseProcess:
        process = FORKING.Process(target=moved.run, args=(self.environment, "sync", *how))
        process.start()
        return process

    def _answered(self, number: int, process: BaseProcess) -> bool:
        """Wait for so many answers; False when the process has ended before."""
        while number and process.is_alive():
            with suppress(Empty):
                self.answers.get(timeout=0.05)
                number -= 1
        return not number

    def stored(self) -> Mapping[str, object]:
        """All that the syncs have left."""
        with closing(Store.open(self.environment["DATABASE_URL"])) as store:
            return state(store)

    def holder(self) -> str | None:
        """Who holds the lease on the one source."""
        url = self.environment["DATABASE_URL"]
        with closing(Store.open(url)) as store, store.read() as connection:
            names = [source.name for source in sources(connection)]
            return lease_holder(connection, names[0]) if names else None

    def lapse(self) -> None:
        """Let the lease run out now. The database's clock holds it, which no test can move."""
        with closing(Store.open(self.environment["DATABASE_URL"])) as store, store.write() as it:
            it.execute(update(SOURCE).values(lease_until=SOURCE.c.lease_until - LEASE_SECONDS))

    def on(self, machine: str) -> Syncing:
        """The same on another machine."""
        return replace(self, environment={**self.environment, "MACHINE": machine})


@pytest.fixture(scope="module")
def calm(year: Year, now: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Syncing]:
    """An undisturbed sync with a Zendesk that tells little at a time."""
    answers, folder = SimpleQueue[None](), tmp_path_factory.mktemp("calm")
    desk = zendesk_app(
        year, clock=lambda: float(now), exports_per_minute=100_000, page_limit=RECORDS
    )
    desk.add_middleware(Line, answers=answers)
    door = Door(desk, LOOPBACK, 0)
    door.start()
    with Running(Workspace(clock=clock_from(now))) as slack:
        bot = commands(folder, f"http://{LOOPBACK}:{door.port}", slack, DESKPULSE_SINCE=SINCE)
        syncing = Syncing(bot.environment, answers, random.Random(3))
        syncing.whole()
        yield syncing
    door.stop()


@pytest.mark.parametrize("most", KILLS)
def test_killed_again_and_again_and_resumed_the_store_is_the_same(
    calm: Syncing, store_url: str, most: int
) -> None:
    undisturbed, kills = calm.stored(), 0
    rough = replace(calm, environment={**calm.environment, "DATABASE_URL": store_url})
    while kills < most:
        # What has come to its end is gone through once more from the start.
        kills += rough.killed() or rough.killed("--full")
    rough.whole()
    assert rough.stored() == undisturbed
    rough.whole("--full")
    assert rough.stored() == undisturbed


def test_of_three_machines_another_takes_over_once_the_lease_of_the_killed_one_has_run_out(
    calm: Syncing, postgres_store_url: str
) -> None:
    rough = replace(calm, environment={**calm.environment, "DATABASE_URL": postgres_store_url})
    first, second, third = rough.on("one"), rough.on("two"), rough.on("three")
    while not (first.killed("--full") and first.holder()):
        pass
    left = first.stored()
    second.whole()  # nobody can tell it that the other machine's process is gone
    assert (second.holder() or "").startswith("one/")
    assert second.stored() == left
    second.lapse()
    third.whole()
    assert third.holder() is None
    assert third.stored() == calm.stored()
