"""Files that people upload in a form: had from Slack, and from nobody else."""

from __future__ import annotations

import logging
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPException
from tempfile import TemporaryFile, gettempdir
from typing import Any, BinaryIO, Final, cast
from urllib.error import HTTPError
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.slack.sending import TIMEOUT_SECONDS, Refused, Uncertain, ask
from bot.slack.workspace import SlackWorkspace
from bot.uploads import UploadedFile
from metrics.errors import AskError

logger = logging.getLogger(__name__)

SCOPE: Final = "files:read"
MOST_BYTES: Final = 100 * 1024**2
MOST_SECONDS: Final = 120.0
"""A file that has not come by then is not waited for."""
PIECE: Final = 64 * 1024
NO_SCOPE: Final = (
    "I may not read files here: whoever administers the Slack app adds the optional scope "
    f"{SCOPE} and installs it again. Until then files come in by `deskpulse import`."
)
GONE: Final = "That file is no longer there. Upload it again."
NOT_YOURS: Final = "That file is somebody else's: only who uploaded a file can have it imported."
ELSEWHERE: Final = "That file does not lie in Slack itself. Upload it from your own machine."
TOO_LARGE: Final = (
    f"That file is larger than {MOST_BYTES // 1024**2} MB. Cut it in parts, or import it by "
    "`deskpulse import`, which takes any size."
)
NO_ROOM: Final = (
    "I could not put the file down on my own disk, which may be full. Whoever runs me finds more "
    "in the log."
)
AWAY: Final = "Slack did not hand the file over. Try again in a minute."


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Nobody is followed elsewhere: the token would go along."""

    def redirect_request(self, *_: Any) -> None:
        """No request."""


class SlackUploads:
    """Has files by the Web API of `workspace`, at `api_url`."""

    def __init__(
        self,
        client: WebClient,
        workspace: SlackWorkspace,
        api_url: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._workspace = workspace
        self._api_url = api_url
        self._monotonic = monotonic
        self._open = urllib.request.build_opener(_NoRedirect()).open

    def refuse_unreadable(self) -> None:
        """Raise AskError where the installation may read no files."""
        if SCOPE not in self._workspace.installation().scopes:
            raise AskError(NO_SCOPE)

    @contextmanager
    def fetch(self, id: str, person: str, /) -> Iterator[UploadedFile]:
        """The file of that id, which that person has uploaded. Raises AskError."""
        file = self._info(id)
        if file.get("user") != person:
            raise AskError(NOT_YOURS)
        if int(file.get("size") or 0) > MOST_BYTES:
            raise AskError(TOO_LARGE)
        address = str(file.get("url_private_download") or file.get("url_private") or "")
        if not of_slack(address, self._api_url):
            raise AskError(ELSEWHERE)
        with ExitStack() as stack:
            try:
                content = stack.enter_context(_own_file())
                self._download(address, content)
            except OSError as error:
                logger.error("No file can be put into %s: %s", gettempdir(), error.strerror)  # noqa: TRY400  it says it all
                raise AskError(NO_ROOM) from None
            yield UploadedFile(str(file.get("name") or id), content)

    def _info(self, id: str) -> Mapping[str, Any]:
        try:
            file = ask(self._client.files_info, file=id).get("file")
        except Refused as error:
            if error.code == "missing_scope":
                raise AskError(NO_SCOPE) from None
            if error.code in {"file_not_found", "file_deleted"}:
                raise AskError(GONE) from None
            raise AskError(AWAY) from None
        except Uncertain:
            raise AskError(AWAY) from None
        return file if isinstance(file, Mapping) else {}

    def _download(self, address: str, content: BinaryIO) -> None:
        """Put the bytes into a file. Raises OSError where that cannot be written."""
        for piece in self._pieces(address):
            content.write(piece)
            if content.tell() > MOST_BYTES:
                raise AskError(TOO_LARGE)
        content.seek(0)

    def _pieces(self, address: str) -> Iterator[bytes]:
        """Have the bytes. A redirect is an error like any other status."""
        until = self._monotonic() + MOST_SECONDS
        headers = {"Authorization": f"Bearer {self._client.token}"}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310  checked by of_slack
        try:
            with self._open(request, timeout=TIMEOUT_SECONDS) as answer:
                while piece := answer.read(PIECE):
                    yield piece
                    if self._monotonic() > until:
                        raise AskError(AWAY)
        except HTTPError as error:
            error.close()
            raise AskError(AWAY) from None
        except (OSError, HTTPException):
            raise AskError(AWAY) from None


@contextmanager
def _own_file() -> Iterator[BinaryIO]:
    """A file that nobody else sees, and that is gone in the end, written or not."""
    content = TemporaryFile()  # noqa: SIM115  closing it may fail where it is full
    try:
        yield cast("BinaryIO", content)
    finally:
        with suppress(OSError):
            content.close()


def of_slack(address: str, api_url: str) -> bool:
    """Whether the token may go to an address: the API's own host, or that of its files.

    Slack has files at files.slack.com beside slack.com; a stand-in has them beside its API.
    """
    there, api = urlsplit(address), urlsplit(api_url)
    if there.scheme != api.scheme:
        return False
    return there.netloc in {api.netloc, f"files.{api.netloc}"}
