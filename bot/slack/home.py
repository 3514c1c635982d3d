"""Publishes a person's Home tab, to that person alone."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_sdk import WebClient

from bot.commands.home import home
from bot.services import Services
from bot.slack import sending
from bot.slack.sending import Refused, Wait, patiently
from bot.slack.translate import HASH
from bot.talk import Request

logger = logging.getLogger(__name__)

OVERTAKEN = "hash_conflict"


class Home:
    """Draws a person's Home tab anew each time they open it or choose another view."""

    def __init__(self, client: WebClient, services: Services, wait: Wait) -> None:
        self._client = client
        self._services = services
        self._wait = wait

    def __call__(self, request: Request) -> None:
        """Publish the tab. Raises Refused or Uncertain."""
        view = {"type": "home", "blocks": [dict(b) for b in home(request, self._services)]}
        try:
            patiently(partial(self._publish, request, view), self._wait)
        except Refused as error:
            if error.code != OVERTAKEN:
                raise
            logger.info("The Home tab of %s has been drawn anew meanwhile", request.person)

    def _publish(self, request: Request, view: Mapping[str, Any]) -> Mapping[str, Any]:
        """What is drawn because a tab was opened may not cover what was chosen in it since."""
        seen = {} if request.words else {"hash": request.details.get(HASH)}
        return sending.web_api(
            self._client.views_publish, user_id=request.person, view=view, **seen
        )
