"""The bounded pool."""

from __future__ import annotations

import logging
from threading import Event

import pytest

from bot.slack.pool import STALE_SECONDS, Pool
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
    pool.submit(lambda: said.append("done"), too_late=lambda: said.append("too late"))
    now[0] = STALE_SECONDS + 1
    pool.submit(lambda: said.append("fresh"))
    pool.start()
    pool.close(patience.SECONDS)
    assert said == ["too late", "fresh"]


def test_a_worker_lives_on_after_an_error(caplog: pytest.LogCaptureFixture) -> None:
    pool, done = Pool("t", workers=1, limit=5), Event()
    pool.start()
    with caplog.at_level(logging.ERROR):
        pool.submit(lambda: 1 // 0)  # type: ignore[arg-type]
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
