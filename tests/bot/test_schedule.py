"""The ticker."""

from __future__ import annotations

from threading import Event

from bot.schedule import Schedule
from tests import patience


def test_work_begins_at_once() -> None:
    schedule, done = Schedule("Europe/Berlin"), Event()
    schedule.every(5, "sync", done.set)
    schedule.start()
    assert done.wait(patience.SECONDS)
    schedule.stop()


def test_a_schedule_that_never_began_can_be_stopped() -> None:
    Schedule("UTC").stop()
