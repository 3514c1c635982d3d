"""How Intercom's searches and its list of deletions are walked.

Nobody promises an order of what a search finds, and what is updated meanwhile moves in it. So time
is walked in stretches that lie behind us, each to its end by a cursor: what leaves a stretch is met
in a later one, and where the last one ends the next run begins an hour earlier, since the index is
minutes late. `sort` is in no specification; whatever it does, nothing is lost.
https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/pagination
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from metrics.errors import HelpdeskError
from metrics.helpdesks.answers import Answer, OverloadedError
from metrics.helpdesks.batches import Batch
from metrics.helpdesks.fields import Raw, count, mapping, optional_instant, rows
from metrics.helpdesks.intercom.sources import DELETED_PATH, Feed
from metrics.helpdesks.web import Web
from metrics.tickets.records import Instant

PAGE_SIZE: Final = 150
SMALL_PAGE: Final = 30
"""Where Intercom cannot make the whole page in time."""
_MOST_DELETED: Final = 60
OVERLAP_SECONDS: Final = 3600
"""How far each run goes back: what changes is found minutes later, and nobody says how many."""
SETTLED_SECONDS: Final = 180
"""So long after a change it is taken to be found."""
_DAY: Final = 86_400
_SHORTEST, _LONGEST = 3600, 8 * _DAY
_FEW, _MANY = PAGE_SIZE // 2, 10 * PAGE_SIZE
_SLOW_TRIES: Final = 2
_TICKET_ROWS: Final = "tickets"
_READ: Final = "read=all"
"""The cursor once all of them are read."""


def rows_of(answer: Answer, feed: Feed) -> tuple[Any, ...]:
    """The rows of an answer. Raises HelpdeskError where it holds no list of them."""
    if not isinstance(answer.body.get(feed.rows), list):
        raise HelpdeskError(f"Intercom's answer at {feed.path} holds no {feed.rows}.")
    return rows(answer.body, feed.rows)


def search(web: Web, feed: Feed, query: Raw, after: str | None, size: int = PAGE_SIZE) -> Answer:
    """A page of what a query finds, by id; a smaller one where Intercom cannot keep up.

    Raises HelpdeskError.
    """
    paging = {"per_page": size, **({"starting_after": after} if after else {})}
    body = {"query": query, "pagination": paging, "sort": {"field": "id", "order": "ascending"}}
    try:
        tries = _SLOW_TRIES if size > SMALL_PAGE else None
        return web.post(feed.path, body, slow_tries=tries)
    except OverloadedError:
        if size <= SMALL_PAGE:
            raise
        return search(web, feed, query, after, SMALL_PAGE)


def changed(start: Instant, end: Instant) -> Raw:
    """The query for what was updated from `start` on and before `end`.

    Whether > and < mean "or equal" too is told in two ways: either way nothing is missed.
    """
    return _both(_filter("updated_at", ">", start - 1), _filter("updated_at", "<", end))


def updates(web: Web, feed: Feed, cursor: str | None, since: Instant) -> Batch:
    """What was updated from `since` on, one stretch of time after the other.

    `read` is the server's time at the first page of a stretch, `step` the length of the next ones.
    Raises HelpdeskError.
    """
    query = dict(parse_qsl(cursor or ""))
    start, step = int(query.get("start", since)), int(query.get("step", _DAY))
    end, after = start + step, query.get("after")
    answer = search(web, feed, changed(start, end), after)
    found = rows_of(answer, feed)
    read_at = int(query.get("read", answer.served_at or _newest(found, start)))
    following = _starting_after(answer.body)
    if following is not None:
        here = {"start": start, "step": step, "read": read_at, "after": following}
        return Batch(rows=found, cursor=urlencode(here), caught_up=False, through_at=start)
    step = _next_step(step, count(answer.body, "total_count"))
    settled_at = max(since, read_at - SETTLED_SECONDS)
    is_last = end > read_at
    begins = max(since, read_at - OVERLAP_SECONDS) if is_last else end
    return Batch(
        rows=found,
        cursor=urlencode({"start": begins, "step": step}),
        caught_up=is_last,
        through_at=settled_at if is_last else min(end - 1, settled_at),
    )


def _next_step(step: int, found: int | None) -> int:
    if found is None:
        return step
    step = step * 2 if found < _FEW else step // 2 if found > _MANY else step
    return min(max(step, _SHORTEST), _LONGEST)


def unsolved(web: Web, feed: Feed, cursor: str | None, since: Instant) -> Batch:
    """All that is open or snoozed, however long ago it was touched. Read once.

    Raises HelpdeskError.
    """
    del since
    if cursor == _READ:
        return Batch(rows=(), cursor=_READ, caught_up=True, through_at=None)
    answer = search(web, feed, _open(feed), dict(parse_qsl(cursor or "")).get("after"))
    after = _starting_after(answer.body)
    following = _READ if after is None else urlencode({"after": after})
    return Batch(
        rows=rows_of(answer, feed),
        cursor=following,
        caught_up=after is None,
        through_at=None,
    )


def deleted(web: Web, feed: Feed, cursor: str | None, since: Instant) -> Batch:
    """What was deleted, the newest first, back to where the last walk began.

    Pages go by numbers: what is deleted meanwhile pushes rows to a later page, never past it.
    Raises HelpdeskError.
    """
    query = dict(parse_qsl(cursor or ""))
    until, page = int(query.get("until", since)), int(query.get("page", 1))
    answer = deletions(web, page)
    found = rows_of(answer, feed)
    read_at = int(query.get("read", answer.served_at or until))
    if has_next(answer) and _oldest(found) >= until:
        here = {"until": until, "read": read_at, "page": page + 1}
        return Batch(rows=found, cursor=urlencode(here), caught_up=False, through_at=None)
    return Batch(
        rows=found,
        cursor=urlencode({"until": max(until, read_at - OVERLAP_SECONDS)}),
        caught_up=True,
        through_at=max(until, read_at),
    )


def deletions(web: Web, page: int) -> Answer:
    """A page of what was deleted, the newest first. Raises HelpdeskError."""
    return web.get(DELETED_PATH, {"per_page": _MOST_DELETED, "order": "desc", "page": page})


def listing(web: Web, feed: Feed, cursor: str | None, since: Instant) -> Batch:
    """A short list in one answer, read on every run. Raises HelpdeskError."""
    del cursor, since
    answer = web.get(feed.path)
    found = tuple(
        {**row, "seen_at": answer.served_at} if isinstance(row, dict) else row
        for row in rows_of(answer, feed)
    )
    return Batch(rows=found, cursor="", caught_up=True, through_at=answer.served_at)


def has_next(answer: Answer) -> bool:
    """Whether a numbered page has another one behind it."""
    return bool(mapping(answer.body, "pages").get("next"))


def _open(feed: Feed) -> Raw:
    if feed.rows == _TICKET_ROWS:
        return _filter("open", "=", value=True)
    states = [_filter("state", "=", state) for state in ("open", "snoozed")]
    return {"operator": "OR", "value": states}


def _both(*filters: Raw) -> Raw:
    return {"operator": "AND", "value": list(filters)}


def _filter(field: str, operator: str, value: object) -> Raw:
    return {"field": field, "operator": operator, "value": value}


def _starting_after(body: Mapping[str, Any]) -> str | None:
    """Where the next page begins; None where there is none."""
    after = mapping(mapping(body, "pages"), "next").get("starting_after")
    return after if isinstance(after, str) and after else None


def _newest(found: Iterable[object], otherwise: Instant) -> Instant:
    return max(_stamps(found, "updated_at"), default=otherwise)


def _oldest(found: Iterable[object]) -> Instant:
    """When the first of a page was deleted; 0 where none says that."""
    return min(_stamps(found, "deleted_at"), default=0)


def _stamps(found: Iterable[object], key: str) -> Sequence[Instant]:
    stamps = [optional_instant(row, key) for row in found if isinstance(row, dict)]
    return [at for at in stamps if at is not None]
