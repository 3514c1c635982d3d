"""Brings a Reply to Slack: a place that takes it, in the best form that is taken there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Any, TypeAlias

from slack_sdk import WebClient

from bot.cards import blocks
from bot.cards.help import no_file
from bot.slack import sending
from bot.slack.files import Files
from bot.slack.forms import Form, Rung, forms
from bot.slack.ladder import FEW_PAUSES, Place, descend, plain
from bot.slack.sending import Refused, Uncertain, Wait, patiently
from bot.slack.translate import RESPONSE_URL
from bot.talk import Audience, Reply, Request

logger = logging.getLogger(__name__)

NOT_THERE = {"not_in_channel", "channel_not_found"}
"""Refusals that an invitation would mend."""

INVITE = "Only you see this. Invite me with /invite to share answers in this channel."
UNSURE = "I could not tell whether Slack took my answer. If it does not show, please ask again."


Placed: TypeAlias = Callable[[str, str, str | None, str], None]
"""Is told where an answer stands: channel, timestamp, thread, and its receipt."""


def nowhere(_channel: str, _ts: str, _thread: str | None, _receipt: str) -> None:
    """Forget where an answer stands."""


class Delivery:
    """Delivers with `client`, which must not retry on its own: it would say things twice."""

    def __init__(self, client: WebClient, wait: Wait, placed: Placed = nowhere) -> None:
        self._client = client
        self._wait = wait
        self._placed = placed
        self._files = Files(client, wait)

    def __call__(self, request: Request, reply: Reply) -> None:
        """Deliver `reply`; raises Refused or Uncertain when no place would have it in any form."""
        reply = self._handed_over(request, reply)
        upload = cache(partial(self._files.picture, reply.picture))
        refusal, note = Refused("nowhere"), ""
        for place in self._places(request, reply):
            try:
                ladder = (_noted(form, note) for form in forms(reply, upload))
                descend(place, ladder, self._wait)
            except Refused as error:
                logger.info("Slack refused the place: %s", error)
                refusal, note = error, note or _aside(reply, error)
            except Uncertain:
                self._admit(request)
                raise
            else:
                return
        raise refusal

    def _handed_over(self, request: Request, reply: Reply) -> Reply:
        """The reply once its file has reached the person; or why it has not."""
        if reply.file is None:
            return reply
        try:
            self._files.hand_over(request.person, reply.file)
        except (Refused, Uncertain) as error:
            logger.warning("A file was not taken: %s", error)
            return no_file(str(error))
        return reply

    def _places(self, request: Request, reply: Reply) -> Iterator[Place]:
        """Where the reply may go, best first; what is for one person is never shown to others."""
        if reply.audience is not Audience.ME:
            yield Place(partial(self._post, request.channel, request.thread, reply))
        if url := request.details.get(RESPONSE_URL):
            yield Place(partial(self._respond, url, request.thread), FEW_PAUSES, terse=True)
        if request.channel != request.person:
            yield Place(partial(self._whisper, request))
        yield Place(partial(self._post, request.person, None, reply))

    def _post(
        self, channel: str, thread: str | None, reply: Reply, form: Form
    ) -> Mapping[str, Any]:
        sent = sending.web_api(
            self._client.chat_postMessage,
            channel=channel,
            thread_ts=thread,
            text=form.text,
            blocks=plain(form.blocks),
            metadata=_metadata(reply.phrase),
            unfurl_links=False,
            unfurl_media=False,
        )
        self._remember(sent, thread, reply)
        return sent

    def _remember(self, sent: Mapping[str, Any], thread: str | None, reply: Reply) -> None:
        """Note where an answer stands. Without the note its thread is only not followed."""
        if reply.receipt is None:
            return
        try:
            self._placed(str(sent["channel"]), str(sent["ts"]), thread, reply.receipt)
        except Exception:  # said is said: what fails from here on must not have it said again
            logger.exception("Where the answer %s stands could not be kept", reply.receipt)

    def _whisper(self, request: Request, form: Form) -> Mapping[str, Any]:
        return sending.web_api(
            self._client.chat_postEphemeral,
            channel=request.channel,
            user=request.person,
            thread_ts=_open_thread(request),
            text=form.text,
            blocks=plain(form.blocks),
        )

    def _respond(self, url: str, thread: str | None, form: Form) -> Mapping[str, Any]:
        message = {
            "text": form.text,
            "blocks": plain(form.blocks),
            "response_type": "ephemeral",
            "replace_original": False,
            "thread_ts": thread,
        }
        return sending.response_url(
            url, {key: value for key, value in message.items() if value is not None}
        )

    def _admit(self, request: Request) -> None:
        """Say that nobody knows whether the answer came: never say the answer itself twice."""
        url = request.details.get(RESPONSE_URL)
        if not url:
            return
        try:
            said = partial(self._respond, url, request.thread, Form(Rung.TEXT, UNSURE))
            patiently(said, self._wait)
        except (Refused, Uncertain) as error:
            logger.warning("Nor could that be said: %s", error)


def _open_thread(request: Request) -> str | None:
    """The thread the person is in; under their own new message there is none to whisper in."""
    return request.thread if request.in_thread else None


def _aside(reply: Reply, refusal: Refused) -> str:
    """Why a reply meant for a channel is told to one person."""
    if reply.audience is Audience.ME:
        return ""
    return INVITE if refusal.code in NOT_THERE else f"Only you see this: Slack said {refusal.code}."


def _noted(form: Form, note: str) -> Form:
    if not note:
        return form
    small = (blocks.context([note]),) if form.blocks else ()
    return Form(form.rung, f"{form.text} {note}", (*small, *form.blocks))


def _metadata(phrase: str | None) -> dict[str, Any] | None:
    """What a thread under the card goes by. Everybody in the channel can read it."""
    if phrase is None:
        return None
    return {"event_type": "kpi_card", "event_payload": {"phrase": phrase, "v": 1}}
