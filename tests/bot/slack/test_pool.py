"""The bounded pool."""

from __future__ import annotations

import logging
from threading import Event

import pytest

from bot.slack.pool import STALE_SECONDS, Pool, Undone, together
from tests import patience


def test_work_is_done() -> None:
    pool, done = Pool("t", workers=2, limit=10), [Event() for _ in range(5)]
    pool.start()
    assert all(pool.submit(event.set) for event in done)
    assert pool.close(patience.SECONDS)
    assert all(event.is_set() for event in done)


def test_a_full_queue_refuses_at_once() -> None:
    pool, release = Pool("t", workers=1, limit=2), Event()
    begun = Event()

    def hold() -> None:
        begun.set()
        release.wait(patience.SECONDS)

    pool.start()
    pool.submit(hold)
    assert begun.wait(patience.SECONDS)
    assert [pool.submit(lambda: None) for _ in range(3)] == [True, True, False]
    release.set()
    assert pool.close(patience.SECONDS)


def test_work_that_waited_too_long_is_told_off_instead_of_done() -> None:
    now = [0.0]
    pool, said = Pool("t", workers=1, limit=5, monotonic=lambda: now[0]), []
    pool.submit(lambda: said.append("done"), said.append)
    now[0] = STALE_SECONDS + 1
    pool.submit(lambda: said.append("fresh"))
    pool.start()
    pool.close(patience.SECONDS)
    assert said == [Undone.STALE, "fresh"]


def test_a_worker_lives_on_after_an_error(caplog: pytest.LogCaptureFixture) -> None:
    pool, done = Pool("t", workers=1, limit=5), Event()
    pool.start()
    with caplog.at_level(logging.ERROR):
        pool.submit(lambda: 1 // 0)
        pool.submit(done.set)
        pool.close(patience.SECONDS)
    assert done.is_set()
    assert "ZeroDivisionError" in caplog.text


def test_a_closing_pool_takes_nothing_more() -> None:
    pool = Pool("t", workers=1, limit=5)
    pool.start()
    pool.close(patience.SECONDS)
    assert not pool.submit(lambda: None)


def test_a_close_says_when_work_goes_on() -> None:
    pool, begun, release = Pool("t", workers=1, limit=5), Event(), Event()

    def hold() -> None:
        begun.set()
        release.wait(patience.SECONDS)

    pool.start()
    pool.submit(hold)
    assert begun.wait(patience.SECONDS)
    assert not pool.close(0.0)
    release.set()
    assert pool.close(patience.SECONDS)


def test_it_tells_how_long_a_worker_is_at_the_same_work() -> None:
    now, begun, release = [0.0], Event(), Event()
    pool = Pool("t", workers=2, limit=5, monotonic=lambda: now[0])

    def hold() -> None:
        begun.set()
        release.wait(patience.SECONDS)

    assert pool.busy_seconds() == 0.0
    pool.start()
    pool.submit(hold)
    assert begun.wait(patience.SECONDS)
    now[0] = 40.0
    assert pool.busy_seconds() == 40.0
    release.set()
    assert pool.close(patience.SECONDS)
    assert pool.busy_seconds() == 0.0


def test_what_still_waits_is_handed_back_to_be_told_off() -> None:
    pool, release, begun = Pool("t", workers=1, limit=5), Event(), Event()
    said: list[str] = []

    def hold() -> None:
        begun.set()
        release.wait(patience.SECONDS)

    pool.start()
    pool.submit(hold)
    assert begun.wait(patience.SECONDS)
    for _ in range(3):
        pool.submit(lambda: said.append("done"), said.append)
    assert not pool.clear(0.0)
    left = pool.leave()
    assert pool.closing
    assert pool.room() == 0
    assert not pool.submit(lambda: None)
    assert said == []
    for work in left:
        work()
    assert said == [Undone.CLOSING] * 3
    release.set()
    assert pool.close(patience.SECONDS)
    assert len(said) == 3


def test_what_can_be_done_in_time_is_done_before_the_rest_is_handed_back() -> None:
    pool, done = Pool("t", workers=1, limit=5), [Event() for _ in range(3)]
    for event in done:
        pool.submit(event.set)
    pool.start()
    assert pool.clear(patience.SECONDS)
    assert pool.leave() == []
    assert pool.close(patience.SECONDS)
    assert all(event.is_set() for event in done)


def test_what_never_ends_holds_up_nobody_who_does_things_together() -> None:
    release, done = Event(), Event()
    assert not together("t", [lambda: release.wait(patience.SECONDS), done.set], 2, 0.0)
    assert done.wait(patience.SECONDS)
    release.set()
    assert together("t", [], 2, 0.0)
