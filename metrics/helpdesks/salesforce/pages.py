"""A page as Salesforce gave it, and how its objects are walked.

Each page is a query of its own that begins behind the last row of the page before, by stamp and
id: no query stays open meanwhile, what changes goes to the end, and a sync that was killed goes on
where it was. Rows come to be seen later than their stamps say, so each run goes back a little.
https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import parse_qsl, urlencode

from metrics.errors import HelpdeskError
from metrics.helpdesks import batches
from metrics.helpdesks.answers import Answer, OverloadedError
from metrics.helpdesks.fields import (
    MalformedError,
    Raw,
    as_identity,
    identity,
    optional_instant,
    record,
    rows,
)
from metrics.helpdesks.salesforce import soql
from metrics.helpdesks.salesforce.soql import quoted, select
from metrics.helpdesks.salesforce.sources import Feed
from metrics.tickets.records import Instant

PAGE_SIZES: Final = (2000, 500, 200)
"""Rows of a page; the smaller ones where a query takes too long."""
OVERLAP_SECONDS: Final = 600
"""How far each run goes back: a transaction may last ten minutes, and stamps are of its middle."""
SETTLED_SECONDS: Final = 60
"""How long ago all counts as told: nearly all transactions last seconds, and rows of one that lasts
longer come with a later run, which goes back for them. Ten minutes would have all figures late."""
IDS_AT_ONCE: Final = 300
"""So many ids fit into an address."""
_MOST_ROWS: Final = 200_000
"""More are no list of names, hours or queues; it ends there."""
_READ: Final = "read=all"
"""The cursor once all that is unsolved is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch(batches.Batch):
    """One page as Salesforce gave it at `served_at`, and where the next one begins."""

    served_at: Instant | None = None


class Ask(Protocol):
    """Gives the answer to a query; `everything`: with what lies in the recycle bin.

    Raises HelpdeskError, soon where fewer rows may help.
    """

    def __call__(self, query: str, *, everything: bool = False) -> Answer: ...


@dataclass(frozen=True, slots=True)
class Table:
    """An object as it is asked for: which fields, and how a query is put.

    `stamp` is the field its rows are told by.
    """

    feed: Feed
    fields: tuple[str, ...]
    ask: Ask
    stamp: str = ""

    def page(self, conditions: Sequence[str], order: str) -> tuple[Answer, list[object], bool]:
        """A page with its rows, and whether another one follows. Raises HelpdeskError."""
        fields = (*self.fields, self.stamp) if self.stamp else self.fields
        for size in PAGE_SIZES:
            query = select(
                tuple(dict.fromkeys(fields)),
                self.feed.entity,
                (self.feed.where, *conditions),
                order,
                size,
            )
            try:
                answer = self.ask(query, everything=self.feed.everything)
            except OverloadedError:
                if size == PAGE_SIZES[-1]:
                    raise
                continue
            found = _records(answer, self.feed)
            more = answer.body.get("done") is not True or len(found) >= size
            return answer, found, bool(found) and more
        raise AssertionError("unreachable")


def _records(answer: Answer, feed: Feed) -> list[object]:
    """The rows; their absence is a change of the API, not an empty page."""
    if not isinstance(answer.body.get("records"), list):
        raise HelpdeskError(f"Salesforce's answer about {feed.entity} holds no records.")
    return list(rows(answer.body, "records"))


def updates(table: Table, cursor: str | None, since: Instant) -> Batch:
    """Rows by their stamp, from `since` on. Raises HelpdeskError."""
    place = dict(parse_qsl(cursor or ""))
    start = place.get("stamp") or soql.moment(int(place.get("since", place.get("until", since))))
    behind = f"{table.stamp} >= {start}"
    if "id" in place:
        last = quoted(place["id"])
        behind = f"({table.stamp} > {start} OR ({table.stamp} = {start} AND Id > {last}))"
    answer, found, more = table.page((behind,), f"{table.stamp},Id")
    if more:
        stamp, last_id = _place(found, table)
        following = urlencode({"stamp": stamp, "id": last_id})
        through = (optional_instant({"at": stamp}, "at") or since) - 1
        return Batch(
            rows=tuple(found),
            cursor=following,
            caught_up=False,
            through_at=max(through, since),
            served_at=answer.served_at,
        )
    read_at = answer.served_at or since
    return Batch(
        rows=tuple(found),
        cursor=urlencode({"since": max(since, read_at - OVERLAP_SECONDS)}),
        caught_up=True,
        through_at=max(since, read_at - SETTLED_SECONDS),
        served_at=answer.served_at,
    )


def is_continued(cursor: str | None) -> bool:
    """Whether a cursor is one within a walk, and not where a run begins."""
    return "id" in dict(parse_qsl(cursor or ""))


def _place(found: Sequence[object], table: Table) -> tuple[str, str]:
    """The stamp and the id of the last row that has both: the next page begins behind it.

    Raises HelpdeskError where none has.
    """
    for row in reversed(found):
        try:
            raw = record(row)
            return soql.exact_moment(soql.value(raw, table.stamp)), identity(raw, "Id")
        except MalformedError:
            continue
    raise HelpdeskError(f"Salesforce's answer about {table.feed.entity} holds no ids and stamps.")


def unsolved(table: Table, cursor: str | None) -> Batch:
    """All that is unsolved, however long it has lain still; read once. Raises HelpdeskError."""
    if cursor == _READ:
        return Batch(rows=(), cursor=_READ, caught_up=True, through_at=None)
    after = dict(parse_qsl(cursor or "")).get("after")
    behind = f"Id > {quoted(after)}" if after else ""
    _, found, more = table.page((behind,), "Id")
    last = urlencode({"after": _last_id(found)}) if more else _READ
    return Batch(rows=tuple(found), cursor=last, caught_up=not more, through_at=None)


def all_of(table: Table, *conditions: str) -> Iterator[Raw]:
    """All rows of a short list. Raises HelpdeskError."""
    yield from listing(table, *conditions)[1]


def listing(table: Table, *conditions: str) -> tuple[Instant | None, list[Raw]]:
    """All rows of a short list, and when the first were told. Raises HelpdeskError."""
    listed: list[object] = []
    read_at: Instant | None = None
    behind, more = "", True
    while more and len(listed) < _MOST_ROWS:
        answer, found, more = table.page((*conditions, behind), "Id")
        read_at = read_at or answer.served_at
        listed += found
        behind = f"Id > {quoted(_last_id(found))}" if more else ""
    return read_at, [row for row in listed if isinstance(row, dict)]


def all_with(table: Table, field: str, values: Sequence[str]) -> Iterator[Raw]:
    """All rows of which a field is one of these ids, some of them at a time."""
    for start in range(0, len(values), IDS_AT_ONCE):
        some = values[start : start + IDS_AT_ONCE]
        yield from all_of(table, f"{field} IN {soql.listed(some)}")


def _last_id(found: Sequence[object]) -> str:
    """The id of the last row that has one. Raises HelpdeskError where none has."""
    for row in reversed(found):
        if isinstance(row, dict) and (ident := as_identity(row.get("Id"))) is not None:
            return ident
    raise HelpdeskError("Salesforce's answer holds rows without an id.")
