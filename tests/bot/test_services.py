"""What whoever answers is handed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from bot.config import Settings
from bot.services import Services, usual_age
from metrics.helpdesks.vendors import HELPDESKS
from metrics.store.syncs import ledger
from tests.bot import desk

SYNCS = 2 * 60
"""Seconds: two syncs of a minute each."""


def every_minute(folder: Path) -> Settings:
    return desk.settings(folder, DESKPULSE_SYNC_MINUTES="1")


@pytest.mark.parametrize("key", HELPDESKS)
def test_what_a_helpdesk_takes_to_show_a_change_does_not_make_data_late(
    tmp_path: Path, key: str
) -> None:
    settles = HELPDESKS[key].settles_seconds
    assert usual_age(every_minute(tmp_path), [f"{key}:acme"]) == SYNCS + settles


def test_data_are_late_past_what_the_slowest_helpdesk_takes(tmp_path: Path) -> None:
    def late(services: Services, seconds: int) -> bool:
        return services.stale(desk.NOW - seconds, desk.NOW)

    slow = max(HELPDESKS, key=lambda key: HELPDESKS[key].settles_seconds)
    age = SYNCS + HELPDESKS[slow].settles_seconds
    with desk.services(every_minute(tmp_path)) as services:
        assert late(services, age)
        with services.asker.store.write() as connection:
            ledger.register(connection, slow, "acme", 0)
        assert not late(services, age)
        assert late(services, age + 1)


def test_nobody_who_answers_can_change_the_services(tmp_path: Path) -> None:
    with (
        desk.services(desk.settings(tmp_path), tickets=0) as services,
        pytest.raises(FrozenInstanceError),
    ):
        services.now = lambda: 0  # type: ignore[misc]
