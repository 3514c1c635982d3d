"""Slack's calls over HTTP: a guard that turns junk away quietly, then Bolt's own checks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

LARGEST_BODY = 1_000_000


def calls(app: App) -> Callable[[Request], Awaitable[Response]]:
    """What takes POST /slack/events: commands, events and clicks alike."""

    async def call(request: Request) -> Response:
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
        return to_starlette_response(await run_in_threadpool(app.dispatch, asked))

    return call


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
