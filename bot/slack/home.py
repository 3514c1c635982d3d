"""Publishes a person's Home tab, to that person alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from itertools import count
from typing import Any, TypeAlias

from slack_sdk import WebClient

from bot.commands.home import home, view_words
from bot.services import Services
from bot.slack import sending
from bot.slack.answering import excuse
from bot.slack.sending import Refused, again, patiently
from bot.slack.translate import HASH
from bot.slack.work_in_steps import Steps
from bot.talk import UNREACHABLE, Block, Request

logger = logging.getLogger(__name__)

OVERTAKEN = "hash_conflict"
AGAIN_SECONDS = (1.0, 4.0, 15.0, 60.0)
"""A tab whose publishing Slack did not answer is published again: the same twice is harmless."""

Take: TypeAlias = Callable[[Steps[None], str], object]
"""Takes the steps of a piece of work and its name, at once or in threads of its own."""


class HomePublisher:
    """Draws a person's Home tab anew each time they open it or choose another view."""

    def __init__(self, client: WebClient, services: Services, take: Take) -> None:
        self._client = client
        self._services = services
        self._take = take

    def __call__(self, request: Request) -> None:
        """Draw the tab, and have it published."""
        view = {"type": "home", "blocks": [dict(block) for block in self._draw(request)]}
        self._take(self._publish_patiently(request, view), f"The Home tab of {request.person}")

    def _draw(self, request: Request) -> list[Block]:
        """The tab, or an apology: a tab that stays as it was would say nothing."""
        try:
            return home(request, self._services)
        except Exception as error:  # noqa: BLE001  as for an answer
            return list(excuse(error, "Home tab").head)

    def _publish_patiently(self, request: Request, view: Mapping[str, Any]) -> Steps[None]:
        """Raises Refused or Uncertain where Slack does not take the tab, however often."""
        attempts = count()

        def publish() -> Steps[None]:
            if not next(attempts) or not self._overtaken(request):
                yield from self._publish(request, view)

        yield from again(publish, AGAIN_SECONDS, {UNREACHABLE})

    def _publish(self, request: Request, view: Mapping[str, Any]) -> Steps[None]:
        """What is drawn because a tab was opened may not cover what was chosen in it since."""
        version = {} if request.words else {"hash": request.details.get(HASH)}
        publish = self._client.views_publish
        say = partial(sending.web_api, publish, user_id=request.person, view=view, **version)
        try:
            yield from patiently(say)
        except Refused as error:
            if error.code != OVERTAKEN:
                raise
            logger.info("The Home tab of %s has been drawn anew meanwhile", request.person)

    def _overtaken(self, request: Request) -> bool:
        """Whether the person has chosen another view since they chose this one."""
        newest = self._services.homes.view(request.team, request.person)
        return bool(request.words) and newest is not None and newest != view_words(request.words)
