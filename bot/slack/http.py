"""Slack's calls over HTTP: what Slack has not signed goes no further, and leaves nothing behind."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from slack_bolt import App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.config import Settings

logger = logging.getLogger(__name__)

LARGEST_BODY = 1_000_000
QUIET_SECONDS = 60.0
"""So long nothing more is logged of calls that were turned away."""

Endpoint: TypeAlias = Callable[[Request], Awaitable[Response]]

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def calls(app: App, settings: Settings) -> Endpoint:
    """What takes POST /slack/events: commands, events and clicks alike."""
    secret = settings.slack_signing_secret
    verifier = SignatureVerifier(secret.get_secret_value() if secret else "unset")
    turned_away = TurnedAway()

    async def call(request: Request) -> Response:
        if secret is None or not _looks_signed(request):
            return turned_away.answer()
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        if not _has_valid_signature(verifier, request, body):
            return turned_away.answer()
        try:
            bolt_request = to_bolt_request(request, body)
        except Exception:  # noqa: BLE001  signed, but no payload, which Bolt says in many ways
            return Response(status_code=400)
        # Bolt waits for the acknowledgement, hence not on the event loop.
        return to_starlette_response(await run_in_threadpool(app.dispatch, bolt_request))

    return call


def calls_over_http(app: App, settings: Settings) -> Endpoint | None:
    """The same where no socket is used; None where one is."""
    return None if settings.slack_app_token else calls(app, settings)


class TurnedAway:
    """Answers what is not Slack's; logs how many there were, and nothing that they said."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._number = 0
        self._said_at: float | None = None

    def answer(self) -> Response:
        """A 401 without a word."""
        self._number += 1
        now = self._monotonic()
        if self._said_at is None or now - self._said_at >= QUIET_SECONDS:
            logger.warning(
                "Turned away what Slack has not signed, or not within five minutes (%s so far). "
                "If Slack's own calls fail, check SLACK_SIGNING_SECRET and this machine's clock.",
                self._number,
            )
            self._said_at = now
        return Response(status_code=401)


def _looks_signed(request: Request) -> bool:
    """Whether the headers have the form of Slack's; without it the body need not be read."""
    timestamp, signature = _stamp(request)
    return bool(_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature))


def _has_valid_signature(verifier: SignatureVerifier, request: Request, body: bytes) -> bool:
    """Whether Slack has signed the body, in the last five minutes."""
    try:
        return verifier.is_valid(body, *_stamp(request))
    except UnicodeDecodeError:  # whatever Slack signs is text
        return False


def _stamp(request: Request) -> tuple[str, str]:
    headers = request.headers
    return headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")


async def _body(request: Request) -> bytes | None:
    """The body as it came, or None where it is larger than anything Slack sends."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
