"""The ticker: what is done again and again while the bot runs. It keeps no truth of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from threading import Event, Thread

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

WATCH_SECONDS = 1.0
JUMP_SECONDS = 2.0
"""The machine's time is set by so much at once where somebody sets it; NTP moves it by less."""
ENDING_SECONDS = 2.0


class Ticker:
    """Runs work in the background, never the same work twice at a time.

    APScheduler goes by the machine's time: put back an hour, it would stand still for that hour.
    So that time is held against a clock nobody sets, and where it jumps, all work is due at once.
    """

    def __init__(self, watch_seconds: float = WATCH_SECONDS) -> None:
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._watch_seconds = watch_seconds
        self._stopping = Event()
        self._watch = Thread(target=self._watch_time, name="clock", daemon=True)

    def every(self, seconds: int, name: str, work: Callable[[], object]) -> None:
        """Do `work` at once and then every so many seconds; turns missed meanwhile become one."""
        self._scheduler.add_job(
            work,
            "interval",
            seconds=seconds,
            id=name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=_wall(),
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()
        self._watch.start()

    def keep_only(self, name: str) -> None:
        """Begin nothing more but the work of that name."""
        for job in self._scheduler.get_jobs():
            if job.id != name:
                with suppress(JobLookupError):
                    job.remove()

    def stop(self) -> None:
        """Begin nothing more, and wait for the work that runs, but not for long."""
        if not self._scheduler.running:
            return
        self._stopping.set()
        end_thread = Thread(target=self._scheduler.shutdown, name="clock-end", daemon=True)
        end_thread.start()
        end_thread.join(ENDING_SECONDS)

    def _watch_time(self) -> None:
        offset = _offset_seconds()
        while not self._stopping.wait(self._watch_seconds):
            before, offset = offset, _offset_seconds()
            if abs(offset - before) > JUMP_SECONDS:
                for job in self._scheduler.get_jobs():
                    with suppress(JobLookupError):  # it was removed just now
                        job.modify(next_run_time=_wall())


def _wall() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  it ticks on the real clock only


def _offset_seconds() -> float:
    """The machine's time less that of the clock which nobody sets; it changes only by a jump."""
    return _wall().timestamp() - time.monotonic()
