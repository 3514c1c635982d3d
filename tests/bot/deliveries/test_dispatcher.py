"""The beat: several processes on one store, each delivery once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from threading import Event, Thread

import pytest

from bot.deliveries.composition import Composition, Reason
from bot.deliveries.deadline import STUCK_SECONDS, DeadlineRunner
from bot.deliveries.delivery_worker import DeliveryWorker
from bot.deliveries.dispatcher import Dispatcher
from metrics.errors import StoreError
from metrics.posting.deliveries import Delivery, DigestSchedule, State
from metrics.store.books.digest_schedules import DigestSchedules
from metrics.store.books.outbox import Outbox
from metrics.store.database.engine import Store
from tests import patience
from tests.bot.deliveries.desk import NOW, Clock, ScriptedSlack, Words

DAILY = DigestSchedule(
    id="0",
    digest="standup",
    channel="C1",
    rule="daily 09:00 UTC",
    owner="U1",
    made_at=NOW - 60,
    next_due_at=NOW,
    grace_seconds=6 * 3600,
    wait_seconds=600,
)


def at_once(work: Callable[[], None]) -> None:
    work()


def dispatcher(
    store: Store,
    slack: ScriptedSlack,
    submit: Callable[[Callable[[], None]], object] = at_once,
    observe: Callable[[str, Delivery], None] = lambda _step, _delivery: None,
) -> Dispatcher:
    delivering = DeliveryWorker(
        courier=slack, composer=Words(), now=Clock(), wait=lambda _: None, observe=observe
    )
    return Dispatcher(store=store, worker=delivering, submit=submit, workers=3, stopping=Event())


def test_a_tick_posts_what_is_due(store: Store) -> None:
    DigestSchedules(store).make(DAILY)
    slack = ScriptedSlack()
    beat = dispatcher(store, slack)
    beat.tick()
    beat.tick()
    assert beat.last_tick is not None
    assert slack.said == ["The week", "Details"]


def test_thirty_digests_of_three_processes_are_thirty_posts(store: Store) -> None:
    schedules = DigestSchedules(store)
    for number in range(30):
        schedules.make(replace(DAILY, id=str(number), channel=f"C{number}"))
    slack, threads = ScriptedSlack(), list[Thread]()

    def started(work: Callable[[], None]) -> None:
        threads.append(Thread(target=work))
        threads[-1].start()

    beats = [dispatcher(store, slack, started) for _ in range(3)]
    for beat in beats:
        beat.tick()
    for thread in threads:
        thread.join(60)
    posts = Counter(m.channel for m in slack.standing.values() if m.thread is None)
    assert posts == Counter({f"C{number}": 1 for number in range(30)})
    assert len(slack.standing) == 60


@pytest.mark.parametrize(
    ("error", "moves"),
    [(StoreError("The database is away."), True), (RuntimeError("A fault of ours."), False)],
    ids=["store", "fault"],
)
def test_a_tick_that_fails_is_followed_by_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception, *, moves: bool
) -> None:
    """The ticker moves also where the database is away: a restart would not bring it back."""
    DigestSchedules(store).make(DAILY)
    slack = ScriptedSlack()
    beat = dispatcher(store, slack)

    def away(_outbox: Outbox, _now: int) -> None:
        raise error

    with monkeypatch.context() as context:
        context.setattr(Outbox, "free_the_dead", away)
        beat.tick()
    assert (beat.last_tick is not None) is moves
    assert slack.said == []
    beat.tick()
    assert slack.said == ["The week", "Details"]


def test_the_ticker_moves_where_the_databases_own_time_cannot_be_asked(store: Store) -> None:
    beat = dispatcher(store, ScriptedSlack())

    def away() -> int:
        raise StoreError("The database is away.")

    beat.worker = replace(beat.worker, now=away)
    beat.tick()
    assert beat.last_tick is not None


def test_what_is_worked_on_is_held_however_long_it_takes(store: Store) -> None:
    DigestSchedules(store).make(DAILY)
    slack, composed, go_on = ScriptedSlack(), Event(), Event()

    def stop_there(step: str, delivery: Delivery) -> None:
        if step == "composed" and delivery.part == 0:
            composed.set()
            go_on.wait(patience.SECONDS)

    worker = list[Thread]()

    def started(work: Callable[[], None]) -> None:
        worker.append(Thread(target=work))
        worker[-1].start()

    beat = dispatcher(store, slack, started, stop_there)
    clock = beat.worker.now
    assert isinstance(clock, Clock)
    beat.tick()
    assert composed.wait(patience.SECONDS)
    for _ in range(5):
        clock.now += 50
        beat.tick()
        assert Outbox(store, "another").claim(clock.now) is None
    go_on.set()
    for thread in worker:
        thread.join(30)
    assert slack.said == ["The week", "Details"]


def test_a_stopping_process_begins_nothing_more(store: Store) -> None:
    DigestSchedules(store).make(DAILY)
    slack = ScriptedSlack()
    beat = dispatcher(store, slack)
    beat.stopping.set()
    beat.tick()
    assert slack.said == []
    (kept,) = Outbox(store, "me").of("digest:0")
    assert kept.state is State.PLANNED


def test_words_that_hang_keep_no_other_post_waiting_and_are_posted_once(store: Store) -> None:
    """Four digests hang, more than there are workers; three more are due in the same minute."""
    schedules = DigestSchedules(store)
    for number in range(7):
        channel = "C hangs" if number < 4 else f"C{number}"
        schedules.make(replace(DAILY, id=str(number), channel=channel))
    slack, threads, seconds = ScriptedSlack(), list[Thread](), [0.0]

    def started(work: Callable[[], None]) -> None:
        threads.append(Thread(target=work))
        threads[-1].start()

    beat = dispatcher(store, slack, started)
    clock, words = beat.worker.now, beat.worker.composer
    assert isinstance(clock, Clock)
    assert isinstance(words, Words)
    words.hanging = "C hangs"
    bounded = DeadlineRunner[Composition | Reason](
        patience_seconds=0.05, monotonic=lambda: seconds[0]
    )
    beat.worker = replace(beat.worker, runner=bounded)

    def go_on_until(done: Callable[[], bool], step: int) -> None:
        while not done():
            beat.tick()
            for thread in threads:
                thread.join(60)
            clock.now += step
            seconds[0] += step
            assert clock.now < NOW + 6 * 3600

    def posts() -> Counter[str]:
        return Counter(m.channel for m in slack.standing.values() if m.thread is None)

    go_on_until(lambda: sum(posts().values()) >= 3, 10)
    assert posts() == Counter({"C4": 1, "C5": 1, "C6": 1})
    assert not [text for text in slack.said if "Late" in text]
    go_on_until(lambda: posts()["U1"] == 4, 60)
    assert posts()["C hangs"] == 0
    words.go_on.set()
    go_on_until(lambda: posts()["C hangs"] >= 4, 60)
    go_on_until(lambda: Outbox(store, "").backlog(clock.now)[0] == 0, 60)
    assert posts() == Counter({"C4": 1, "C5": 1, "C6": 1, "U1": 4, "C hangs": 4})


def test_what_never_ends_is_held_no_more_and_a_restart_is_asked_for(store: Store) -> None:
    """Slack's client, say, gets its answer one byte a minute: no time-out ends that."""
    DigestSchedules(store).make(DAILY)
    slack, sending, go_on, seconds = ScriptedSlack(), Event(), Event(), [0.0]
    worker = list[Thread]()

    def hang(step: str, delivery: Delivery) -> None:
        if step == "sending" and delivery.part == 0:
            sending.set()
            go_on.wait(60)

    def started(work: Callable[[], None]) -> None:
        if not worker:  # the other workers have their own to do
            worker.append(Thread(target=work))
            worker[-1].start()

    beat = dispatcher(store, slack, started, hang)
    beat.monotonic = lambda: seconds[0]
    clock = beat.worker.now
    assert isinstance(clock, Clock)
    beat.tick()
    assert sending.wait(30)
    beat.tick()
    assert not beat.stuck()
    seconds[0] = STUCK_SECONDS
    clock.now += 61
    beat.tick()
    assert beat.stuck()
    assert Outbox(store, "another").claim(clock.now) is not None
    go_on.set()
    worker[0].join(30)
    assert not beat.stuck()
