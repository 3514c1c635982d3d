"""A running Slack, and a client that speaks to it without trying again by itself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.sandbox.slack.journal import Rate
from bot.sandbox.slack.server import Running
from bot.sandbox.slack.workspace import Workspace


@pytest.fixture
def slack() -> Iterator[Running]:
    with Running(Workspace(processing_seconds=0.0, rate=Rate(burst=1000))) as running:
        yield running


@pytest.fixture
def client(slack: Running) -> WebClient:
    return WebClient("xoxb-sandbox", base_url=slack.api_url, retry_handlers=[], timeout=5)
