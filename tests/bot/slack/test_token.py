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


@pytest.mark.parametrize(
    ("trouble", "heard"),
    [
        (Trouble(status=200, body={"ok": False, "error": "missing_scope"}), True),
        (Trouble(status=200, body={"ok": False, "error": "token_revoked"}), True),
        (Trouble(status=200, body={"ok": False, "error": "internal_error"}), False),
        (Trouble(status=503, body={"ok": False, "error": "service_unavailable"}), False),
        (Trouble(status=500, body={}), False),
    ],
    ids=["refused", "revoked", "internal", "unavailable", "no word"],
)
def test_slack_counts_as_silent_until_it_says_what_became_of_a_call(
    slack: Running, tmp_path: Path, trouble: Trouble, *, heard: bool
) -> None:
    seconds = [0.0]
    client = web_client(desk.settings(tmp_path, SLACK_API_URL=slack.api_url))
    client.account = Account(lambda: seconds[0])
    seconds[0] = 240.0
    slack.workspace.journal.script("auth.test", trouble)
    ask_about_token(client)
    assert client.account.unheard_seconds() == (0.0 if heard else 240.0)
    ask_about_token(client)
    assert client.account.unheard_seconds() == 0.0


def test_a_slack_that_is_not_asked_or_not_there_is_not_heard(
    slack: Running, tmp_path: Path
) -> None:
    seconds = [0.0]
    away = web_client(desk.settings(tmp_path, SLACK_API_URL="http://127.0.0.1:1/api/"))
    held = web_client(desk.settings(tmp_path, SLACK_API_URL=slack.api_url))
    slow_down = {"ok": False, "error": "ratelimited"}
    slack.workspace.journal.script(
        "auth.test", Trouble(status=429, body=slow_down, headers={"Retry-After": "600"})
    )
    ask_about_token(held)
    for client in (away, held):
        client.account = Account(lambda: seconds[0])
    seconds[0] = 240.0
    ask_about_token(away)
    ask_about_token(held)
    assert away.account.unheard_seconds() == held.account.unheard_seconds() == 240.0


def test_each_call_is_counted_by_what_came_of_it(slack: Running, tmp_path: Path) -> None:
    client = web_client(desk.settings(tmp_path, SLACK_API_URL=slack.api_url))
    slow_down = {"ok": False, "error": "ratelimited"}
    slack.workspace.journal.script(
        "auth.test",
        Trouble(status=200, body={"ok": False, "error": "account_inactive"}),
        Trouble(drop=True),
        Trouble(status=500, body={"ok": False, "error": "internal_error"}),
        Trouble(status=429, body=slow_down, headers={"Retry-After": "600"}),
    )
    for _ in range(5):
        ask_about_token(client)
    outcomes = {outcome: number for (_, outcome), number in client.account.calls().items()}
    assert outcomes == {"refused": 1, "unanswered": 2, "limited": 1, "held": 1}
