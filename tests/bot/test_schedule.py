"""The ticker."""

from __future__ import annotations

from threading import Event

from bot.schedule import Schedule
from tests import patience


def test_work_begins_at_once() -> None:
    schedule, done = Schedule(), Event()
    schedule.every(5, "sync", done.set)
    schedule.start()
    assert done.wait(patience.SECONDS)
    schedule.stop()


def test_a_schedule_that_never_began_can_be_stopped() -> None:
    Schedule().stop()


def test_the_next_turn_comes_also_after_a_failure() -> None:
    schedule, turns = Schedule(), [Event(), Event()]

    def fail() -> None:
        next(turn for turn in turns if not turn.is_set()).set()
        raise RuntimeError("canary")

    schedule.every(0.0, "fail", fail)
    schedule.start()
    assert all(turn.wait(patience.SECONDS) for turn in turns)
    schedule.stop()


def test_turns_missed_meanwhile_become_one_and_work_is_done_by_one_at_a_time() -> None:
    now, turns = [0.0], list[float]()
    schedule, enough = Schedule(lambda: now[0]), Event()

    def slowly() -> None:
        turns.append(now[0])
        now[0] += 35.0  # three and a half turns long
        if len(turns) == 3:
            enough.set()

    schedule.every(10.0, "slow", slowly)
    schedule.start()
    assert enough.wait(patience.SECONDS)
    schedule.stop()
    assert turns[:3] == [0.0, 35.0, 70.0]
