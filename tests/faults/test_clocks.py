"""A machine in another zone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from metrics.recurrence import Rule, slots
from tests.bot import desk
from tests.bot.commands.test_ask import reply_to

ODD = ("Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns", ":nonsense", "")


@pytest.fixture
def zone_of_machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def told(folder: Path) -> tuple[object, ...]:
    """When something regular is due, and what is said of days, by a bot with its own database."""
    folder.mkdir()
    rule = Rule.parse("weekly monday 09:00 Europe/Berlin", ZoneInfo("UTC"))
    with desk.services(desk.settings(folder, DESKPULSE_TIMEZONE="Europe/Berlin")) as services:
        replies = [reply_to(words, services) for words in ("volume yesterday", "frt last month")]
        heads = tuple(str((reply.head, reply.phrase)) for reply in replies)
    return (*islice(slots(rule, desk.NOW), 60), *heads)


def test_the_zone_of_the_machine_changes_nothing(
    zone_of_machine: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usual = told(tmp_path / "usual")
    for number, zone in enumerate(ODD):
        zone_of_machine.setenv("TZ", zone)
        time.tzset()
        assert told(tmp_path / str(number)) == usual, zone
