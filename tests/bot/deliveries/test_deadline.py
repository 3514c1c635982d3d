"""Work that may never end: whoever waits for it is free again, and it is begun once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from threading import Event

import pytest

from bot.deliveries.deadline import STUCK_SECONDS, DeadlineRunner, FailedError, StillRunningError

LONGEST = 30.0


def at_once(_future: Future[str], _seconds: float) -> None:
    """Wait for nothing."""


def to_the_end(future: Future[str], _seconds: float) -> None:
    wait([future], LONGEST)


class Held:
    """Work that ends when it is let go."""

    def __init__(self) -> None:
        self.go_on, self.ended = Event(), Event()
        self.begun = 0

    def __call__(self) -> str:
        self.begun += 1
        self.go_on.wait(LONGEST)
        self.ended.set()
        return "late"


@contextmanager
def held(count: int = 1) -> Iterator[list[Held]]:
    works = [Held() for _ in range(count)]
    try:
        yield works
    finally:
        for work in works:
            work.go_on.set()


def left(bounded: DeadlineRunner[str], key: str, work: Callable[[], str]) -> float:
    with pytest.raises(StillRunningError) as running:
        bounded.run(key, work)
    return running.value.seconds


def test_what_ends_in_time_is_given() -> None:
    assert DeadlineRunner[str](until=to_the_end).run("a", lambda: "made") == "made"


def test_what_is_raised_is_logged_and_told(caplog: pytest.LogCaptureFixture) -> None:
    bounded = DeadlineRunner[str](until=to_the_end)
    with caplog.at_level(logging.ERROR), pytest.raises(FailedError):
        bounded.run("a", lambda: str(1 // 0))
    assert "ZeroDivisionError" in caplog.text
    assert bounded.run("a", lambda: "made") == "made"


def test_what_takes_long_is_begun_once_and_its_end_is_given_to_who_asks_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = [0.0]
    bounded = DeadlineRunner[str](monotonic=lambda: clock[0], until=at_once)
    with held() as (work,), caplog.at_level(logging.WARNING):
        assert left(bounded, "a", work) == 1.0
        clock[0] = 40.0
        assert left(bounded, "a", work) == 40.0
        assert work.begun == 1
        assert caplog.text.count("a takes long") == 1
        assert "in __call__" in caplog.text  # where it stands
        work.go_on.set()
        bounded.until = to_the_end
        assert bounded.run("a", work) == "late"
        assert bounded.run("a", lambda: "new") == "new"


def test_no_more_is_begun_while_too_much_was_left_to_itself() -> None:
    clock = [0.0]
    bounded = DeadlineRunner[str](most_abandoned=3, monotonic=lambda: clock[0], until=at_once)
    with held(3) as works:
        for number, work in enumerate(works):
            left(bounded, str(number), work)
        clock[0] = 31.0
        another = Held()
        assert left(bounded, "another", another) == 0.0
        assert another.begun == 0
        works[0].go_on.set()
        assert works[0].ended.wait(LONGEST)
        bounded.until = to_the_end
        assert bounded.run("0", works[0]) == "late"
        assert bounded.run("another", lambda: "made") == "made"


def test_it_is_stuck_once_all_that_may_be_left_never_ends() -> None:
    clock = [0.0]
    bounded = DeadlineRunner[str](most_abandoned=3, monotonic=lambda: clock[0], until=at_once)
    with held(3) as works:
        left(bounded, "0", works[0])
        left(bounded, "1", works[1])
        clock[0] = STUCK_SECONDS
        assert not bounded.stuck()
        left(bounded, "2", works[2])
        clock[0] = 2 * STUCK_SECONDS
        assert bounded.stuck()


def test_what_nobody_asks_for_again_is_forgotten() -> None:
    clock = [0.0]
    bounded = DeadlineRunner[str](monotonic=lambda: clock[0], until=at_once)
    with held() as (work,):
        left(bounded, "a", work)
    bounded.until = to_the_end
    assert work.ended.wait(LONGEST)
    clock[0] = STUCK_SECONDS
    bounded.run("b", lambda: "made")
    assert bounded.run("a", lambda: "new") == "new"
