"""Files on their way to Slack: pictures that a message will show, and lists for one person."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import partial
from io import BytesIO
from typing import IO, Any

from slack_sdk import WebClient

from bot.cards import blocks
from bot.slack import sending
from bot.slack.sending import Refused, Uncertain, Wait, patiently
from bot.talk import Attachment, Picture

logger = logging.getLogger(__name__)

ALT_LIMIT = 1000


class Files:
    """Uploads with `client`."""

    def __init__(self, client: WebClient, wait: Wait) -> None:
        self._client = client
        self._wait = wait

    def picture(self, picture: Picture | None) -> str | None:
        """The id of the uploaded picture, which no channel sees until a message shows it."""
        if not picture:
            return None
        try:
            named = {"filename": picture.filename, "alt_txt": picture.alt[:ALT_LIMIT]}
            file_id = self._bring(BytesIO(picture.png), len(picture.png), **named)
            file = {"id": file_id, "title": picture.title}
            self._patiently(self._client.files_completeUploadExternal, files=[file])
        except (Refused, Uncertain) as error:
            logger.warning("The chart goes without a file: %s", error)
            return None
        return file_id

    def hand_over(self, person: str, file: Attachment) -> None:
        """Send a file to one person, in a thread under its title. Raises Refused or Uncertain."""
        with file.content:
            file_id = self._bring(file.content, file.size, filename=file.filename)
        # The conversation with a person has an id of its own, which a message to them tells.
        title = blocks.fallback(file.title)
        said = self._patiently(self._client.chat_postMessage, channel=person, text=title)
        self._patiently(
            self._client.files_completeUploadExternal,
            files=[{"id": file_id, "title": file.filename}],
            channel_id=said["channel"],
            thread_ts=said["ts"],
        )

    def _bring(self, content: IO[bytes], size: int, **named: str) -> str:
        """The id under which Slack has taken the bytes."""
        slot = self._patiently(self._client.files_getUploadURLExternal, length=size, **named)
        address = str(slot.get("upload_url"))
        patiently(partial(sending.put_bytes, address, content, size), self._wait)
        return str(slot.get("file_id"))

    def _patiently(self, method: Callable[..., Any], **arguments: Any) -> Mapping[str, Any]:
        return patiently(partial(sending.web_api, method, **arguments), self._wait)
