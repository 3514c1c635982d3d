"""Opens the modal in which a question is put together, and reads what was chosen in it."""

from __future__ import annotations

from slack_sdk import WebClient

from bot.commands.build import modal
from bot.services import Services
from bot.slack import sending
from bot.slack.sending import Wait, patiently


class Builder:
    """Opens the modal for whoever pressed a button for it."""

    def __init__(self, client: WebClient, services: Services, wait: Wait) -> None:
        self._client = client
        self._services = services
        self._wait = wait

    def __call__(self, trigger: str, place: str) -> None:
        """Open it. Slack lets a trigger open one within 3 seconds. Raises Refused or Uncertain."""
        view = modal(self._services, place)
        patiently(
            lambda: sending.web_api(self._client.views_open, trigger_id=trigger, view=view),
            self._wait,
        )
