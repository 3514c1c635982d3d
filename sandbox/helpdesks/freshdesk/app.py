"""The stand-in Freshdesk's HTTP side: signing in, credits, scripted faults, and the routes."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import formatdate
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from metrics.tickets.records import Instant
from sandbox.helpdesks.freshdesk import entries, people, rows, searching, surveys
from sandbox.helpdesks.freshdesk.archive import DEFAULT, DELETED, SPAM, Archive
from sandbox.helpdesks.freshdesk.limits import LIST_CALLS, Bucket
from sandbox.helpdesks.freshdesk.pages import LAST_PAGE, Listing, cut, page
from sandbox.helpdesks.freshdesk.refusals import RefusedError, invalid, missing
from sandbox.helpdesks.freshdesk.states import conversations
from sandbox.helpdesks.ticket_page import ticket_page
from sandbox.year import Year, cast

KEY: Final = "sandbox"
_PREFIX: Final = "/api/v2"
_VERSION: Final = "latest=v2; requested=v2"
_DAY: Final = 86_400
_CREATED_WITHIN: Final = 30 * _DAY
_INCLUDE_COST: Final = 2

Call = Callable[[Request], Awaitable[Response]]
Answer = Listing | dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Quirks:
    """How an account is odd.

    `faults` maps the number of a request (from 1) to the status it fails with; `lacking` names the
    beginnings of paths that the plan does not have, and may be changed while it runs. `late` gives
    by a ticket's id how many seconds its changes come late into the list; what was closed
    `archived_days` ago stands in no list.
    """

    faults: Mapping[int, int] = field(default_factory=dict)
    lacking: Collection[str] = ()
    late: Callable[[int], int] = lambda _: 0
    archived_days: int | None = None


def freshdesk_app(
    year: Year,
    *,
    clock: Callable[[], float],
    credits_per_minute: int = 200,
    page_limit: int = 100,
    quirks: Quirks = Quirks(),
) -> Starlette:
    """A Freshdesk that knows `year` as far as `clock` has come.

    Pages have at most `page_limit` rows.
    """
    desk = _Desk(Archive(year, quirks.late, quirks.archived_days), clock, page_limit)
    door = _Door(clock, credits_per_minute, quirks)
    routes = [Route(_PREFIX + path, _endpoint(answer)) for path, answer in desk.paths().items()]
    routes.append(Route("/a/tickets/{number:int}", desk.ticket_page))
    return Starlette(routes=routes, middleware=[Middleware(BaseHTTPMiddleware, dispatch=door)])


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
        """The answers by path; of equal beginnings the narrower one first."""
        year = self._archive.year
        return {
            "/tickets": self._tickets,
            "/tickets/{id:int}": self._ticket,
            "/tickets/{id:int}/conversations": self._conversations,
            "/search/tickets": self._search,
            "/agents/me": lambda _: people.agent(cast.ADMIN, year),
            "/agents": self._listing(lambda: people.agents(year, self._now)),
            "/groups": self._listing(lambda: people.groups(year)),
            "/ticket_fields": self._listing(people.ticket_fields),
            "/business_hours": self._listing(lambda: people.business_hours(year)),
            "/surveys": self._listing(surveys.surveys),
            "/surveys/satisfaction_ratings": self._ratings,
            "/time_entries": self._time_entries,
        }

    def _listing(self, rows_now: Callable[[], list[dict[str, Any]]]) -> Callable[..., Listing]:
        return lambda request: Listing(*cut(rows_now(), self._params(request)))

    def _params(self, request: Request) -> dict[str, str]:
        """The query, with a page as small as the stand-in is told to make them."""
        params = dict(request.query_params)
        size = params.get("per_page", "")
        if size.isdecimal() and 0 < self._page_limit < int(size) <= 100:
            params["per_page"] = str(self._page_limit)
        return params

    def _tickets(self, request: Request) -> Listing:
        """A page of a list; without `updated_since` only what came in the last thirty days."""
        params, now = self._params(request), self._now
        which = params.get("filter", DEFAULT)
        if which not in {DEFAULT, DELETED, SPAM}:
            raise invalid("filter", "It should be one of these values: 'deleted,spam'")
        if page(params) > LAST_PAGE:
            raise invalid("page", "You cannot access tickets beyond the 300th page.")
        since = _instant(params, "updated_since")
        found = self._archive.tickets(since or 0, which, now)
        if since is None:
            recent = (one for one in found if one.plan.created_at >= now - _CREATED_WITHIN)
            states = sorted(recent, key=lambda one: one.plan.created_at, reverse=True)
            found = iter(states)
        elif params.get("order_by") != "updated_at" or params.get("order_type") != "asc":
            raise invalid("order_by", "The stand-in sorts by updated_at only, upwards.")
        some, more = cut(found, params)
        stats = "stats" in _includes(request)
        return Listing([rows.ticket(one, stats=stats) for one in some], more)

    def _ticket(self, request: Request) -> dict[str, Any]:
        number = request.path_params["id"]
        if not self._is_there(number) or self._archive.is_archived(number, self._now):
            raise missing()
        state = self._archive.state(number, self._now)
        return rows.ticket(state, stats="stats" in _includes(request))

    def _conversations(self, request: Request) -> Listing:
        """What was said in a ticket, oldest first; nothing of what was thrown away."""
        number, now = request.path_params["id"], self._now
        plan = self._archive.plans.get(number)
        gone = plan is None or self._archive.place(plan, now) != DEFAULT
        if plan is None or gone or not self._is_there(number):
            raise missing()
        if self._archive.is_archived(number, now):
            raise missing()
        some, more = cut(conversations(plan, now), self._params(request))
        return Listing([rows.conversation(plan, *each) for each in some], more)

    def _is_there(self, number: int) -> bool:
        plan = self._archive.plans.get(number)
        return plan is not None and plan.created_at <= self._now

    def _search(self, request: Request) -> dict[str, Any]:
        return searching.search(self._archive, dict(request.query_params), self._now, lag=120)

    def _ratings(self, request: Request) -> Listing:
        params = self._params(request)
        since = _instant(params, "created_since") or 0
        return Listing(*cut(surveys.ratings(self._archive.year, since, self._now), params))

    def _time_entries(self, request: Request) -> Listing:
        params = self._params(request)
        after = _instant(params, "executed_after") or 0
        before = _instant(params, "executed_before") or self._now
        found = entries.time_entries(self._archive.work, after, min(before, self._now))
        return Listing(*cut(found, params))

    async def ticket_page(self, request: Request) -> Response:
        """What a link to a ticket leads to."""
        return ticket_page(self._archive.plans.get(request.path_params["number"]))


class _Door:
    """Lets a request in: date, faults, sign-in and credits, in this order."""

    def __init__(self, clock: Callable[[], float], credits_per_minute: int, quirks: Quirks) -> None:
        self._clock = clock
        self._quirks = quirks
        self._account = Bucket(credits_per_minute, clock)
        self._lists = Bucket(LIST_CALLS.get(credits_per_minute, credits_per_minute), clock)
        self._number = 0

    async def __call__(self, request: Request, call_next: Call) -> Response:
        cost = _cost(request)
        response = await self._answer(request, call_next, cost)
        response.headers["Date"] = formatdate(self._clock(), usegmt=True)
        response.headers["X-Freshdesk-API-Version"] = _VERSION
        response.headers["X-RateLimit-Total"] = f"{self._account.per_minute}.0"
        response.headers["X-RateLimit-Remaining"] = str(self._account.remaining)
        response.headers["X-RateLimit-Used-CurrentRequest"] = str(cost)
        return response

    async def _answer(self, request: Request, call_next: Call, cost: int) -> Response:
        if not request.url.path.startswith(_PREFIX):
            return await call_next(request)
        self._number += 1
        if (status := self._quirks.faults.get(self._number)) is not None:
            return JSONResponse({"message": "fault"}, status, headers={"Retry-After": "1"})
        path = request.url.path.removeprefix(_PREFIX)
        if (full := self._full(path, cost)) is not None:
            wait = {"Retry-After": str(full.resets())}
            return JSONResponse({"message": "You have exceeded the limit"}, 429, headers=wait)
        if not _signed_in(request.headers.get("authorization", "")):
            return _refused("invalid_credentials", "You have to be logged in.", 401)
        if path.startswith(tuple(self._quirks.lacking)):
            return _refused("require_feature", "The feature is not supported in your plan.", 403)
        return await call_next(request)

    def _full(self, path: str, cost: int) -> Bucket | None:
        """Spend what a request costs, refused or not; the bucket that has not as much."""
        if not self._account.take(cost):
            return self._account
        return self._lists if path == "/tickets" and not self._lists.take(1) else None


def _refused(code: str, message: str, status: int) -> Response:
    return JSONResponse({"code": code, "message": message}, status)


def _cost(request: Request) -> int:
    """The credits of a request: what is included costs more, in lists of tickets the most."""
    each = _INCLUDE_COST if request.url.path == f"{_PREFIX}/tickets" else 1
    return 1 + each * len(_includes(request))


def _includes(request: Request) -> list[str]:
    return [word for word in request.query_params.get("include", "").split(",") if word]


def _instant(params: Mapping[str, str], name: str) -> Instant | None:
    text = params.get(name)
    if text is None:
        return None
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        raise invalid(name, "It should be in the 'combined date and time ISO8601' format") from None


def _signed_in(header: str) -> bool:
    """The API key as the user's name; the password may be anything."""
    scheme, _, token = header.partition(" ")
    try:
        credentials = base64.b64decode(token, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return False
    return scheme == "Basic" and credentials.partition(":")[0] == KEY


def _endpoint(answer: Callable[[Request], Answer]) -> Call:
    async def endpoint(request: Request) -> Response:
        try:
            found = answer(request)
        except RefusedError as error:
            return (
                Response(status_code=error.status)
                if error.body is None
                else JSONResponse(error.body, error.status)
            )
        if not isinstance(found, Listing):
            return JSONResponse(found)
        url = request.url.include_query_params(page=page(dict(request.query_params)) + 1)
        links = {"Link": f'<{url}>; rel="next"'} if found.more else {}
        return JSONResponse(found.rows, headers=links)

    return endpoint
