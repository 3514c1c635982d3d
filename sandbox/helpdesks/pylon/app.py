"""The stand-in Pylon's HTTP side: the routes, and what answers at each."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from metrics.tickets.records import NEVER, Instant
from sandbox.helpdesks.pylon import people, rows, surveys
from sandbox.helpdesks.pylon.archive import Archive, Seen
from sandbox.helpdesks.pylon.door import PLAIN, Door, Quirks
from sandbox.helpdesks.pylon.filters import instant, matcher
from sandbox.helpdesks.pylon.limits import PRESENT, Limits
from sandbox.helpdesks.pylon.pages import Listing, cut, envelope, place, size
from sandbox.helpdesks.pylon.refusals import RefusedError, invalid, missing
from sandbox.helpdesks.pylon.states import messages
from sandbox.year import Year

_LONGEST_WINDOW: Final = 30 * 86_400
_WINDOW_BELOW: Final = 20_001

Row = dict[str, Any]
Answer = Listing | Row


def pylon_app(
    year: Year,
    *,
    clock: Callable[[], float],
    limits: Limits = PRESENT,
    page_limit: int = 20_000,
    quirks: Quirks = PLAIN,
) -> Starlette:
    """A Pylon that knows `year` as far as `clock` has come.

    Pages have at most `page_limit` rows.
    """
    desk = _Desk(Archive(year, quirks.late), clock, page_limit)
    routes = [Route(path, _endpoint(answer)) for path, answer in desk.paths().items()]
    routes.append(Route("/issues/search", _search(desk), methods=["POST"]))
    return Starlette(
        routes=routes,
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=Door(clock, limits, quirks))],
        exception_handlers={HTTPException: _no_such_path},
    )


class _Desk:
    """What answers at each path."""

    def __init__(self, archive: Archive, clock: Callable[[], float], page_limit: int) -> None:
        self._archive = archive
        self._clock = clock
        self._page_limit = page_limit

    @property
    def _now(self) -> Instant:
        return int(self._clock())

    def paths(self) -> dict[str, Callable[[Request], Answer]]:
        """The answers by path."""
        year = self._archive.year
        return {
            "/me": lambda _: people.me(),
            "/issues": self._window,
            "/issues/{id}": lambda request: self._one(request).row,
            "/issues/{id}/messages": self._messages,
            "/issue-statuses": self._listing(people.statuses),
            "/accounts": self._listing(lambda: people.accounts(year)),
            "/teams": self._listing(lambda: people.teams(year, self._now)),
            "/users": self._listing(lambda: people.users(year, self._now)),
            "/tags": self._listing(people.tags),
            "/custom-fields": self._custom_fields,
            "/surveys": self._listing(lambda: surveys.surveys(year)),
            "/surveys/{id}/responses": self._responses,
        }

    def _listing(self, rows_now: Callable[[], list[Row]]) -> Callable[[Request], Listing]:
        return lambda request: cut(rows_now(), request.query_params, self._page_limit)

    def _window(self, request: Request) -> Listing:
        """The issues created between two moments, at most thirty days apart.

        Which stamp Pylon goes by and whether the bounds belong to the window is unconfirmed.
        """
        params = request.query_params
        if "start_time" not in params or "end_time" not in params:
            raise invalid("start_time and end_time are required")
        start, end = instant(params["start_time"]), instant(params["end_time"])
        if not 0 <= end - start <= _LONGEST_WINDOW:
            raise invalid("The time range must be at most 30 days")
        each = size(params.get("limit"), self._page_limit, _WINDOW_BELOW)
        after = place(params.get("cursor"))
        return self._archive.page(
            after, each, self._now, lambda seen: start < seen.plan.created_at < end
        )

    def search(self, asked: object) -> Listing:
        """One page of what a filter finds; the cursor counts in the body only."""
        if not isinstance(asked, dict):
            raise invalid("invalid request body")
        fits = matcher(asked.get("filter"))
        each = size(asked.get("limit"), self._page_limit)
        return self._archive.page(place(asked.get("cursor")), each, self._now, fits)

    def _one(self, request: Request) -> Seen:
        found = self._archive.one(request.path_params["id"], self._now)
        if found is None:
            raise missing("Issue")
        return found

    def _messages(self, request: Request) -> Listing:
        """What was said in an issue, oldest first, in pages although Pylon documents none."""
        plan = self._one(request).plan
        said = (rows.message(plan, *each) for each in messages(plan, self._now))
        return cut(said, request.query_params, self._page_limit)

    def _custom_fields(self, request: Request) -> Listing:
        kind = request.query_params.get("object_type", "")
        if kind not in people.OBJECTS:
            raise invalid("invalid object_type")
        found = people.custom_fields(self._archive.year, kind)
        return cut(found, request.query_params, self._page_limit)

    def _responses(self, request: Request) -> Listing:
        survey, params = request.path_params["id"], request.query_params
        if survey not in {surveys.CSAT, surveys.NPS}:
            raise missing("Survey")
        after = instant(params["submitted_after"]) if "submitted_after" in params else 0
        before = instant(params["submitted_before"]) if "submitted_before" in params else NEVER
        found = surveys.responses(self._archive.year, survey, self._now, after, before)
        return cut(found, params, self._page_limit)


def _endpoint(answer: Callable[[Request], Answer]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return _answered(request, lambda: answer(request))

    return endpoint


def _search(desk: _Desk) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            asked = json.loads(await request.body())
        except (ValueError, ClientDisconnect):
            asked = None
        return _answered(request, lambda: desk.search(asked))

    return endpoint


def _answered(request: Request, answer: Callable[[], Answer]) -> Response:
    request_id = request.state.request_id
    try:
        return JSONResponse(envelope(answer(), request_id))
    except RefusedError as error:
        return JSONResponse(error.body(request_id), error.status)


async def _no_such_path(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    refused = RefusedError(status, "Not found!", "not_found")
    return JSONResponse(refused.body(request.state.request_id), status)
