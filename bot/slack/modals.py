"""Opens the modals in which a question, a schedule or an alert is put together by choosing."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Any

from slack_sdk import WebClient

from bot.commands.forms import Form
from bot.services import Services
from bot.slack.form_requests import FormRequest
from bot.slack.sending import Refused, ask

EXPIRED = "expired_trigger_id"
"""Slack's own word for a trigger that is too old."""
CLOSED, NEWER = "not_found", "hash_conflict"
"""Slack's words for a modal that is gone, and for one that has been redrawn since."""
MOST_MODALS = 1_000


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
        self._choices: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def __call__(self, form: Form, wish: FormRequest, until: float) -> None:
        """Open it, once, or draw it anew. Raises Refused, as when the time is up, or Uncertain."""
        if form.redraw and wish.view:
            self._redraw(wish, form.redraw(wish.place, wish.values))
            return
        view = form.modal(self._services, wish.place)
        if self._monotonic() > until:
            raise Refused(EXPIRED)
        ask(self.client.views_open, trigger_id=wish.trigger, view=view)

    def _redraw(self, wish: FormRequest, view: Mapping[str, Any]) -> None:
        """Draw what was chosen last, whichever choice arrives first; a closed modal needs nothing.

        Slack takes no redraw of a view that an earlier one has replaced, unless it is told to.
        """
        for hash in (wish.hash, None):
            if not self._is_newest(wish) or self._update(wish.view, hash, view) != NEWER:
                return

    def _update(self, id: str, hash: str | None, view: Mapping[str, Any]) -> str:
        """Slack's word for why a modal was not drawn, where that is no fault; else ""."""
        try:
            ask(self.client.views_update, view_id=id, hash=hash, view=view)
        except Refused as error:
            if error.code not in {CLOSED, NEWER}:
                raise
            return error.code
        return ""

    def _is_newest(self, wish: FormRequest) -> bool:
        """Whether nothing was chosen later in that modal, as far as is known here."""
        with self._lock:
            newest = max(self._choices.pop(wish.view, 0.0), wish.chosen)
            self._choices[wish.view] = newest
            while len(self._choices) > MOST_MODALS:
                self._choices.popitem(last=False)
        return newest == wish.chosen
