"""Schedules kept in the settings, beside those made in Slack."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.deliveries.composer import DigestComposer
from bot.deliveries.due_slots import plan
from bot.deliveries.schedules import USUALLY, keep_settings
from bot.services import Now, Services
from bot.talk import Request
from metrics.errors import AskError
from metrics.posting.deliveries import State
from metrics.store.books.digest_schedules import DIGEST
from tests.bot import desk

SLOT = int(datetime(2026, 11, 23, 9, tzinfo=UTC).timestamp())
STANDUP = "standup #C0AB3CD weekdays 9:15 asia/kolkata"
TWO = f"weekly #C0AB3CD monday 9:00 team t3;;{STANDUP}"


def at(now: int) -> Now:
    return lambda: now


def rules(services: Services) -> list[tuple[str, str, str]]:
    return sorted((s.rule, s.where, s.owner) for s in services.schedules.all())


def test_the_settings_make_schedules_once_and_take_them_away_again(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_DIGESTS=TWO)) as services:
        keep_settings(services)
        keep_settings(services)
        assert rules(services) == [
            ("daily mon-fri 09:15 Asia/Kolkata", "", ""),
            ("weekly monday 09:00 UTC", 'team "t3"', ""),
        ]
        made = Request(words="schedule monthly", person="U1", channel="C1")
        answer(made, services)
    with desk.services(desk.settings(tmp_path, DESKPULSE_DIGESTS=STANDUP), tickets=0) as services:
        keep_settings(services)
        assert [rule for rule, _, _ in rules(services)] == [
            "daily mon-fri 09:15 Asia/Kolkata",
            "monthly 1 09:00 UTC",
        ]


def test_copies_of_the_bot_with_other_settings_post_every_slot_once(tmp_path: Path) -> None:
    """As while a new version is rolled out: each copy puts its own settings in force in turn."""
    minutes = iter(range(SLOT - 600, SLOT + 900, 60))
    with (
        desk.services(desk.settings(tmp_path, DESKPULSE_DIGESTS=TWO), tickets=10) as old,
        desk.services(desk.settings(tmp_path, DESKPULSE_DIGESTS=STANDUP), tickets=0) as new,
    ):
        for number, now in enumerate(minutes):
            copy = replace((old, new)[number % 2], now=at(now))
            keep_settings(copy)
            plan(copy.schedules, now)
        weekly = next(s for s in old.schedules.all() if s.digest == "weekly")
        (due,) = old.outbox.of(f"{DIGEST}{weekly.id}")
        assert (due.due_at, due.state) == (SLOT, State.PLANNED)


def test_what_is_due_is_composed_though_another_copy_withdrew_its_schedule(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_DIGESTS=TWO), tickets=10) as old:
        before = replace(old, now=lambda: SLOT - 60)
        keep_settings(before)
        plan(before.schedules, SLOT)
        weekly = next(s for s in old.schedules.all() if s.digest == "weekly")
        (due,) = old.outbox.of(f"{DIGEST}{weekly.id}")
        other = desk.settings(tmp_path, DESKPULSE_DIGESTS=STANDUP)
        keep_settings(replace(before, settings=other))
        assert old.schedules.get(weekly.id) is None
        composer = DigestComposer(services=old)
        assert "week" in composer.compose(due).post.text.casefold()
        assert composer.zone(due) == "UTC"


def test_an_entry_that_cannot_be_read_is_logged_and_takes_nothing_away(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_DIGESTS=TWO)) as services:
        keep_settings(services)
    odd = "weekly #C0AB3CD mondey 9:00"
    with desk.services(desk.settings(tmp_path, DESKPULSE_DIGESTS=odd), tickets=0) as services:
        with caplog.at_level(logging.WARNING):
            keep_settings(services)
        assert "Did you mean monday?" in caplog.text
        assert len(services.schedules.all()) == 2


def test_a_schedule_of_the_settings_is_changed_there_only(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_DIGESTS=STANDUP)) as services:
        keep_settings(services)
        (one,) = services.schedules.all()
        for act in ("delete", "move"):
            words = f"schedule {act} {one.id} tuesday"
            with pytest.raises(AskError, match="DESKPULSE_DIGESTS"):
                answer(Request(words=words, person="U1", channel="C1"), services)


def test_every_usual_rule_can_be_said() -> None:
    assert set(USUALLY) == {"standup", "weekly", "monthly", "executive", "quarterly"}
