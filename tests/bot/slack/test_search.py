"""Looking for a message of ours in a channel."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.slack.search import MOST_PAGES, PAGE, SearchRange, search
from bot.slack.sending import Refused, Uncertain
from bot.slack.work_in_steps import drive
from sandbox.slack.people import ANNA, SUPPORT
from sandbox.slack.records import Message
from sandbox.slack.server import Running

MARK = {"event_type": "kpi_card", "event_payload": {"key": "4f2a"}}
MORE_THAN_IS_READ = PAGE * MOST_PAGES + 1


def bears(metadata: Mapping[str, Any]) -> bool:
    return metadata == MARK


def said(slack: Running, metadata: Mapping[str, Any] | None = None) -> Message:
    bot = slack.workspace.bot.id
    return slack.workspace.post(
        Message(channel=SUPPORT.id, ts="", author=bot, text="x", metadata=metadata)
    )


def found(client: WebClient, since_at: float, until_at: float, thread: str | None = None) -> str:
    where = SearchRange(SUPPORT.id, thread, math.floor(since_at), math.ceil(until_at))
    return drive(search(client, where, bears), lambda _: None)


def test_the_one_that_bears_the_mark_is_found(slack: Running, client: WebClient) -> None:
    said(slack)
    wanted = said(slack, MARK)
    at = float(wanted.ts)
    assert found(client, at - 60, at + 60) == wanted.ts
    assert found(client, at - 60, at + 60, wanted.ts) == wanted.ts
    assert found(client, at + 60, at + 120) == ""


def test_what_a_busy_channel_was_told_later_does_not_hide_it(
    slack: Running, client: WebClient
) -> None:
    wanted = said(slack, MARK)
    later = float(wanted.ts) + 3600
    slack.workspace.clock = lambda: later
    for _ in range(MORE_THAN_IS_READ):
        said(slack)
    assert found(client, later - 4200, later - 3000) == wanted.ts
    calls = slack.workspace.journal.calls("conversations.history")
    assert len(calls) == 1


def test_more_messages_than_are_read_prove_nothing(slack: Running, client: WebClient) -> None:
    at = float(said(slack).ts)
    for _ in range(MORE_THAN_IS_READ):
        said(slack)
    with pytest.raises(Uncertain):
        found(client, at - 60, at + 600)
    assert len(slack.workspace.journal.calls("conversations.history")) == MOST_PAGES


def test_a_channel_that_may_not_be_read_is_a_refusal(slack: Running, client: WebClient) -> None:
    slack.workspace.settings.scopes = frozenset({"chat:write"})
    slack.say(ANNA.id, SUPPORT.id, "hello")
    with pytest.raises(Refused, match="missing_scope"):
        found(client, 0, 60)
