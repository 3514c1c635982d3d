"""The ticker: what is done again and again while the bot runs. It keeps no truth of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.background import BackgroundScheduler


class Schedule:
    """Runs work in the background, never the same work twice at a time."""

    def __init__(self, zone: str) -> None:
        self._scheduler = BackgroundScheduler(timezone=zone)

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
            next_run_time=datetime.now(UTC),  # noqa: TID251  it ticks on the real clock only
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Begin nothing more, and wait for the work that runs."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
