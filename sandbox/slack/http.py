"""HTTP mode: the same payloads as signed POSTs to the app's request URL."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from sandbox.slack.sending import FAILED, TIMEOUT, Ack, Envelope
from sandbox.slack.workspace import Workspace

# The app is on this machine: a proxy set for the outside world must not come between.
_open = build_opener(ProxyHandler({})).open


class SignedPosts:
    """Sends to `settings.request_url`, signed with `settings.signing_secret`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def send(self, envelope: Envelope) -> Ack:
        """Post and wait for the 200. Of what is delivered several times the last answer counts."""
        settings = self._workspace.settings
        body, content_type = _body(envelope)
        headers = {"Content-Type": content_type, **_retry(envelope), **self._signature(body)}
        request = Request(settings.request_url, body, headers, method="POST")  # noqa: S310  a local one
        for _ in range(settings.deliveries):
            ack = await asyncio.to_thread(_send, request, settings.ack_seconds)
        return ack if envelope.answerable or ack.error else Ack()

    def _signature(self, body: bytes) -> Mapping[str, str]:
        sent_at = str(int(self._workspace.clock()))
        secret = self._workspace.settings.signing_secret.encode()
        content = b"v0:" + sent_at.encode() + b":" + body
        digest = hmac.new(secret, content, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": sent_at, "X-Slack-Signature": f"v0={digest}"}


def _body(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind == "events_api":
        return json.dumps(envelope.payload).encode(), "application/json"
    fields: Mapping[str, Any] = envelope.payload
    if envelope.kind == "interactive":
        fields = {"payload": json.dumps(envelope.payload)}
    return urlencode(fields).encode(), "application/x-www-form-urlencoded"


def _retry(envelope: Envelope) -> Mapping[str, str]:
    if not envelope.attempt:
        return {}
    return {"X-Slack-Retry-Num": str(envelope.attempt), "X-Slack-Retry-Reason": envelope.reason}


def _send(request: Request, timeout_seconds: float) -> Ack:
    try:
        with _open(request, timeout=timeout_seconds) as response:
            return Ack(_answer_of(response.read()))
    except TimeoutError:
        return Ack(error=TIMEOUT)
    except HTTPError as error:
        error.close()
        return Ack(error=FAILED)
    except (OSError, HTTPException) as error:
        timed_out = isinstance(getattr(error, "reason", None), TimeoutError)
        return Ack(error=TIMEOUT if timed_out else FAILED)


def _answer_of(content: bytes) -> Mapping[str, Any]:
    text = content.decode()
    if not text.strip():
        return {}
    try:
        value = json.loads(text)
    except ValueError:
        return {"text": text}
    return value if isinstance(value, dict) else {"text": text}
