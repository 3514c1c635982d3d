"""Whether Slack still takes the bot's token, as every call tells."""

from __future__ import annotations

from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from bot.slack.connection import bolt, web_client
from bot.slack.token import Account, ask_about_token
from sandbox.slack.people import SUPPORT
from sandbox.slack.records import Trouble
from sandbox.slack.server import Running
from tests.bot import desk


def test_any_call_tells_that_the_token_was_revoked(slack: Running, tmp_path: Path) -> None:
    client = web_client(desk.settings(tmp_path, SLACK_API_URL=slack.api_url))
    ask_about_token(client)
    assert client.account.refusal == ""
    revoked = Trouble(status=200, body={"ok": False, "error": "token_revoked"})
    slack.workspace.journal.script("chat.postMessage", revoked)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=SUPPORT.id, text="2 h")
    assert client.account.refusal == "token_revoked"
    ask_about_token(client)
    assert client.account.refusal == ""


def test_the_clients_that_bolt_makes_tell_the_same_account(slack: Running, tmp_path: Path) -> None:
    settings = desk.settings(tmp_path, SLACK_API_URL=slack.api_url)
    client = web_client(settings)
    app = bolt(settings, client)
    slack.workspace.settings.bot_token = "xoxb-another"
    ask_about_token(app.client)
    assert client.account.refusal == "invalid_auth"


def test_a_slack_that_is_away_says_nothing_of_the_token(tmp_path: Path) -> None:
    client = web_client(desk.settings(tmp_path, SLACK_API_URL="http://127.0.0.1:1/api/"))
    ask_about_token(client)
    assert client.account.refusal == ""


@pytest.mark.parametrize("error", ["channel_not_found", "missing_scope", "ratelimited"])
def test_a_refusal_of_one_call_says_nothing_of_the_token(error: str) -> None:
    account = Account()
    account.note("chat.postMessage", error)
    assert account.refusal == ""


def test_a_call_with_another_token_says_nothing_of_this_one() -> None:
    account = Account()
    account.note("apps.connections.open", "invalid_auth")
    assert account.refusal == ""
    account.note("chat.postMessage", "invalid_auth")
    account.note("apps.connections.open")
    assert account.refusal == "invalid_auth"
