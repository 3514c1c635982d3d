"""Cuts lists into pages, with Freshdesk's habits: numbered, with a link to the next one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar

from sandbox.helpdesks.freshdesk.refusals import invalid

MOST: Final = 100
_USUAL: Final = 30
LAST_PAGE: Final = 300

T = TypeVar("T")


class Listing(NamedTuple):
    """A page's rows, and whether another page follows."""

    rows: list[dict[str, Any]]
    more: bool


def size(params: Mapping[str, str]) -> int:
    """How many rows a page has; more than a hundred are refused, and not cut."""
    number = _number(params.get("per_page", str(_USUAL)))
    if not 1 <= number <= MOST:
        raise invalid("per_page", "It should be a Positive Integer less than or equal to 100")
    return number


def page(params: Mapping[str, str]) -> int:
    """The number of the page, from 1."""
    number = _number(params.get("page", "1"))
    if number < 1:
        raise invalid("page", "It should be a Positive Integer")
    return number


def cut(rows: Iterable[T], params: Mapping[str, str]) -> tuple[list[T], bool]:
    """One page, and whether another one follows."""
    each, first = size(params), (page(params) - 1) * size(params)
    found = list(islice(rows, first, first + each + 1))
    return found[:each], len(found) > each


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
