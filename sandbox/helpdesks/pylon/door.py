"""Lets a request into the stand-in Pylon: faults, token, limits, rights and size, in this order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.helpdesks.pylon.ids import ident
from sandbox.helpdesks.pylon.limits import Limits, Meter, endpoint_of
from sandbox.helpdesks.pylon.refusals import RefusedError

TOKEN: Final = "sandbox"  # noqa: S105 - of a stand-in
OTHER_REGION_TOKEN: Final = "sandbox-eu"  # noqa: S105 - of a stand-in
"""A token that is good at Pylon's other address only."""

_LARGEST: Final = 10 * 1024 * 1024
_BUSY: Final = 429

Call = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, kw_only=True)
class Quirks:
    """How an organisation is odd.

    `faults` maps the number of a request (from 1) to the status it fails with; `lacking` names the
    beginnings of paths that the plan or the token's rights do not reach, and may be changed while
    it runs. `late` gives by an issue's number how many seconds the lists are behind. `wait_in` is
    the header that says how long to wait: sources disagree on its name.
    """

    faults: Mapping[int, int] = field(default_factory=dict)
    lacking: Collection[str] = ("/audit-logs",)
    late: Callable[[int], int] = lambda _: 0
    wait_in: str = "X-Retry-After"


PLAIN: Final = Quirks()


class Door:
    """What stands before all paths."""

    def __init__(self, clock: Callable[[], float], limits: Limits, quirks: Quirks) -> None:
        self._clock = clock
        self._quirks = quirks
        self._meter = Meter(limits, clock)
        self._number = 0

    async def __call__(self, request: Request, call_next: Call) -> Response:
        self._number += 1
        request.state.request_id = ident("request", self._number)
        endpoint = endpoint_of(request.method, request.url.path)
        try:
            self._check(request, endpoint, self._number)
            response = await call_next(request)
        except RefusedError as error:
            response = JSONResponse(error.body(request.state.request_id), error.status)
            if error.status == _BUSY:
                response.headers[self._quirks.wait_in] = str(self._meter.wait(endpoint))
        response.headers["Date"] = formatdate(self._clock(), usegmt=True)
        response.headers["X-Pylon-Request-ID"] = request.state.request_id
        response.headers["X-Rate-Limit-Remaining"] = str(self._meter.remaining(endpoint))
        return response

    def _check(self, request: Request, endpoint: str, number: int) -> None:
        if (status := self._quirks.faults.get(number)) is not None:
            raise RefusedError(status, "fault")
        _sign_in(request.headers.get("authorization", ""))
        if not self._meter.take(endpoint):
            raise RefusedError(_BUSY, "Rate limit exceeded")
        if request.url.path.startswith(tuple(self._quirks.lacking)):
            raise RefusedError(403, "This is not part of your plan")
        if int(request.headers.get("content-length", "0")) > _LARGEST:
            raise RefusedError(413, "Request body too large", "payload_too_large")


def _sign_in(header: str) -> None:
    scheme, _, token = header.partition(" ")
    if scheme != "Bearer" or not token:
        raise RefusedError(401, "Unauthorized", "invalid_authorization_header")
    if token == OTHER_REGION_TOKEN:
        raise RefusedError(401, "Token belongs to another region", "wrong_region_token")
    if token != TOKEN:
        raise RefusedError(401, "Unauthorized", "invalid_api_token")
