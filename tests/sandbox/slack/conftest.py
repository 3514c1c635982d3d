"""A running Slack, and the real SDK and Bolt that speak to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.slack.server import Running
from sandbox.slack.settings import SlackSettings
from sandbox.slack.workspace import Workspace
from tests import patience


@pytest.fixture
def slack() -> Iterator[Running]:
    settings = SlackSettings(ack_seconds=patience.SECONDS, retry_waits_seconds=(0.0,))
    with Running(Workspace(settings, processing_seconds=0.0)) as running:
        yield running


@pytest.fixture
def client(slack: Running) -> WebClient:
    return client_of(slack)


@pytest.fixture
def app(client: WebClient) -> App:
    """A Bolt app with no listeners yet."""
    return App(client=client, listener_executor=ThreadPoolExecutor(16))


@pytest.fixture
def connect(slack: Running, app: App, client: WebClient) -> Iterator[Callable[[], None]]:
    """Opens the app's socket."""
    handler = SocketModeHandler(app, "xapp-sandbox", web_client=client)

    def go() -> None:
        handler.connect()  # type: ignore[no-untyped-call]
        slack.wait_for_app()

    yield go
    handler.client.auto_reconnect_enabled = False
    slack.hang_up()  # the SDK's reader wakes at once, else only after its time-out
    handler.close()  # type: ignore[no-untyped-call]


def client_of(slack: Running, token: str = "xoxb-sandbox") -> WebClient:
    return WebClient(token, base_url=slack.api_url, retry_handlers=[])


def refused(error: pytest.ExceptionInfo[SlackApiError]) -> Any:
    return error.value.response["error"]
