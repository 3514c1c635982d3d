"""The stand-in Zendesk's HTTP side: signing in, limits, scripted faults, and the routes."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Collection, Mapping
from email.utils import formatdate
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from metrics.tickets.records import Instant
from sandbox.helpdesks.ticket_page import ticket_page
from sandbox.helpdesks.zendesk import (
    attributes,
    calls,
    chats,
    people,
    schedules,
    searching,
    sharing,
    statuses,
    surveys,
    suspended,
)
from sandbox.helpdesks.zendesk.archive import Archive
from sandbox.helpdesks.zendesk.exports import Exports, RefusedError
from sandbox.helpdesks.zendesk.limits import Bucket
from sandbox.year import Year, cast

EMAIL: Final = "service@deskpulse.example"
TOKEN: Final = "sandbox"  # noqa: S105 - opens nothing but the stand-in
_PREFIX: Final = "/api/v2"

Call = Callable[[Request], Awaitable[Response]]
Page = Callable[[Request], dict[str, Any]]


def zendesk_app(
    year: Year,
    *,
    clock: Callable[[], float],
    exports_per_minute: int = 10,
    page_limit: int = 1000,
    faults: Mapping[int, int] | None = None,
    lacking: Collection[str] = (),
) -> Starlette:
    """A Zendesk that knows `year` as far as `clock` has come.

    `faults` maps the number of a request (from 1) to the status it fails with; `lacking` names the
    beginnings of paths that the plan does not have, and may be changed while it runs.
    """
    archive = Archive(year)
    door = _Door(clock, exports_per_minute, faults or {}, lacking)
    pages = _pages(archive, Exports(archive, clock, page_limit), clock)
    routes = [
        Route(_PREFIX + path + ending, _endpoint(page))
        for path, page in pages.items()
        for ending in ("", ".json")
    ]
    routes.append(Route("/agent/tickets/{number:int}", _ticket_page(archive)))
    return Starlette(routes=routes, middleware=[Middleware(BaseHTTPMiddleware, dispatch=door)])


def _pages(archive: Archive, exports: Exports, clock: Callable[[], float]) -> dict[str, Page]:
    """What answers at each path."""
    year = archive.year
    return {
        "/users/me": lambda _: {"user": {"id": cast.ADMIN.id, "role": cast.ADMIN.role}},
        "/groups": lambda _: _groups(archive),
        "/incremental/users/cursor": lambda request: exports.users(_params(request)),
        "/incremental/tickets/cursor": lambda request: exports.tickets(_params(request)),
        "/incremental/ticket_events": lambda request: exports.events(_params(request)),
        f"{calls.PATH}calls": lambda request: exports.calls(_params(request)),
        "/brands": lambda _: attributes.brands(),
        "/ticket_forms": lambda _: attributes.forms(),
        "/organizations/show_many": lambda request: attributes.organizations(_params(request)),
        "/sharing_agreements": lambda _: sharing.agreements(),
        "/suspended_tickets": lambda request: suspended.page(_params(request), int(clock())),
        "/custom_statuses": lambda _: statuses.custom_statuses(),
        "/ticket_audits": lambda _: {"audits": [], "after_cursor": None, "before_cursor": None},
        "/tickets/{id:int}/audits": lambda request: _audits(archive, request, int(clock())),
        "/search/export": lambda request: searching.search(
            archive, _params(request), int(clock()), exports.ticket
        ),
        "/tickets/show_many": lambda request: searching.list_tickets(
            archive, _params(request), exports.ticket
        ),
        "/tickets/count": lambda _: searching.count(archive, int(clock())),
        "/incremental/ticket_metric_events": lambda request: exports.steps(_params(request)),
        "/satisfaction_ratings": lambda request: exports.ratings(_params(request)),
        "/guide/survey_responses": lambda request: archive.surveys.page(
            _params(request), int(clock())
        ),
        "/guide/en-us/surveys": lambda _: surveys.surveys(),
        "/business_hours/schedules": lambda _: schedules.schedules(year),
        "/business_hours/schedules/{id:int}/holidays": lambda request: schedules.holidays(
            year, request.path_params["id"]
        ),
    }


class _Door:
    """Lets a request in: date, faults, sign-in and limits, in this order."""

    def __init__(
        self,
        clock: Callable[[], float],
        exports_per_minute: int,
        faults: Mapping[int, int],
        lacking: Collection[str],
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._lacking = lacking
        self._exports = Bucket(exports_per_minute, clock)
        self._users = Bucket(2 * exports_per_minute, clock)
        self._talk = Bucket(exports_per_minute, clock)
        self._number = 0

    async def __call__(self, request: Request, call_next: Call) -> Response:
        response = await self._answer(request, call_next)
        response.headers["Date"] = formatdate(self._clock(), usegmt=True)
        response.headers["X-Rate-Limit"] = "700"
        if (bucket := self._bucket(request.url.path)) is not None:
            response.headers["Zendesk-RateLimit-incremental-exports-cursor"] = bucket.header()
        return response

    async def _answer(self, request: Request, call_next: Call) -> Response:
        if not request.url.path.startswith(_PREFIX):
            return await call_next(request)
        self._number += 1
        if (status := self._faults.get(self._number)) is not None:
            return JSONResponse({"error": "fault"}, status, headers={"Retry-After": "1"})
        if not _signed_in(request.headers.get("authorization", "")):
            return JSONResponse({"error": "Couldn't authenticate you"}, 401)
        if request.url.path.startswith(tuple(_PREFIX + path for path in self._lacking)):
            return HTMLResponse("", 403)  # Zendesk's has no body to tell why
        bucket = self._bucket(request.url.path)
        if bucket is not None and not bucket.take():
            wait = {"Retry-After": str(bucket.resets())}
            return JSONResponse({"error": "APIRateLimitExceeded"}, 429, headers=wait)
        return await call_next(request)

    def _bucket(self, path: str) -> Bucket | None:
        if path.startswith(f"{_PREFIX}/incremental/users/cursor"):
            return self._users
        if path.startswith(_PREFIX + calls.PATH):
            return self._talk
        return self._exports if path.startswith(f"{_PREFIX}/incremental/") else None


def _signed_in(header: str) -> bool:
    """Basic credentials of the form "e-mail/token:token"."""
    scheme, _, token = header.partition(" ")
    try:
        credentials = base64.b64decode(token, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    return scheme == "Basic" and credentials == f"{EMAIL}/token:{TOKEN}"


def _params(request: Request) -> dict[str, str]:
    return dict(request.query_params)


def _endpoint(page: Page) -> Call:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(page(request))
        except RefusedError as error:
            return JSONResponse({"error": error.code, "description": str(error)}, error.status)

    return endpoint


def _groups(archive: Archive) -> dict[str, Any]:
    groups = [people.group(number, name) for number, name in archive.year.teams.items()]
    return {"groups": groups, "meta": {"has_more": False, "after_cursor": None}, "links": {}}


def _audits(archive: Archive, request: Request, now: Instant) -> dict[str, Any]:
    plan = archive.plans.get(request.path_params["id"])
    if plan is None:
        raise RefusedError("RecordNotFound", "Not found", status=404)
    return chats.audits(plan, now)


def _ticket_page(archive: Archive) -> Call:
    async def page(request: Request) -> Response:
        return ticket_page(archive.plans.get(request.path_params["number"]))

    return page
