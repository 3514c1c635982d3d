"""What whoever answers is handed."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from pathlib import Path
from typing import cast

import pytest

from bot.config import Settings
from bot.services import Services, usual_age
from metrics.ask import Asker
from metrics.helpdesks.vendors import HELPDESKS
from metrics.sources.identity import Identities
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
    settles = max(60, HELPDESKS[key].settles_seconds)
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


class Known:
    """Knows who is who."""

    def __init__(self, found: Identities) -> None:
        self._found = found

    def identities(self) -> Identities:
        """Who is who."""
        return self._found


def test_an_agent_of_one_of_several_helpdesks_is_named_with_it(tmp_path: Path) -> None:
    pairs = "U1 = Acme/7, U2 = Intercom/8, U3 = zendesk:acme/9, U4 = 10, U5 = Nobody/11"
    known = Identities(
        first="zendesk:acme", sources={"zendesk:acme": "Acme", "intercom:x": "Intercom"}
    )
    with desk.services(desk.settings(tmp_path, DESKPULSE_AGENT_IDS=pairs), tickets=0) as services:
        found = replace(services, asker=cast(Asker, Known(known))).agents()
    assert found == {
        "U1": "7",
        "U2": "intercom:x/8",
        "U3": "9",
        "U4": "10",
        "U5": "Nobody/11",
    }
