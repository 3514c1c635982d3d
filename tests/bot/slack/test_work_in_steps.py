"""Work in steps: nobody is held while it waits, and nothing is lost when all ends."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from bot.slack.work_in_steps import Steps, StoppingError, WorkLine, drive
from tests import patience

AN_HOUR = 3600.0


@pytest.fixture
def line() -> Iterator[WorkLine]:
    made = WorkLine("send", 1, 10)
    made.start()
    yield made
    assert made.close(patience.SECONDS)


def test_steps_are_driven_with_their_waits() -> None:
    def work() -> Steps[str]:
        yield 1.0
        yield 2.5
        return "done"

    waits: list[float] = []
    assert drive(work(), waits.append) == "done"
    assert waits == [1.0, 2.5]


def test_work_that_waits_holds_no_thread(line: WorkLine) -> None:
    done = Event()

    def waits() -> Steps[None]:
        yield AN_HOUR

    def works() -> Steps[None]:
        yield 0.0
        done.set()

    line.take(waits())
    line.take(works())
    assert done.wait(patience.SECONDS)


def test_whoever_waits_hears_what_went_wrong(line: WorkLine) -> None:
    def fails() -> Steps[None]:
        yield 0.0
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        line.take(fails()).result(patience.SECONDS)


def test_what_waits_is_hurried_when_the_line_closes() -> None:
    line, told = WorkLine("send", 2, 10), list[str]()

    def waits() -> Steps[None]:
        try:
            yield AN_HOUR
        except StoppingError:
            told.append("privately")
        yield 0.0
        told.append("ended")

    line.start()
    ended = line.take(waits())
    assert line.close(patience.SECONDS)
    assert ended.done()
    assert told == ["privately", "ended"]


def test_work_of_the_same_time_is_taken_in_its_order() -> None:
    line, told = WorkLine("send", 1, 10), list[int]()

    def works(number: int) -> Steps[None]:
        yield 0.0
        told.append(number)

    ended = [line.take(works(number)) for number in range(5)]
    line.start()
    for each in ended:
        each.result(patience.SECONDS)
    assert line.close(patience.SECONDS)
    assert told == list(range(5))


def test_a_line_that_has_ended_says_that_it_begins_nothing() -> None:
    line = WorkLine("send", 1, 10)
    line.start()
    assert line.close(patience.SECONDS)

    def works() -> Steps[None]:
        yield 0.0

    with pytest.raises(StoppingError):
        line.take(works()).result(patience.SECONDS)
