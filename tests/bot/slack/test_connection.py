"""The Slack app and its socket."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.slack.connection import OAUTH, SlackError, bolt, web_client
from sandbox.slack.people import ANNA
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running
from tests.bot import desk


def test_every_client_speaks_to_the_address_that_is_set_and_never_repeats_itself(
    slack: Running, tmp_path: Path
) -> None:
    settings = desk.settings(tmp_path, SLACK_API_URL=slack.api_url)
    client = web_client(settings)
    app = bolt(settings, client)
    assert client.base_url == app.client.base_url == slack.api_url
    assert client.retry_handlers == app.client.retry_handlers == []
    assert len(slack.workspace.journal.calls("auth.test")) == 1


def test_an_oauth_client_in_the_environment_changes_nothing(
    slack: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in OAUTH:
        monkeypatch.setenv(name, "left there for another app")
    settings = desk.settings(tmp_path, SLACK_API_URL=slack.api_url)
    app = bolt(settings, web_client(settings))
    assert app.oauth_flow is None
    assert len(slack.workspace.journal.calls("auth.test")) == 1
    assert [os.environ[name] for name in OAUTH] == ["left there for another app"] * 2


@pytest.mark.parametrize(
    ("trouble", "why"),
    [
        (Trouble(status=503), "trouble of its own (status 503)"),
        (Trouble(status=429, body={"ok": False, "error": "ratelimited"}), "asked too often"),
        (Trouble(drop=True), "cannot be reached"),
    ],
)
def test_a_slack_that_is_away_is_waited_for_until_it_answers(
    slack: Running, tmp_path: Path, trouble: Trouble, why: str
) -> None:
    client = web_client(desk.settings(tmp_path, SLACK_API_URL=slack.api_url))
    slack.workspace.journal.script("auth.test", trouble)
    app = bolt(desk.settings(tmp_path, SLACK_API_URL=slack.api_url), client)
    assert why in client.account.away
    app.client.users_info(user=ANNA.id)
    assert client.account.away == ""


def test_a_token_that_slack_refuses_is_told(slack: Running, tmp_path: Path) -> None:
    settings = desk.settings(tmp_path, SLACK_API_URL=slack.api_url, SLACK_BOT_TOKEN="xoxb-wrong")
    with pytest.raises(SlackError, match=r"refused SLACK_BOT_TOKEN \(invalid_auth\)"):
        bolt(settings, web_client(settings))
