"""Figures of single people, asked of the real bot over a Slack on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services import Services
from sandbox.slack.people import ANNA, BEN, LEADS, SUPPORT
from sandbox.slack.server import Running
from tests.bot import desk
from tests.bot.slack.talking import reply


@pytest.fixture
def services(slack: Running, tmp_path: Path) -> Iterator[Services]:
    settings = desk.settings(
        tmp_path,
        SLACK_API_URL=slack.api_url,
        SLACK_APP_TOKEN="xapp-sandbox",
        DESKPULSE_LEADS=ANNA.id,
        DESKPULSE_LEAD_CHANNELS=LEADS.id,
    )
    with desk.services(settings) as made:
        yield made


def test_who_is_no_lead_is_told_so_alone(connected: Running, services: Services) -> None:
    connected.command(BEN.id, SUPPORT.id, "/kpi", "frt by agent")
    answer = reply(connected)
    assert answer.only_for == BEN.id
    assert "for leads and for that agent alone. Ask a lead" in answer.text
    assert [(look.person, look.allowed) for look in services.looks.since(0)] == [(BEN.id, False)]


def test_a_lead_is_whispered_to_and_the_look_is_kept(
    connected: Running, services: Services
) -> None:
    connected.command(ANNA.id, SUPPORT.id, "/kpi", "frt by agent")
    assert reply(connected).only_for == ANNA.id
    (look,) = services.looks.since(0)
    assert (look.channel, look.phrase, look.allowed) == (
        SUPPORT.id,
        "frt 17..23 nov 2026 by agent",
        True,
    )


def test_in_a_channel_for_leads_it_is_posted(connected: Running) -> None:
    connected.command(ANNA.id, LEADS.id, "/kpi", "frt by agent")
    assert reply(connected, LEADS.id).only_for is None
