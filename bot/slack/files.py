"""Files on their way to Slack: pictures that a message will show, and lists for one person."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import cache, partial
from io import BytesIO
from typing import IO, Any, NamedTuple

from slack_sdk import WebClient

from bot.cards import blocks
from bot.slack import sending
from bot.slack.picture_wait import PictureWait, Upload
from bot.slack.sending import Refused, Uncertain, again, patiently
from bot.slack.work_in_steps import Steps
from bot.slack.workspace import FILES
from bot.talk import NO_ANSWER, Attachment, Picture

logger = logging.getLogger(__name__)

ALT_LIMIT = 1000
DECLINED = "missing_scope"
"""What Slack says where the right to bring files was declined."""
AGAIN_SECONDS = (2.0, 6.0)
"""What nobody has been shown may be brought again where Slack's answer was lost."""


class NotHandedOver(Exception):  # noqa: N818  what Slack did, not what went wrong here
    """A file did not reach its person. `code`: why; `maybe`: nobody can tell whether it did."""

    def __init__(self, code: str, *, maybe: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.maybe = maybe


class _Place(NamedTuple):
    channel: str
    thread: str


class Files:
    """Uploads with `client`."""

    def __init__(self, client: WebClient, picture_wait: PictureWait) -> None:
        self._client = client
        self._picture_wait = picture_wait

    def picture(self, picture: Picture | None) -> Steps[Upload | None]:
        """The uploaded picture, which no channel sees until a message shows it."""
        if not picture:
            return None
        try:
            details = {"filename": picture.filename, "alt_txt": picture.alt[:ALT_LIMIT]}
            file_id = yield from self._bring(BytesIO(picture.png), len(picture.png), **details)
            file = {"id": file_id, "title": picture.title}
            complete = self._client.files_completeUploadExternal
            answer = yield from _call(complete, files=[file])
        except (Refused, Uncertain) as error:
            _without_file(error)
            return None
        return Upload(file_id, self._picture_wait.monotonic(), _is_ready(answer))

    def hand_over(self, channel: str, file: Attachment, thread: str | None = None) -> Steps[None]:
        """Send a file to one person, in that thread or under its title. Raises NotHandedOver.

        `channel` is the conversation with the person, or the person.
        """
        bring = partial(self._bring, file.content, file.size, filename=file.filename)
        try:
            with file.content:
                file_id = yield from again(bring, AGAIN_SECONDS)
            place = yield from again(
                partial(self._post_title, channel, file, thread), AGAIN_SECONDS
            )
        except Refused as error:
            raise NotHandedOver(error.code) from None
        except Uncertain:
            raise NotHandedOver(NO_ANSWER) from None
        try:
            yield from _call(
                self._client.files_completeUploadExternal,
                files=[{"id": file_id, "title": file.filename}],
                channel_id=place.channel,
                thread_ts=place.thread,
            )
        except Refused as error:
            raise NotHandedOver(error.code) from None
        except Uncertain:
            raise NotHandedOver(NO_ANSWER, maybe=True) from None

    def _post_title(self, channel: str, file: Attachment, thread: str | None) -> Steps[_Place]:
        """Where the file goes: under its title, in the conversation with a person.

        That conversation has an id of its own, which a message to them tells.
        """
        title = blocks.fallback(file.title)
        post = self._client.chat_postMessage
        answer = yield from _call(post, channel=channel, thread_ts=thread, text=title)
        return _Place(answer["channel"], thread or answer["ts"])

    def _bring(self, content: IO[bytes], size: int, **details: str) -> Steps[str]:
        """The id under which Slack has taken the bytes."""
        slot = yield from _call(self._client.files_getUploadURLExternal, length=size, **details)
        address = str(slot.get("upload_url"))
        yield from patiently(partial(sending.put_bytes, address, content, size))
        return str(slot.get("file_id"))


def _without_file(error: Refused | Uncertain) -> None:
    """Log why a chart goes without its picture; once, where that is a right that was declined."""
    if isinstance(error, Refused) and error.code == DECLINED:
        _warn_once()
    else:
        logger.warning("The chart goes without a file: %s", error)


@cache
def _warn_once() -> None:
    logger.warning("No chart goes with a file: the scope %s was not granted", FILES)


def _is_ready(answer: Mapping[str, Any]) -> bool:
    """Whether what completed an upload says what kind of file it is: Slack has looked into it."""
    return any(file.get("mimetype") for file in answer.get("files") or ())


def _call(method: Callable[..., Any], **arguments: Any) -> Steps[Mapping[str, Any]]:
    return patiently(partial(sending.web_api, method, **arguments))
