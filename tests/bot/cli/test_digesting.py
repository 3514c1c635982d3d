"""`deskpulse digest`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.digesting import digest_text
from bot.monospace import width
from metrics.errors import AskError
from tests.bot import desk


def test_the_post_and_its_thread_are_printed_in_eighty_columns(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=3000) as services:
        told = digest_text("weekly", "email", desk.NOW, services)
    assert told.startswith("Your week in support \u00b7 16\u201322 Nov \u00b7 Email")
    for said in ("Steady:", "Backlog", "Behind the numbers"):
        assert said in told
    assert [line for line in told.splitlines() if width(line) > 80] == []


@pytest.mark.parametrize(("name", "where"), [("yearly", ""), ("weekly", "emial")])
def test_what_is_not_understood_is_an_answer(tmp_path: Path, name: str, where: str) -> None:
    with desk.services(desk.settings(tmp_path)) as services, pytest.raises(AskError):
        digest_text(name, where, desk.NOW, services)
