"""Signing in, the calls of a day, and scripted faults."""

from __future__ import annotations

import base64
import binascii
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from email.utils import formatdate
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.helpdesks.salesforce import ids
from sandbox.helpdesks.salesforce.refusals import RefusedError
from sandbox.year import cast

CLIENT_ID: Final = "3MVG9sandbox"
CLIENT_SECRET: Final = "sandbox"  # noqa: S105 - opens nothing but the stand-in
ORGANISATION: Final = "00DSandbox000001"
TOKEN_PATH: Final = "/services/oauth2/token"  # noqa: S105
_SERVICES: Final = "/services/"
_DAY: Final = 86_400
_LONGEST: Final = 16_384
"""More bytes than this a request's line and headers must not have."""
_FAULTS: Final = {
    401: ("INVALID_SESSION_ID", "Session expired or invalid"),
    403: ("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
    500: ("UNKNOWN_EXCEPTION", "An unexpected error occurred."),
    503: ("SERVER_UNAVAILABLE", "Server too busy"),
}

Call = Callable[[Request], Awaitable[Response]]


class Day:
    """The calls of the last 24 hours, and how many there may be."""

    def __init__(self, calls: int, clock: Callable[[], float]) -> None:
        self.calls = calls
        self._clock = clock
        self._at: deque[float] = deque()

    @property
    def used(self) -> int:
        """The calls that count now."""
        while self._at and self._at[0] <= self._clock() - _DAY:
            self._at.popleft()
        return len(self._at)

    def take(self) -> bool:
        """Count a call; False where there were too many."""
        if self.used >= self.calls:
            return False
        self._at.append(self._clock())
        return True


class Door:
    """Lets a request in: date, faults, sign-in and limit, in this order."""

    def __init__(
        self,
        clock: Callable[[], float],
        day: Day,
        faults: Mapping[int, int],
        token_seconds: int,
    ) -> None:
        self._clock = clock
        self._day = day
        self._faults = faults
        self._token_seconds = token_seconds
        self._expires: dict[str, float] = {}
        self._number = 0

    async def __call__(self, request: Request, call_next: Call) -> Response:
        response = await self._answer(request, call_next)
        response.headers["Date"] = formatdate(self._clock(), usegmt=True)
        if request.url.path.startswith(_SERVICES) and request.url.path != TOKEN_PATH:
            usage = f"api-usage={self._day.used}/{self._day.calls}"
            response.headers["Sforce-Limit-Info"] = usage
        return response

    async def _answer(self, request: Request, call_next: Call) -> Response:
        if not request.url.path.startswith(_SERVICES):
            return await call_next(request)
        self._number += 1
        if (status := self._faults.get(self._number)) is not None:
            return refused(RefusedError(status, *_FAULTS.get(status, ("FAULT", "A fault"))))
        if len(request.url.path) + len(request.url.query) > _LONGEST:
            return PlainTextResponse("URI Too Long", 414)
        if request.url.path == TOKEN_PATH:
            return self._token(request, await request.body())
        if (status := self._turned_away(request)) is not None:
            return refused(RefusedError(status, *_FAULTS[status]))
        return await call_next(request)

    def _turned_away(self, request: Request) -> int | None:
        """The status of a stranger, or of a call too many; a stranger's call does not count."""
        if not self._knows(request.headers.get("authorization", "")):
            return 401
        return None if self._day.take() else 403

    def _knows(self, header: str) -> bool:
        scheme, _, token = header.partition(" ")
        return scheme == "Bearer" and self._expires.get(token, 0) > self._clock()

    def _token(self, request: Request, body: bytes) -> Response:
        """A token of the client credentials flow. How long it lives nobody says."""
        form = dict(parse_qsl(body.decode())) | _basic(request.headers.get("authorization", ""))
        if request.method != "POST" or form.get("grant_type") != "client_credentials":
            return _no_token("unsupported_grant_type", "grant type not supported")
        if form.get("client_id") != CLIENT_ID:
            return _no_token("invalid_client_id", "client identifier invalid")
        if form.get("client_secret") != CLIENT_SECRET:
            return _no_token("invalid_client", "invalid client credentials")
        token = f"{ORGANISATION}!{len(self._expires) + 1:040}"
        self._expires[token] = self._clock() + self._token_seconds
        address = str(request.base_url).rstrip("/")
        who = ids.user(cast.ADMIN.id)
        return JSONResponse(
            {
                "access_token": token,
                "signature": "c2FuZGJveA==",
                "token_format": "opaque",
                "scope": "api",
                "instance_url": address,
                "id": f"{address}/id/{ORGANISATION}/{who}",
                "token_type": "Bearer",
                "issued_at": str(int(1000 * self._clock())),
                "api_instance_url": "https://api.salesforce.com",
            }
        )


def _basic(header: str) -> dict[str, str]:
    """The client's id and secret, where they come as a header."""
    scheme, _, token = header.partition(" ")
    if scheme != "Basic":
        return {}
    try:
        name, _, secret = base64.b64decode(token, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return {}
    return {"client_id": name, "client_secret": secret}


def _no_token(error: str, description: str) -> Response:
    return JSONResponse({"error": error, "error_description": description}, 400)


def refused(error: RefusedError) -> Response:
    """A refusal as it is answered."""
    return JSONResponse(error.body, error.status)
