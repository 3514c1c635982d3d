"""Opens the modals in which a question, a schedule or an alert is put together by choosing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from slack_sdk import WebClient

from bot.services import Services
from bot.slack import sending
from bot.slack.sending import patiently
from bot.slack.steps import Wait, drive

Modal: TypeAlias = Callable[[Services, str], Mapping[str, Any]]
"""The modal with what can be chosen; it brings back the place that it was opened for."""


class Builder:
    """Opens a modal for whoever pressed a button for it."""

    def __init__(self, client: WebClient, services: Services, wait: Wait, modal: Modal) -> None:
        self._modal = modal
        self._client = client
        self._services = services
        self._wait = wait

    def __call__(self, trigger: str, place: str) -> None:
        """Open it. Slack lets a trigger open one within 3 seconds. Raises Refused or Uncertain."""
        view = self._modal(self._services, place)
        say = partial(sending.web_api, self._client.views_open, trigger_id=trigger, view=view)
        drive(patiently(say), self._wait)
