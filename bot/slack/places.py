"""Where one answer may go, best first: the channel, then where only the asker sees it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from hashlib import blake2b
from typing import Any, TypeAlias

from slack_sdk import WebClient

from bot.services import Now
from bot.slack import sending
from bot.slack.best_form import FEW_IMAGE_TRIES, Destination, plain
from bot.slack.fallbacks import ReplyForm
from bot.slack.search import SearchRange, has_key, search
from bot.slack.translate import RESPONSE_URL
from bot.slack.work_in_steps import Steps
from bot.talk import Audience, Reply, Request
from bot.workspace import is_direct

logger = logging.getLogger(__name__)

SKEW_SECONDS = 600
"""How far Slack's clock may be from ours."""
EVENT_TYPE = "kpi_card"

NotePlace: TypeAlias = Callable[[str, str, str | None, str], None]
"""Is told where an answer stands: channel, timestamp, thread, and its receipt."""


def nowhere(_channel: str, _ts: str, _thread: str | None, _receipt: str) -> None:
    """Forget where an answer stands."""


class Places:
    """Finds places with `client`. `note_place` is told where an answer stands."""

    def __init__(self, client: WebClient, now: Now, note_place: NotePlace) -> None:
        self._client = client
        self._now = now
        self._note_place = note_place

    def of(self, request: Request, reply: Reply) -> Iterator[Destination]:
        """Where the reply may go, best first; what is for one person is never shown to others."""
        url = request.details.get(RESPONSE_URL)
        for_its_readers = reply.audience is not Audience.ME or request.private
        if url and reply.in_place and request.pressed and for_its_readers:
            say = partial(self._respond, url, None, replace=True)
            yield Destination(say, image_tries=FEW_IMAGE_TRIES, terse=True)
        elif reply.audience is not Audience.ME or written_alone(request):
            yield self._here(request, reply)
        if url:
            say = partial(self._respond, url, request.open_thread)
            yield Destination(say, private=True, image_tries=FEW_IMAGE_TRIES, terse=True)
        if request.channel != request.person:
            yield Destination(partial(self._whisper, request), private=True)
        yield Destination(
            partial(self._post, request.person, None, key(request), reply), private=True
        )

    def _here(self, request: Request, reply: Reply) -> Destination:
        alone = is_direct(request.channel)
        return Destination(
            partial(self._post, request.channel, request.thread, key(request), reply),
            private=alone,
            stands=None if alone else partial(self._stands, request, reply, self._now()),
        )

    def _post(
        self, channel: str, thread: str | None, key: str, reply: Reply, form: ReplyForm
    ) -> Mapping[str, Any]:
        answer = sending.web_api(
            self._client.chat_postMessage,
            channel=channel,
            thread_ts=thread,
            text=form.text,
            blocks=plain(form.blocks),
            metadata=_metadata(reply.phrase, key),
            unfurl_links=False,
            unfurl_media=False,
        )
        self._remember(str(answer["channel"]), str(answer["ts"]), thread, reply)
        return answer

    def _stands(self, request: Request, reply: Reply, began_at: int) -> Steps[bool]:
        """Whether the answer is in the channel after all. Raises Refused or Uncertain."""
        until_at = self._now() + SKEW_SECONDS
        where = SearchRange(request.channel, request.thread, began_at - SKEW_SECONDS, until_at)
        ts = yield from search(self._client, where, partial(has_key, EVENT_TYPE, key(request)))
        if ts:
            self._remember(request.channel, ts, request.thread, reply)
        return bool(ts)

    def _remember(self, channel: str, ts: str, thread: str | None, reply: Reply) -> None:
        """Note where an answer stands. Without the note its thread is only not followed."""
        if reply.receipt is None:
            return
        try:
            self._note_place(channel, ts, thread, reply.receipt)
        except Exception:  # said is said: what fails from here on must not have it said again
            logger.exception("Where the answer %s stands could not be kept", reply.receipt)

    def _whisper(self, request: Request, form: ReplyForm) -> Mapping[str, Any]:
        return sending.web_api(
            self._client.chat_postEphemeral,
            channel=request.channel,
            user=request.person,
            thread_ts=request.open_thread,
            text=form.text,
            blocks=plain(form.blocks),
        )

    def _respond(
        self, url: str, thread: str | None, form: ReplyForm, *, replace: bool = False
    ) -> Mapping[str, Any]:
        message = {
            "text": form.text,
            "blocks": plain(form.blocks),
            "response_type": None if replace else "ephemeral",
            "replace_original": replace,
            "thread_ts": thread,
        }
        return sending.response_url(
            url, {key: value for key, value in message.items() if value is not None}
        )


def written_alone(request: Request) -> bool:
    """Whether it was written to the bot alone: what is said there, and in its threads, is private.

    A conversation that came without a message may be one of two people, which the bot is not in.
    """
    return bool(request.posted) and is_direct(request.channel)


def key(request: Request) -> str:
    """What the answer to a question bears: by its id, which tells nobody anything."""
    return blake2b(request.id.encode(), digest_size=8).hexdigest()


def _metadata(phrase: str | None, key: str) -> dict[str, Any]:
    """What a thread under the card goes by, and what it is found by.

    Everybody in the channel can read it.
    """
    payload = {"v": 1, "key": key} | ({} if phrase is None else {"phrase": phrase})
    return {"event_type": EVENT_TYPE, "event_payload": payload}
