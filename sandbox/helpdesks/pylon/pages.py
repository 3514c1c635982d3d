"""Cuts lists into pages, with Pylon's habits: a cursor that says nothing, and nothing for nothing.

Where a page is the last one the cursor is there all the same: `has_next_page` alone says whether
to ask again. That the last page has a cursor is unconfirmed.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar

from sandbox.helpdesks.pylon.refusals import invalid

_USUAL: Final = 100
_BELOW: Final = 1000

T = TypeVar("T")
Row = dict[str, Any]


class Listing(NamedTuple):
    """A page's rows, where the next page goes on, and whether there is one."""

    rows: list[Row]
    place: int
    more: bool


def envelope(found: Listing | Row, request_id: str) -> Row:
    """The body of an answer; an empty list is left out altogether."""
    if not isinstance(found, Listing):
        return {"data": found, "request_id": request_id}
    if not found.rows:
        return {"request_id": request_id}
    pagination = {"cursor": _cursor(found.place), "has_next_page": found.more}
    return {"data": found.rows, "pagination": pagination, "request_id": request_id}


def size(asked: object, page_limit: int, below: int = _BELOW) -> int:
    """How many rows a page has, at most `page_limit`."""
    if asked is None:
        return min(_USUAL, page_limit)
    text = str(asked)
    if not text.isdecimal() or not 0 < int(text) < below:
        raise invalid(f"limit must be greater than 0 and less than {below}")
    return min(int(text), page_limit)


def place(cursor: object) -> int | None:
    """Where a cursor goes on; None without one."""
    if not cursor:
        return None
    try:
        return int(base64.urlsafe_b64decode(str(cursor)).decode().removeprefix("at:"))
    except (binascii.Error, ValueError):
        raise invalid("invalid cursor") from None


def cut(rows: Iterable[Row], params: Mapping[str, str], page_limit: int) -> Listing:
    """One page of a list whose cursor is in the query."""
    each, first = size(params.get("limit"), page_limit), place(params.get("cursor")) or 0
    found = list(islice(rows, first, first + each + 1))
    return Listing(found[:each], first + each, len(found) > each)


def _cursor(at: int) -> str:
    return base64.urlsafe_b64encode(f"at:{at}".encode()).decode()
