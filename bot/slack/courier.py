"""Brings what nobody asked for to Slack once: every message bears a key by which it is found."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_sdk import WebClient

from bot.slack import sending
from bot.slack.best_form import Destination, plain, say_best_form
from bot.slack.fallbacks import ReplyForm, forms
from bot.slack.files import Files
from bot.slack.picture_wait import PictureWait
from bot.slack.search import SearchRange, has_key, search
from bot.slack.sending import Refused, Uncertain, patiently
from bot.slack.work_in_steps import Wait, drive
from bot.talk import Outcome, Outgoing, Post, Refusal, Unknown
from bot.workspace import is_person

logger = logging.getLogger(__name__)

EVENT_TYPE = "kpi_delivery"


class SlackCourier:
    """Brings messages with `client`, which must not try again on its own."""

    def __init__(
        self, client: WebClient, wait: Wait, picture_wait: PictureWait | None = None
    ) -> None:
        self._client = client
        self._wait = wait
        self._picture_wait = picture_wait or PictureWait()
        self._files = Files(client, self._picture_wait)

    def post(self, message: Outgoing) -> Outcome:
        """Post a message, in the best form that is taken. It is never tried twice."""
        say = partial(self._say, self._client.chat_postMessage, message)
        quietly = {"unfurl_links": False, "unfurl_media": False}
        to = {"channel": message.channel, "thread_ts": message.thread}
        return self._bring(say, message, **to, **quietly)

    def update(self, post: Post, message: Outgoing) -> Outcome:
        """Put other words into a message; the same twice is harmless."""
        say = partial(self._say, self._client.chat_update, message)
        return self._bring(say, message, channel=post.channel, ts=post.ts)

    def delete(self, post: Post) -> None:
        """Take a message away, if it is there."""
        remove = self._client.chat_delete
        try:
            self._ask(remove, channel=post.channel, ts=post.ts)
        except (Refused, Uncertain) as error:
            logger.error("The message %s was to be taken away: %s", post.ts, error)  # noqa: TRY400  no fault of ours

    def find(self, message: Outgoing, since_at: int, until_at: int) -> Outcome | None:
        """The first message between two instants that bears the key; None where there is none."""
        try:
            channel = self._conversation(message.channel)
            where = SearchRange(channel, message.thread, since_at, until_at)
            steps = search(self._client, where, partial(has_key, EVENT_TYPE, message.key), tries=1)
            ts = drive(steps, self._wait)
        except (Refused, Uncertain) as error:
            return _outcome(error)
        return Post(channel, ts) if ts else None

    def _bring(
        self, say: Callable[..., Mapping[str, Any]], message: Outgoing, **to: Any
    ) -> Outcome:
        upload = drive(self._files.picture(message.reply.picture), self._wait)
        place = Destination(lambda form: say(form, **to), tries=1)
        try:
            candidates = forms(message.reply, upload)
            answer = drive(say_best_form(place, candidates, self._picture_wait), self._wait)
        except (Refused, Uncertain) as error:
            return _outcome(error)
        return Post(str(answer["channel"]), str(answer["ts"]))

    def _say(
        self, method: Callable[..., Any], message: Outgoing, form: ReplyForm, **to: Any
    ) -> Mapping[str, Any]:
        return sending.web_api(
            method,
            **to,
            text=form.text,
            blocks=plain(form.blocks),
            metadata={"event_type": EVENT_TYPE, "event_payload": {"key": message.key}},
        )

    def _conversation(self, channel: str) -> str:
        if not is_person(channel):
            return channel
        answer = self._ask(self._client.conversations_open, users=channel)
        return str(answer["channel"]["id"])

    def _ask(self, method: Callable[..., Any], **arguments: Any) -> Mapping[str, Any]:
        return drive(patiently(partial(sending.web_api, method, **arguments)), self._wait)


def _outcome(error: Refused | Uncertain) -> Refusal | Unknown:
    """What came of a call that was not surely done."""
    if isinstance(error, Uncertain):
        return Unknown(str(error))
    return Refusal(error.code, error.detail, error.retry_after)
