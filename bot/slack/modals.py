"""Opens the modals in which a question, a schedule or an alert is put together by choosing."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from slack_sdk import WebClient

from bot.services import Services
from bot.slack.sending import Refused, ask
from bot.slack.translate import FormRequest

Modal: TypeAlias = Callable[[Services, str], Mapping[str, Any]]
"""The modal with what can be chosen; it brings back the place that it was opened for."""

EXPIRED = "expired_trigger_id"
"""Slack's own word for a trigger that is too old."""


class FormOpener:
    """Opens a modal for whoever pressed a button for it."""

    def __init__(
        self,
        client: WebClient,
        services: Services,
        modal: Modal,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._modal = modal
        self._client = client
        self._services = services
        self._monotonic = monotonic

    def __call__(self, form: FormRequest, until: float) -> None:
        """Open it, once. Raises Refused, also when the time is up, or Uncertain."""
        view = self._modal(self._services, form.place)
        if self._monotonic() > until:
            raise Refused(EXPIRED)
        ask(self._client.views_open, trigger_id=form.trigger, view=view)
