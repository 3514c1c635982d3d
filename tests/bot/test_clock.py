"""The machine's clock."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.clock import system_now


def test_the_clock_is_that_of_the_machine_in_whole_seconds() -> None:
    before = int(datetime.now(UTC).timestamp())
    assert before <= system_now() <= before + 60
