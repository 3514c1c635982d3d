"""Issues that are unsolved now however long ago they were touched, and those that are no more.

Issues are read by their last change from where the history begins: one that has lain still since
before would be missing from every backlog. So all that are unsolved are searched for now and then.
The cursor remembers which they were: one of them that is neither unsolved nor solved the next time
was deleted, which Pylon tells nowhere else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode

from metrics.errors import HelpdeskError
from metrics.helpdesks.fields import Raw, as_identity, mapping
from metrics.helpdesks.pylon.pages import OVERLAP_SECONDS, SEARCH, Batch, iso, search, turn
from metrics.helpdesks.web import Web
from metrics.tickets.records import Instant

EVERY_SECONDS: Final = 6 * 3600
_MOST_SEEN: Final = 20_000
"""So many are remembered, the newest."""
_MOST_ASKED: Final = 100
"""Of so many that are missing it is asked in one sweep; of the others in the next."""
_MOST_PAGES: Final = 100


def tickets(web: Web, cursor: str | None, unsolved: Collection[str]) -> Batch:
    """Pages of all that have one of the statuses `unsolved`, if it is time for it again.

    `seen` are the numbers of the sweep before, which began `read`; `found` those of this one, which
    began `began`. Where Pylon's clock is not known nobody knows how long ago the one before was,
    and it is time. Raises HelpdeskError.
    """
    query = dict(parse_qsl(cursor or "", keep_blank_values=True))
    place, read_at = query.get("place", ""), _known(query.get("read"))
    if not place:
        now = web.get("/me").served_at
        if read_at is not None and now is not None and now - read_at < EVERY_SECONDS:
            return Batch(rows=(), cursor=cursor or "", caught_up=True, through_at=None)
        query |= {"began": "" if now is None else str(now), "found": ""}
    sheet = search(web, {"field": "state", "operator": "in", "values": sorted(unsolved)}, place)
    found = _numbers(query["found"]) | _numbers_of(sheet.rows)
    if sheet.next:
        walk = turn(SEARCH, sheet, query if place else {})
        query |= {"found": _text(found), **{name: str(value) for name, value in walk.items()}}
        return Batch(rows=sheet.rows, cursor=urlencode(query), caught_up=False, through_at=None)
    began = _known(query["began"])
    missing = _numbers(query.get("seen", "")) - found
    rows, gone, later = _ask(web, missing, unsolved, read_at) if missing else ((), (), set())
    read = {} if began is None else {"read": began}
    following = {**read, "seen": _text(found | later)}
    return Batch(
        rows=(*sheet.rows, *rows),
        cursor=urlencode(following),
        caught_up=True,
        through_at=None,
        gone=gone,
        read_at=began,
    )


def _ask(
    web: Web, missing: set[int], unsolved: Collection[str], since: Instant | None
) -> tuple[tuple[object, ...], tuple[str, ...], set[int]]:
    """What became of issues that were unsolved: their rows, which are gone, and of which later."""
    rows = [] if since is None else list(_solved(web, unsolved, since - OVERLAP_SECONDS))
    asked = sorted(missing - _numbers_of(rows), reverse=True)
    gone: list[str] = []
    for number in asked[:_MOST_ASKED]:
        row = issue(web, str(number))
        if row is None:
            gone.append(str(number))
        else:
            rows.append(row)
    return tuple(rows), tuple(gone), set(asked[_MOST_ASKED:])


def _solved(web: Web, unsolved: Collection[str], since: Instant) -> Iterable[object]:
    """All that have changed since and are not unsolved."""
    parts = [
        {"field": "updated_at", "operator": "time_is_after", "value": iso(max(0, since))},
        {"field": "state", "operator": "not_in", "values": sorted(unsolved)},
    ]
    both: Mapping[str, Any] = {"operator": "and", "subfilters": parts}
    place = ""
    for _ in range(_MOST_PAGES):
        sheet = search(web, both, place)
        yield from sheet.rows
        if sheet.next in {"", place}:
            return
        place = sheet.next


def issue(web: Web, name: str) -> Raw | None:
    """An issue by its id or number; None where there is none any more. Raises HelpdeskError."""
    try:
        return mapping(web.get(f"/issues/{quote(name, safe='')}").body, "data")
    except HelpdeskError as error:
        if error.gone:
            return None
        raise


def _numbers_of(rows: Iterable[object]) -> set[int]:
    names = (as_identity(row.get("number")) for row in rows if isinstance(row, dict))
    return {int(name) for name in names if name and name.isdecimal()}


def _numbers(text: str) -> set[int]:
    return {int(number) for number in text.split(".") if number}


def _known(text: str | None) -> Instant | None:
    """An instant in a cursor; None where the clock was not known."""
    return int(text) if text else None


def _text(numbers: Iterable[int]) -> str:
    """Numbers in a cursor, as many as are remembered."""
    return ".".join(map(str, sorted(numbers)[-_MOST_SEEN:]))
