"""A running Slack and clients that speak to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.sandbox.slack.server import Running
from bot.sandbox.slack.workspace import Workspace


@pytest.fixture
def slack() -> Iterator[Running]:
    with Running(Workspace(processing_seconds=0.0)) as running:
        yield running


@pytest.fixture
def client(slack: Running) -> WebClient:
    return client_of(slack)


def client_of(slack: Running, token: str = "xoxb-sandbox") -> WebClient:
    return WebClient(token, base_url=slack.api_url, retry_handlers=[])
