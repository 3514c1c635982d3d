"""Bulk queries, by which a long stretch of a stream is read with few calls.

A job is made for a stretch of time, asked after until it is done, and its rows come as CSV in parts
and in no order: so the stretch counts as told with the last part. The cursor holds the job, which a
later sync goes on with. Where a job is lost or not to be had, or its answer is another page than
Salesforce's, the stretch is read page by page.
https://developer.salesforce.com/docs/atlas.en-us.api_asynch.meta/api_asynch/query_bulk_api_2_0.htm
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer, OverloadedError, Shape
from metrics.helpdesks.fields import count
from metrics.helpdesks.salesforce import soql
from metrics.helpdesks.salesforce.access import DATA
from metrics.helpdesks.salesforce.pages import OVERLAP_SECONDS, Batch, Table
from metrics.helpdesks.web import Web
from metrics.tickets.records import Instant

LEAST_ROWS: Final = 10_000
MOST_ROWS: Final = 50_000
"""Fewer rows are read page by page, more by several jobs."""
_PART: Final = 20_000
_PATH: Final = f"{DATA}/jobs/query"
_JOB: Final = re.compile(r"[A-Za-z0-9]{15,18}")
_LOCATOR: Final = re.compile(r"[\w=+/.-]{1,200}", re.ASCII)
_SHORTEST_SECONDS: Final = 3600
_WAITS: Final = (1.0, 2.0, 4.0, 8.0, 15.0, *(30.0,) * 8)
"""Seconds between looks at a job; then the sync goes on with something else."""
_LATER_SECONDS: Final = 60.0
_BY_PAGES: Final = "pages"
"""Under this name a cursor says that no job is to be made of what follows."""


class Bulk:
    """Reads stretches of streams by jobs."""

    def __init__(self, web: Web, wait: Callable[[float], object]) -> None:
        self._web = web
        self._wait = wait

    def page(
        self, table: Table, types: Mapping[str, str], cursor: str | None, since: Instant
    ) -> Batch | None:
        """The next part of a job; None where pages are to be read from the cursor on.

        `types` are those of what is asked for. Raises HelpdeskError.
        """
        place = dict(parse_qsl(cursor or ""))
        if "job" in place:
            return self._part(table, types, place)
        if cursor is None or "until" in place:
            return self._begin(table, int(place.get("until", since)))
        return None

    def _begin(self, table: Table, start: Instant) -> Batch | None:
        """Make a job of a stretch that has so many rows; None where there are too few."""
        try:
            asked_at, end = self._stretch(table, start)
        except OverloadedError:
            return None
        if end <= start:
            return None
        operation = "queryAll" if table.feed.everything else "query"
        body = {"operation": operation, "query": _query(table, start, end)}
        try:
            job = self._web.post(_PATH, body).body.get("id")
        except HelpdeskError as error:
            if not error.permanent:
                raise
            return None
        if not isinstance(job, str) or not _JOB.fullmatch(job):
            return None
        cursor = urlencode({"job": job, "from": start, "to": end, "asked": asked_at})
        return _batch((), cursor, start, asked_at)

    def _stretch(self, table: Table, start: Instant) -> tuple[Instant, Instant]:
        """When it was asked, and the end of a stretch with enough rows; its start where none has.

        Raises HelpdeskError.
        """
        rows, answer = self._count(table, start, None)
        asked_at = answer.served_at or start
        end = asked_at - OVERLAP_SECONDS
        while rows > MOST_ROWS and end - start > _SHORTEST_SECONDS:
            end = start + (end - start) // 2
            rows, _ = self._count(table, start, end)
        return asked_at, start if rows < LEAST_ROWS else end

    def _count(self, table: Table, start: Instant, end: Instant | None) -> tuple[int, Answer]:
        query = soql.select(("COUNT()",), table.feed.entity, _conditions(table, start, end))
        answer = table.ask(query, everything=table.feed.everything)
        return count(answer.body, "totalSize") or 0, answer

    def _part(self, table: Table, types: Mapping[str, str], place: Mapping[str, str]) -> Batch:
        """The next rows of a job. One that is lost is read page by page."""
        start, end, asked_at = (int(place[name]) for name in ("from", "to", "asked"))
        lost = _batch((), urlencode({"since": start, _BY_PAGES: 1}), start, asked_at)
        params: dict[str, str | int] = {"maxRecords": _PART}
        if "locator" in place:
            params["locator"] = place["locator"]
        try:
            if not self._is_done(place["job"]):
                return lost
            path = f"{_PATH}/{place['job']}/results"
            answer = self._web.get(path, params, shape=Shape.TEXT)
        except HelpdeskError as error:
            if not error.permanent:
                raise
            return lost
        rows, locator = _rows(answer, table, types), answer.headers.get("sforce-locator")
        if rows is None or locator is None:
            return lost
        if locator == "null":
            return _batch(rows, urlencode({"until": end}), end, asked_at)
        if not _LOCATOR.fullmatch(locator) or locator == place.get("locator"):
            raise HelpdeskError(f"Salesforce hands out no next part of {table.feed.entity}.")
        return _batch(rows, urlencode({**place, "locator": locator}), start, asked_at)

    def _is_done(self, job: str) -> bool:
        """Wait until a job is done; False where it failed. Raises HelpdeskError."""
        for wait in (*_WAITS, None):
            state = self._web.get(f"{_PATH}/{job}").body.get("state")
            if state in {"JobComplete", "Failed", "Aborted"}:
                return bool(state == "JobComplete")
            if wait is not None:
                self._wait(wait)
        raise HelpdeskError(
            "Salesforce is still at work on a bulk query; the sync goes on from there.",
            retry_after=_LATER_SECONDS,
        )


def _batch(rows: tuple[object, ...], cursor: str, through: Instant, asked_at: Instant) -> Batch:
    return Batch(rows=rows, cursor=cursor, caught_up=False, through_at=through, served_at=asked_at)


def _conditions(table: Table, start: Instant, end: Instant | None) -> tuple[str, ...]:
    before = "" if end is None else f"{table.stamp} < {soql.moment(end)}"
    return (table.feed.where, f"{table.stamp} >= {soql.moment(start)}", before)


def _query(table: Table, start: Instant, end: Instant) -> str:
    """The rows of a stretch, without an order, which a bulk query would be slow by."""
    return soql.select(table.fields, table.feed.entity, _conditions(table, start, end))


def _rows(
    answer: Answer, table: Table, types: Mapping[str, str]
) -> tuple[dict[str, Any], ...] | None:
    """The rows of a CSV as those of a query are; None where it is another page, say of a proxy.

    Raises HelpdeskError where it is cut off.
    """
    try:
        reader = csv.DictReader(io.StringIO(answer.text))
        head, listed = set(reader.fieldnames or ()), list(reader)
    except csv.Error:
        return None
    number = answer.headers.get("sforce-numberofrecords")
    if number is None or not head.issuperset((*table.fields, table.stamp)):
        return None
    if number != str(len(listed)):
        raise HelpdeskError("A part of Salesforce's bulk answer was cut off.")
    return tuple(_row(each, types) for each in listed)


def _row(texts: Mapping[str | None, str | None], types: Mapping[str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for path, text in texts.items():
        if path is not None:
            _put(row, path, _value(text, types.get(path, "")))
    return row


def _put(row: dict[str, Any], path: str, value: object) -> None:
    """Put a value where its path leads; behind a lookup that is empty there is nothing."""
    *relations, name = path.split(".")
    for relation in relations:
        row = row.setdefault(relation, {})
    row[name] = value


def _value(text: str | None, kind: str) -> object:
    """A value by the type of its field; nothing and an empty text look the same."""
    if not text:
        return None
    if kind == "boolean":
        return text.lower() == "true"
    if kind in {"int", "double", "currency", "percent"}:
        try:
            number = float(text)
        except ValueError:
            return text
        return int(number) if number.is_integer() else number
    return text
