"""The Home tab."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.grammar import parse
from bot.sandbox.slack.people import ANNA
from bot.sandbox.slack.server import Running
from bot.slack.home import EXAMPLES, Home, freshness, home
from metrics.query import Directory
from tests.bot import desk


@pytest.mark.parametrize("phrase", [phrase for _, phrase in EXAMPLES])
def test_every_example_can_be_asked(phrase: str) -> None:
    assert parse(phrase, Directory()).metric == phrase.split(maxsplit=1)[0]


def test_the_tab_is_taken_by_slack(slack: Running, client: WebClient, tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        Home(client, services, lambda _: None)(ANNA.id)
    shown = slack.workspace.views.home(ANNA.id)
    assert shown is not None
    assert shown.payload["blocks"][0]["type"] == "header"


def test_freshness_is_said_in_words(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=10) as services:
        assert "a minute ago" in freshness(services)
        later = replace(services, now=lambda: desk.NOW + 600)
        assert "10 minutes ago" in freshness(later)
        assert "5 hours ago" in freshness(replace(services, now=lambda: desk.NOW + 5 * 3600))


def test_before_the_first_sync_the_tab_says_so(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=0) as services:
        assert "first sync is not finished" in str(home(services))
