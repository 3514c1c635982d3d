"""The stand-in Intercom's HTTP side: the token, the version, limits, faults, and the routes."""

from __future__ import annotations

import html
import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from metrics.tickets.records import Instant
from sandbox.helpdesks.intercom import people, tickets
from sandbox.helpdesks.intercom.archive import Archive, category, deleted_at
from sandbox.helpdesks.intercom.conversations import PARTS, conversation
from sandbox.helpdesks.intercom.limits import Window
from sandbox.helpdesks.intercom.refusals import RefusedError, error_list, invalid, missing
from sandbox.helpdesks.intercom.searching import USUAL, Found, search
from sandbox.year import Year

TOKEN: Final = "sandbox"  # noqa: S105 - opens nothing but the stand-in
VERSION: Final = "2.16"
_NEW_PATHS: Final = ("/conversations/deleted", "/office_hours_schedules")
"""What there is since the present version only."""
_MOST_DELETED: Final = 60
_USUAL_LAG: Final = 90
_UNSEEN: Final = ("/a/inbox/",)

Call = Callable[[Request], Awaitable[Response]]
Row = dict[str, Any]
Answer = Callable[[Request], Row]
SearchAnswer = Callable[[Mapping[str, Any]], Row]


@dataclass(frozen=True, kw_only=True)
class Quirks:
    """How a workspace is odd.

    `faults` maps the number of a request (from 1) to the status it fails with; `lacking` names the
    beginnings of paths that the token may not read, and may be changed while it runs. `late` gives
    by an id how many seconds its changes come late into the search; no conversation is given with
    more than `parts` parts.
    """

    faults: Mapping[int, int] = field(default_factory=dict)
    lacking: Collection[str] = ()
    late: Callable[[int], int] = lambda _: _USUAL_LAG
    parts: int = PARTS


def intercom_app(
    year: Year,
    *,
    clock: Callable[[], float],
    requests_per_window: int = 1667,
    page_limit: int = 150,
    quirks: Quirks = Quirks(),
) -> Starlette:
    """An Intercom that knows `year` as far as `clock` has come.

    Pages have at most `page_limit` rows; a window lasts ten seconds.
    """
    desk = _Desk(Archive(year, quirks.late), clock, page_limit, quirks.parts)
    door = _Door(clock, requests_per_window, quirks)
    routes = [Route(path, _endpoint(answer)) for path, answer in desk.paths().items()]
    for path, found in desk.searches().items():
        routes.insert(0, Route(path, _search_endpoint(found), methods=["POST"]))
    page = "/a/inbox/{app}/inbox/conversation/{number:int}"
    routes.append(Route(page, desk.conversation_page))
    routes.append(Route("/{path:path}", _endpoint(_nothing)))
    return Starlette(routes=routes, middleware=[Middleware(BaseHTTPMiddleware, dispatch=door)])


class _Desk:
    """What answers at each path."""

    def __init__(
        self, archive: Archive, clock: Callable[[], float], page_limit: int, parts: int
    ) -> None:
        self._archive = archive
        self._clock = clock
        self._page_limit = page_limit
        self._parts = parts
        self._rows: dict[int, tuple[tuple[Instant, int], Row]] = {}

    @property
    def _now(self) -> Instant:
        return int(self._clock())

    def paths(self) -> dict[str, Answer]:
        """The answers to GET by path; of equal beginnings the narrower one first."""
        year = self._archive.year
        exceptions = "/office_hours_schedules/{id:int}/office_hours_exceptions"
        return {
            "/me": lambda _: people.me(year),
            "/admins": lambda _: people.admins(year, self._now),
            "/teams": lambda _: people.teams(year),
            "/tags": lambda _: people.tags(),
            "/ticket_states": lambda _: tickets.ticket_states(),
            "/ticket_types": lambda _: tickets.ticket_types(),
            "/office_hours_schedules": lambda _: people.office_hours(year),
            exceptions: self._exceptions,
            "/conversations/deleted": self._deleted,
            "/conversations/{id}": self._conversation,
            "/tickets/{id}": self._ticket,
        }

    def searches(self) -> dict[str, SearchAnswer]:
        """The answers to POST by path."""
        return {
            "/conversations/search": lambda body: self._search(body, "conversation"),
            "/tickets/search": lambda body: self._search(body, "ticket"),
        }

    def _search(self, body: Mapping[str, Any], name: str) -> Row:
        is_ticket = name == "ticket"
        known = [
            self._found(plan.id, plan.created_at, seen_at, is_ticket=is_ticket)
            for plan, seen_at in self._archive.listed(self._now)
            if (category(plan) is not None) is is_ticket
        ]
        return search(known, body, name, self._page_limit)

    def _found(self, ident: int, created_at: Instant, at: Instant, *, is_ticket: bool) -> Found:
        def make() -> Row:
            version = self._archive.version(ident, at)
            known, row = self._rows.get(ident, (None, {}))
            if known != version:
                view = self._archive.view(ident, at)
                year = self._archive.year
                row = tickets.ticket(view) if is_ticket else conversation(view, year)
                self._rows[ident] = version, row
            return row

        return Found(ident, created_at, self._archive.updated_at(ident, at), make)

    def _conversation(self, request: Request) -> Row:
        """One conversation with its parts. The id of a ticket is none of a conversation."""
        ident = self._ident(request, is_ticket=False)
        view = self._archive.view(ident, self._now)
        return conversation(view, self._archive.year, parts_limit=self._parts)

    def _ticket(self, request: Request) -> Row:
        ident = self._ident(request, is_ticket=True)
        return tickets.ticket(self._archive.view(ident, self._now))

    def _ident(self, request: Request, *, is_ticket: bool) -> int:
        text = request.path_params["id"]
        ident = int(text) if text.isdecimal() else 0
        if not self._archive.is_there(ident, self._now):
            raise missing()
        if (category(self._archive.plans[ident]) is not None) is not is_ticket:
            raise missing()
        return ident

    def _exceptions(self, request: Request) -> Row:
        if request.path_params["id"] != people.SCHEDULE:
            raise missing()
        return people.office_hours_exceptions(self._archive.year)

    def _deleted(self, request: Request) -> Row:
        """What was deleted, the newest first unless told otherwise; the next page is an address."""
        params = request.query_params
        size, number = _number(params, "per_page", USUAL), _number(params, "page", 1)
        if size > _MOST_DELETED:
            raise invalid("Per Page is too big")
        size = min(size, self._page_limit)
        gone = [
            (at, plan.id)
            for plan in self._archive.year.plans
            if (at := deleted_at(plan)) is not None and at <= self._now
        ]
        gone.sort(reverse=params.get("order", "desc") != "asc")
        rows = [
            {"type": "conversation", "id": str(n), "metrics_retained": n % 2 > 0, "deleted_at": at}
            for at, n in gone[size * (number - 1) : size * number]
        ]
        last = max(1, -(-len(gone) // size))
        following = request.url.include_query_params(page=number + 1)
        pages = {
            "type": "pages",
            "next": str(following) if number < last else None,
            "page": number,
            "per_page": size,
            "total_pages": last,
        }
        return {
            "type": "conversations.list",
            "conversations": rows,
            "total_count": len(gone),
            "pages": pages,
        }

    async def conversation_page(self, request: Request) -> Response:
        """What a link to a conversation leads to: its steps, without a word of what was said."""
        plan = self._archive.plans.get(request.path_params["number"])
        if plan is None:
            return HTMLResponse("<h1>No such conversation</h1>", 404)
        steps = "".join(
            f"<li>{step.at} {html.escape(step.via)} {html.escape(step.speech or '')} "
            f"{html.escape(', '.join(f'{key}: {value}' for key, value in step.changes))}</li>"
            for step in plan.steps
        )
        return HTMLResponse(f"<h1>Conversation {plan.id}</h1><p>Made up.</p><ol>{steps}</ol>")


class _Door:
    """Lets a request in: faults, token, limit, rights and version, in this order."""

    def __init__(self, clock: Callable[[], float], limit: int, quirks: Quirks) -> None:
        self._clock = clock
        self._window = Window(limit, clock)
        self._quirks = quirks
        self._number = 0

    async def __call__(self, request: Request, call_next: Call) -> Response:
        response = await self._answer(request, call_next)
        response.headers["Date"] = formatdate(self._clock(), usegmt=True)
        return response

    async def _answer(self, request: Request, call_next: Call) -> Response:
        if request.url.path.startswith(_UNSEEN):
            return await call_next(request)
        self._number += 1
        if (status := self._quirks.faults.get(self._number)) is not None:
            return _refused(status, "server_error", "Server Error")
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return _refused(401, "unauthorized", "Access Token Invalid")
        response = await self._within_limit(request, call_next)
        response.headers.update(self._window.headers())
        return response

    async def _within_limit(self, request: Request, call_next: Call) -> Response:
        if not self._window.take():
            text = f"Exceeded rate limit of {self._window.limit} in 10_seconds"
            return _refused(429, "rate_limit_exceeded", text)
        path = request.url.path
        if path.startswith(tuple(self._quirks.lacking)):
            text = "You do not have the required scope to access this resource"
            return _refused(403, "forbidden", text)
        if path.startswith(_NEW_PATHS) and request.headers.get("intercom-version") != VERSION:
            text = "Requested resource is not available in current API version."
            return _refused(400, "intercom_version_invalid", text)
        response = await call_next(request)
        response.headers["Intercom-Version"] = request.headers.get("intercom-version", VERSION)
        return response


def _refused(status: int, code: str, message: str) -> Response:
    return JSONResponse(error_list(code, message), status)


def _nothing(_: Request) -> Row:
    raise missing()


def _number(params: Mapping[str, str], name: str, usual: int) -> int:
    text = params.get(name, str(usual))
    if not text.isdecimal() or int(text) < 1:
        raise invalid(f"{name} is invalid")
    return int(text)


def _endpoint(answer: Answer) -> Call:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(answer(request))
        except RefusedError as error:
            return JSONResponse(error.body, error.status)

    return endpoint


def _search_endpoint(answer: SearchAnswer) -> Call:
    async def endpoint(request: Request) -> Response:
        try:
            body = json.loads(await request.body() or b"{}")
            return JSONResponse(answer(body if isinstance(body, dict) else {}))
        except (json.JSONDecodeError, ClientDisconnect):
            return _refused(400, "bad_request", "Invalid JSON")
        except RefusedError as error:
            return JSONResponse(error.body, error.status)

    return endpoint
