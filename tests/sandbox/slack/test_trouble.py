"""Limits, scripted failures and response URLs."""

from __future__ import annotations

import http.client
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox.slack.journal import RateLimit
from sandbox.slack.people import ANNA, BOT, GENERAL, SUPPORT
from sandbox.slack.records import Message, Trouble
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.conftest import client_of, refused


def section(text: str = "Hello") -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def test_a_channel_takes_a_burst_and_then_one_a_second() -> None:
    workspace = Workspace(rate=RateLimit(per_second=1.0, burst=2), clock=lambda: 1000.0)
    with Running(workspace) as slack:
        client = client_of(slack)
        for _ in range(2):
            client.chat_postMessage(channel=SUPPORT.id, text="Hi")
        with pytest.raises(SlackApiError) as error:
            client.chat_postMessage(channel=SUPPORT.id, text="Hi")
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "1"


def test_a_scripted_answer_comes_once(slack: Running, client: WebClient) -> None:
    trouble = Trouble(status=500, body={"ok": False, "error": "internal_error"})
    slack.workspace.journal.script("chat.postMessage", trouble)
    with pytest.raises(SlackApiError) as error:
        client.chat_postMessage(channel=SUPPORT.id, text="Hi")
    assert refused(error) == "internal_error"
    assert slack.workspace.messages(SUPPORT.id) == ()
    assert client.chat_postMessage(channel=SUPPORT.id, text="Hi")["ok"]


def test_a_reply_can_be_lost_after_the_post_was_made(slack: Running, client: WebClient) -> None:
    slack.workspace.journal.script("chat.postMessage", Trouble(drop=True, done=True))
    with pytest.raises((OSError, http.client.HTTPException)):
        client.chat_postMessage(channel=SUPPORT.id, text="Hi")
    assert [m.text for m in slack.workspace.messages(SUPPORT.id)] == ["Hi"]


def test_a_response_url_answers_five_times(slack: Running) -> None:
    leave = slack.workspace.passes.response(ANNA.id, GENERAL.id)
    hook = WebhookClient(f"{slack.url}/response/{leave}", retry_handlers=[])
    statuses = [hook.send(text="Hi").status_code for _ in range(6)]
    assert statuses == [200, 200, 200, 200, 200, 404]
    assert len(slack.workspace.messages(GENERAL.id, ANNA.id)) == 5


def test_a_response_url_puts_another_message_in_its_place(slack: Running) -> None:
    workspace = slack.workspace
    said = workspace.post(
        Message(channel=SUPPORT.id, ts="", author=BOT.id, text="Old", only_for=ANNA.id)
    )
    leave = workspace.passes.response(ANNA.id, SUPPORT.id, said.ts)
    hook = WebhookClient(f"{slack.url}/response/{leave}", retry_handlers=[])
    hook.send(text="New", replace_original=True)
    assert [m.text for m in workspace.messages(SUPPORT.id)] == ["New"]


def test_a_response_url_refuses_faulty_blocks(slack: Running) -> None:
    leave = slack.workspace.passes.response(ANNA.id, SUPPORT.id)
    hook = WebhookClient(f"{slack.url}/response/{leave}", retry_handlers=[])
    answer = hook.send(text="Hi", blocks=[section("")])
    assert answer.status_code == 404
    assert "invalid_blocks" in answer.body
