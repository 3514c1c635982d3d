"""What is posted unasked, while processes die, schedules change and clocks are wrong."""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess

import pytest

from bot import app
from bot.shared_clock import shared_clock
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store
from sandbox.slack.journal import Journal, RateLimit
from sandbox.slack.people import SUPPORT
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests import patience
from tests.bot.deliveries.desk import NOW, Clock, ScriptedSlack
from tests.bot.deliveries.test_dispatcher import DAILY, dispatcher
from tests.faults.drawn import Drawn
from tests.scenarios.beat import beat, now
from tests.scenarios.forked import FORKING

EVERY = 5
"""So many kills for each post that comes due."""
LIFE_SECONDS = 0.15
DAY = 86_400


@dataclass
class Killing(Journal):
    """A Slack that kills whoever calls a method, once, and does nothing of what was asked."""

    method: str = ""
    victims: list[BaseProcess] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def next_trouble(self, method: str) -> Trouble | None:
        if method != self.method or not self.victims:
            return None
        self.victims.pop().kill()
        return Trouble(drop=True)


@pytest.fixture
def slack() -> Iterator[Running]:
    workspace = Workspace(rate=RateLimit(burst=1_000_000))
    with Running(workspace) as running:
        yield running


def due(number: int) -> Delivery:
    """One that is due now, in the channel for support."""
    source = f"digest:{number}"
    return Delivery(
        id=delivery_id(source, number),
        source=source,
        due_at=now(),
        channel=SUPPORT.id,
        expires_at=now() + DAY,
    )


def begun(url: str, slack: Running, *more: object) -> BaseProcess:
    """A copy of the bot's beat, which goes on until it is killed."""
    process = FORKING.Process(target=beat, args=(url, slack.api_url, *more), daemon=True)
    process.start()
    return process


def settled(store: Store, url: str, slack: Running, *more: object) -> None:
    """Let one more copy go on until nothing is left to do."""
    process = begun(url, slack, *more)
    ends = time.monotonic() + patience.SECONDS
    while Outbox(store, "").backlog(now())[0]:
        assert time.monotonic() < ends, "deliveries are left on their way"
        time.sleep(0.1)
    process.kill()
    process.join()


@pytest.mark.parametrize("kills", [20, pytest.param(100, marks=pytest.mark.thorough)])
def test_killed_again_and_again_in_the_due_minute_one_message_stands(
    kills: int, slack: Running, store_url: str
) -> None:
    chance, put = random.Random(kills), list[Delivery]()
    with closing(Store.open(store_url)) as store:
        for turn in range(kills):
            if turn % EVERY == 0:
                put.append(due(turn))
                Outbox(store, "").put(put[-1:], now())
            process = begun(store_url, slack)
            process.join(chance.uniform(0.0, LIFE_SECONDS))
            process.kill()
            process.join()
            assert process.exitcode == -signal.SIGKILL
        settled(store, store_url, slack)
        states = [one.state for each in put for one in Outbox(store, "").of(each.source)]
    assert states == [State.POSTED] * len(put)
    said = Counter(message.text for message in slack.workspace.messages(SUPPORT.id))
    assert said == Counter(text for each in put for text in (each.id, f"{each.id} below"))


def test_killed_between_upload_and_message_one_message_stands_with_its_picture(
    slack: Running, store_url: str
) -> None:
    killing = Killing(method="chat.postMessage")
    slack.workspace.journal = killing
    with closing(Store.open(store_url)) as store:
        Outbox(store, "").put([due(1)], now())
        process = begun(store_url, slack, 0, 0.0, Drawn())
        killing.victims.append(process)
        process.join(patience.SECONDS)
        assert process.exitcode == -signal.SIGKILL
        assert len(slack.workspace.shelf.all()) == 1
        settled(store, store_url, slack, 0, 0.0, Drawn())
    (message,) = slack.workspace.messages(SUPPORT.id)
    (shown,) = (block["slack_file"]["id"] for block in message.blocks if "slack_file" in block)
    files = [file.id for file in slack.workspace.shelf.all()]
    assert len(files) == 2
    assert shown in files


@pytest.mark.parametrize(("step", "said"), [("composed", []), ("sending", ["The week"])])
def test_deleted_while_it_is_composed_it_is_not_posted_and_once_on_its_way_it_comes_once(
    step: str, said: list[str], store: Store
) -> None:
    schedules, slack = DigestSchedules(store), ScriptedSlack()
    schedules.make(DAILY)

    def delete(at: str, delivery: Delivery) -> None:
        if at == step and delivery.part == 0:
            schedules.delete(DAILY.id, NOW)

    beat = dispatcher(store, slack, observe=delete)
    for _ in range(3):
        beat.tick()
    assert slack.said == said
    assert Outbox(store, "").backlog(NOW)[0] == 0


def test_a_clock_set_forward_and_back_brings_each_slot_once(store: Store) -> None:
    DigestSchedules(store).make(DAILY)
    slack = ScriptedSlack()
    beat = dispatcher(store, slack)
    clock = beat.worker.now
    assert isinstance(clock, Clock)
    for seconds in (0, 3600, -3600, DAY + 3600, 0, 3600, DAY, DAY + 60):
        clock.now = NOW + seconds
        beat.tick()
    posts = [text for text in slack.said if "The week" in text]
    assert len(posts) == 2
    slots = [delivery.due_at for delivery in Outbox(store, "").of(f"digest:{DAILY.id}")]
    assert sorted(slots) == [NOW, NOW + DAY]


def test_replicas_whose_clocks_differ_go_by_the_databases(
    postgres_store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Store.open(postgres_store_url)) as store:
        schedule = replace(DAILY, next_due_at=app.system_now() + 60)
        DigestSchedules(store).make(schedule)
        slack, real = ScriptedSlack(), time.time
        for ahead in (120, -120):
            with monkeypatch.context() as machine:
                machine.setattr(time, "time", lambda by=ahead: real() + by)
                clock = shared_clock(store, app.system_now)
                beat = dispatcher(store, slack)
                beat.worker = replace(beat.worker, now=clock)
                assert abs(clock() - app.system_now()) > 100
                beat.tick()
        assert slack.said == [], "by the clock that is ahead it would be due"


def test_two_hundred_of_five_hundred_come_once_in_the_order_in_which_they_are_due(
    sqlite_store_url: str,
) -> None:
    with closing(Store.open(sqlite_store_url)) as store:
        schedules = DigestSchedules(store)
        for number in range(500):
            at = NOW - number * 60 if number < 200 else NOW + 60
            rule = f"daily {datetime.fromtimestamp(at, UTC):%H:%M} UTC"
            made = replace(DAILY, id=str(number), channel=f"C{number}", rule=rule, next_due_at=at)
            schedules.make(made)
        slack = ScriptedSlack()
        beat = dispatcher(store, slack)
        beat.tick()
        beat.tick()
        posts = [message for message in slack.standing.values() if message.thread is None]
    wanted = [f"C{number}" for number in range(199, -1, -1)]
    assert [message.channel for message in posts] == wanted
