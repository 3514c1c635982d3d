"""The stand-in Salesforce's HTTP side: queries with their batches, bulk jobs, and descriptions."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from metrics.tickets.records import Instant
from sandbox.helpdesks.salesforce import describing, ids
from sandbox.helpdesks.salesforce.database import Database
from sandbox.helpdesks.salesforce.door import Day, Door, refused
from sandbox.helpdesks.salesforce.jobs import JOBS_EACH_DAY, Jobs
from sandbox.helpdesks.salesforce.output import iso, json_rows
from sandbox.helpdesks.salesforce.records import Row
from sandbox.helpdesks.salesforce.refusals import RefusedError, missing
from sandbox.helpdesks.salesforce.soql import Query, parse
from sandbox.helpdesks.salesforce.statements import Rights, Statement, compile_query
from sandbox.year import Year

_DATA: Final = "/services/data"
_VERSION: Final = re.compile(r"v(\d\d)\.0")
_BATCH: Final = re.compile(r"batchSize=(\d+)")
_SMALLEST, _LARGEST = 200, 2000
_CURSORS: Final = 10
_LOCATOR: Final = "01g"

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, kw_only=True)
class Quirks:
    """How an org is odd.

    `faults` maps the number of a request (from 1, those for a token too) to the status it fails
    with. Objects and fields that are lacking are not there for the user who asks; fields are named
    "Case.Priority"; both may be changed while it runs. `late` gives by a ticket's id how many
    seconds its rows come late, with the stamps that they would have had. A bulk job is in progress
    for the first `polls` times it is asked after. Cases that were merged are deleted, unless the
    org `keeps_merged`.
    """

    faults: Mapping[int, int] = field(default_factory=dict)
    lacking_objects: Collection[str] = ()
    lacking_fields: Collection[str] = ()
    late: Callable[[int], int] = lambda _: 0
    polls: int = 1
    may_write: bool = False
    keeps_merged: bool = False


def salesforce_app(
    year: Year,
    *,
    clock: Callable[[], float],
    calls_per_day: int = 100_000,
    batch_size: int = _LARGEST,
    token_seconds: int = 7200,
    quirks: Quirks = Quirks(),
) -> Starlette:
    """A Salesforce org that knows `year` as far as `clock` has come.

    Batches and parts of bulk results have at most `batch_size` rows.
    """
    day = Day(calls_per_day, clock)
    org = _Org(year, clock, day, batch_size, quirks)
    door = Door(clock, day, quirks.faults, token_seconds)
    return Starlette(
        routes=org.routes(), middleware=[Middleware(BaseHTTPMiddleware, dispatch=door)]
    )


@dataclass(frozen=True, slots=True)
class _Cursor:
    """The rows of a query that wait to be asked for."""

    statement: Statement
    rows: list[tuple[Any, ...]]
    asked: int


class _Org:
    """What answers at each path."""

    def __init__(
        self, year: Year, clock: Callable[[], float], day: Day, batch_size: int, quirks: Quirks
    ) -> None:
        self._year = year
        self._database = Database(year, quirks.late, keeps_merged=quirks.keeps_merged)
        self._clock = clock
        self._day = day
        self._batch_size = batch_size
        self._quirks = quirks
        self._rights = Rights(quirks.lacking_objects, quirks.lacking_fields)
        self._jobs = Jobs(self._run, clock, quirks.polls, batch_size)
        self._cursors: dict[str, _Cursor] = {}
        self._opened = 0

    def routes(self) -> list[Route]:
        """All paths."""
        base = _DATA + "/{version}"
        return [
            Route(_DATA, _endpoint(lambda _: JSONResponse(describing.versions()))),
            Route(base + "/query", _endpoint(lambda r: self._query(r, everything=False))),
            Route(base + "/queryAll", _endpoint(lambda r: self._query(r, everything=True))),
            Route(base + "/query/{locator}", _endpoint(self._more)),
            Route(base + "/limits", _endpoint(self._limits)),
            Route(base + "/sobjects", _endpoint(self._objects)),
            Route(base + "/sobjects/{name}/describe", _endpoint(self._describe)),
            Route(base + "/jobs/query", self._create_job, methods=["POST"]),
            Route(
                base + "/jobs/query/{job}", _endpoint(self._job), methods=["GET", "PATCH", "DELETE"]
            ),
            Route(base + "/jobs/query/{job}/results", _endpoint(self._results)),
            Route("/lightning/r/Case/{ident}/view", self._case_page),
        ]

    @property
    def _now(self) -> Instant:
        return int(self._clock())

    def _run(
        self, query: Query, version: float, *, everything: bool
    ) -> tuple[Statement, list[tuple[Any, ...]]]:
        statement = compile_query(query, self._rights, int(version), everything=everything)
        return statement, self._database.run(statement, self._now)

    def _query(self, request: Request, *, everything: bool) -> Response:
        version, query = _version(request), parse(request.query_params.get("q", ""))
        statement, rows = self._run(query, version, everything=everything)
        if not query.fields:
            return JSONResponse({"totalSize": len(rows), "done": True, "records": []})
        self._opened += 1
        cursor = _Cursor(statement, rows, len(query.fields))
        return self._batch(request, ids.ident(_LOCATOR, self._opened), cursor, 0)

    def _more(self, request: Request) -> Response:
        """The next batch: the rows are those of the moment of the query."""
        ident, _, start = request.path_params["locator"].partition("-")
        cursor = self._cursors.get(ident)
        if cursor is None or not start.isdecimal():
            raise RefusedError(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
        return self._batch(request, ident, cursor, int(start))

    def _batch(self, request: Request, ident: str, cursor: _Cursor, start: int) -> Response:
        """Rows from `start` on; what is left is kept, of so many queries as may be open."""
        wish = _BATCH.search(request.headers.get("sforce-query-options", ""))
        wished = min(_LARGEST, max(_SMALLEST, int(wish[1]))) if wish else _LARGEST
        end = start + min(wished, self._batch_size)
        done, data = end >= len(cursor.rows), f"{_DATA}/v{_version(request)}"
        statement, some = cursor.statement, cursor.rows[start:end]
        body: Row = {
            "totalSize": len(cursor.rows),
            "done": done,
            "records": json_rows(statement.entity, statement.columns, cursor.asked, some, data),
        }
        if not done:
            self._cursors[ident] = cursor
            body["nextRecordsUrl"] = f"{data}/query/{ident}-{end}"
        while len(self._cursors) > _CURSORS:
            del self._cursors[next(iter(self._cursors))]
        return JSONResponse(body)

    def _limits(self, request: Request) -> Response:
        _version(request)
        day = self._day
        return JSONResponse(describing.limits(day.calls, day.used, JOBS_EACH_DAY, self._jobs.made))

    def _objects(self, request: Request) -> Response:
        version, may_write = _version(request), self._quirks.may_write
        data = f"{_DATA}/v{version}"
        return JSONResponse(
            describing.objects(self._rights, int(version), may_write=may_write, data=data)
        )

    def _describe(self, request: Request) -> Response:
        version, may_write = _version(request), self._quirks.may_write
        try:
            entity = self._rights.entity(request.path_params["name"], int(version))
        except RefusedError:
            raise missing() from None
        data = f"{_DATA}/v{version}"
        return JSONResponse(
            describing.describe(entity, self._rights, may_write=may_write, data=data)
        )

    async def _create_job(self, request: Request) -> Response:
        try:
            body = json.loads(await request.body())
            return JSONResponse(self._jobs.create(body, _version(request)))
        except RefusedError as error:
            return refused(error)
        except ValueError:
            return refused(RefusedError(400, "JSON_PARSER_ERROR", "Unexpected character"))

    def _job(self, request: Request) -> Response:
        _version(request)
        ident = request.path_params["job"]
        if request.method == "DELETE":
            self._jobs.remove(ident)
            return Response(status_code=204)
        aborted = request.method == "PATCH"
        return JSONResponse(self._jobs.abort(ident) if aborted else self._jobs.look(ident))

    def _results(self, request: Request) -> Response:
        params = dict(request.query_params)
        text, headers = self._jobs.results(request.path_params["job"], params, _version(request))
        return Response(text, headers=headers, media_type="text/csv")

    async def _case_page(self, request: Request) -> Response:
        """What a link to a case leads to: its steps, without a word of what was said."""
        wanted = ids.long(request.path_params["ident"])
        plan = next((p for p in self._year.plans if ids.ident(ids.CASE, p.id) == wanted), None)
        if plan is None:
            return HTMLResponse("<h1>No such case</h1>", 404)
        steps = "".join(
            f"<li>{iso(step.at)} {html.escape(step.via)} {html.escape(step.speech or '')} "
            f"{html.escape(', '.join(f'{key}: {value}' for key, value in step.changes))}</li>"
            for step in plan.steps
        )
        return HTMLResponse(f"<h1>Case {plan.id:08}</h1><p>Made up.</p><ol>{steps}</ol>")


def _version(request: Request) -> float:
    """The version in the path; refused where there is none such."""
    match = _VERSION.fullmatch(request.path_params["version"])
    if match is None or not describing.FIRST <= int(match[1]) <= describing.LAST:
        raise missing()
    return float(match[1])


def _endpoint(answer: Callable[[Request], Response]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        try:
            return answer(request)
        except RefusedError as error:
            return refused(error)

    return endpoint
