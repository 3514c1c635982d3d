"""Slack's calls over HTTP: a guard that turns junk away quietly, then Bolt's own checks."""

from __future__ import annotations

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

LARGEST_BODY = 1_000_000


class Calls:
    """Takes POST /slack/events: commands, events and clicks alike."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, request: Request) -> Response:
        """Answer one call. What no Slack would send gets 401 or 413 and never reaches Bolt."""
        if not _plausible(request):
            return Response(status_code=401)
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        try:
            asked = to_bolt_request(request, body)
        except UnicodeDecodeError:
            return Response(status_code=401)
        # Bolt waits for the acknowledgement, hence not on the event loop.
        return to_starlette_response(await run_in_threadpool(self._app.dispatch, asked))


def _plausible(request: Request) -> bool:
    """Whether Bolt can check the signature: it answers 500 to a timestamp that is no number."""
    timestamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    return timestamp.isascii() and timestamp.isdecimal() and bool(signature) and signature.isascii()


async def _body(request: Request) -> bytes | None:
    """The body as it came, or None where it is larger than anything Slack sends."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
