"""Opens the modals in which a question, a schedule or an alert is put together by choosing."""

from __future__ import annotations

import time
from collections.abc import Callable

from slack_sdk import WebClient

from bot.commands.forms import Form
from bot.services import Services
from bot.slack.form_requests import FormRequest
from bot.slack.sending import Refused, ask

EXPIRED = "expired_trigger_id"
"""Slack's own word for a trigger that is too old."""


class FormOpener:
    """Opens a modal for whoever pressed a button for it."""

    def __init__(
        self,
        client: WebClient,
        services: Services,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.client = client
        self._services = services
        self._monotonic = monotonic

    def __call__(self, form: Form, wish: FormRequest, until: float) -> None:
        """Open it, once, or draw it anew. Raises Refused, as when the time is up, or Uncertain."""
        if form.redraw and wish.view:
            view = form.redraw(wish.place, wish.values)
            ask(self.client.views_update, view_id=wish.view, hash=wish.hash, view=view)
            return
        view = form.modal(self._services, wish.place)
        if self._monotonic() > until:
            raise Refused(EXPIRED)
        ask(self.client.views_open, trigger_id=wish.trigger, view=view)
