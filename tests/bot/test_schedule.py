"""The ticker."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from threading import Event
from typing import ClassVar

import pytest
from apscheduler.schedulers import base

import bot.schedule
from bot.schedule import Ticker
from tests import patience

WATCH_SECONDS = 0.05


class Shifted(datetime):
    """A machine's time that somebody sets."""

    by: ClassVar[timedelta] = timedelta()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Shifted:
        real = datetime.now(tz) + cls.by
        return cls.fromtimestamp(real.timestamp(), tz)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> type[Shifted]:
    monkeypatch.setattr(Shifted, "by", timedelta())
    monkeypatch.setattr(base, "datetime", Shifted)
    monkeypatch.setattr(bot.schedule, "datetime", Shifted)
    return Shifted


def test_work_begins_at_once() -> None:
    schedule, done = Ticker(), Event()
    schedule.every(3600, "sync", done.set)
    schedule.start()
    assert done.wait(patience.SECONDS)
    schedule.stop()


def test_a_schedule_that_never_began_can_be_stopped() -> None:
    Ticker().stop()


def test_the_next_turn_comes_also_after_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    schedule, turns = Ticker(), [Event(), Event()]

    def fail() -> None:
        next(turn for turn in turns if not turn.is_set()).set()
        raise RuntimeError("canary")

    schedule.every(1, "fail", fail)
    schedule.start()
    assert all(turn.wait(patience.SECONDS) for turn in turns)
    schedule.stop()
    assert "canary" in caplog.text


@pytest.mark.parametrize("hours", [-1, 1])
def test_work_goes_on_though_the_machines_time_is_set(machine: type[Shifted], hours: int) -> None:
    schedule, turns = Ticker(WATCH_SECONDS), [Event(), Event()]
    schedule.every(1800, "beat", lambda: next(t for t in turns if not t.is_set()).set())
    schedule.start()
    assert turns[0].wait(patience.SECONDS)
    machine.by = timedelta(hours=hours)
    assert turns[1].wait(patience.SECONDS)
    schedule.stop()


def test_the_end_waits_for_the_work_that_runs() -> None:
    schedule, begun, let, ended = Ticker(), Event(), Event(), Event()

    def work() -> None:
        begun.set()
        let.wait(patience.SECONDS)
        ended.set()

    schedule.every(3600, "slow", work)
    schedule.start()
    assert begun.wait(patience.SECONDS)
    let.set()
    schedule.stop()
    assert ended.is_set()


def test_one_kind_of_work_goes_on_where_the_rest_begins_nothing_more() -> None:
    schedule, pulses, others = Ticker(), [Event() for _ in range(3)], list[int]()
    schedule.every(1, "pulse", lambda: next(p for p in pulses if not p.is_set()).set())
    schedule.every(1, "other", lambda: others.append(1))
    schedule.keep_only("pulse")
    schedule.start()
    assert all(pulse.wait(patience.SECONDS) for pulse in pulses)
    schedule.stop()
    assert others == []
