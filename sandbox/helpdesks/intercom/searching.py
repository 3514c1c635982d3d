"""The stand-in's search: nested filters, sorting, and a cursor that keeps no result set.

The cursor names the last row's sort value, its id and the number of the page. What changes while
somebody pages by `updated_at` moves, and is then met twice or not at all. Not confirmed: the usual
order (newest update first, as cursors seen in the wild suggest), and the words of refusals other
than that of the page's size.
"""

from __future__ import annotations

import base64
import binascii
import json
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sandbox.helpdesks.intercom.refusals import invalid

Row = dict[str, Any]

USUAL, MOST = 20, 150
_FILTERS: Final = 15
_NESTED: Final = 2
_MILLIS: Final = 1000
_SORTED_BY: Final = frozenset({"id", "created_at", "updated_at"})
_NUMBERS: Final = frozenset(
    {"created_at", "updated_at", "waiting_since", "snoozed_until"}
    | {"admin_assignee_id", "team_assignee_id"}
)
_RENAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "conversation_rating.score": ("conversation_rating", "rating"),
    "conversation_rating.requested_at": ("conversation_rating", "created_at"),
    "conversation_rating.replied_at": ("conversation_rating", "updated_at"),
    "ticket_type_id": ("ticket_type", "id"),
}
_LISTS: Final = {
    "contact_ids": ("contacts", "contacts"),
    "tag_ids": ("tags", "tags"),
    "teammate_ids": ("teammates", "admins"),
}

Test = Callable[[Any, Any], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """Something the search knows. The row is made only where a filter or a page needs it."""

    id: int
    created_at: int
    updated_at: int
    make: Callable[[], Row]

    def value(self, field: str) -> Any:
        """What a filter compares; a list where one value is as good as another."""
        if field == "id":
            return str(self.id)
        if field in _SORTED_BY:
            return getattr(self, field)
        row = self.make()
        if field in _LISTS:
            outer, inner = _LISTS[field]
            return [one["id"] for one in (row.get(outer) or {}).get(inner, [])]
        found: Any = row
        for name in _RENAMED.get(field, tuple(field.split("."))):
            found = found.get(name) if isinstance(found, dict) else None
        return found


def _ordered(compare: Callable[[Any, Any], bool]) -> Test:
    return lambda have, want: have is not None and compare(have, want)


def _text(test: Callable[[str, str], bool]) -> Test:
    return lambda have, want: isinstance(have, str) and test(have.casefold(), want.casefold())


def _equals(have: Any, want: Any) -> bool:
    return want in have if isinstance(have, list) else bool(have == want)


_TESTS: Final[Mapping[str, Test]] = {
    "=": _equals,
    "!=": lambda have, want: not _equals(have, want),
    "IN": lambda have, want: any(_equals(have, one) for one in want),
    "NIN": lambda have, want: not any(_equals(have, one) for one in want),
    ">": _ordered(operator.gt),
    "<": _ordered(operator.lt),
    "~": _text(operator.contains),
    "!~": lambda have, want: not _text(operator.contains)(have, want),
    "^": _text(str.startswith),
    "$": _text(str.endswith),
}
_WITH_EQUAL: Final[Mapping[str, Test]] = {">=": _ordered(operator.ge), "<=": _ordered(operator.le)}


def search(known: Sequence[Found], body: Mapping[str, Any], name: str, page_limit: int) -> Row:
    """One page of what a query finds; `name` is what its rows are called."""
    matches = _filter(body.get("query"), depth=0)
    asked = body.get("pagination") or {}
    size = asked.get("per_page", USUAL)
    if not isinstance(size, int) or size < 1:
        raise invalid("Per Page is invalid")
    if size > MOST:
        raise invalid("Per Page is too big")
    size = min(size, page_limit)
    field, down = _order(body.get("sort"))
    found = sorted((one for one in known if matches(one)), key=_key(field), reverse=down)
    after, page = _cursor(asked.get("starting_after"))
    rest = [one for one in found if after is None or _is_behind(_key(field)(one), after, down=down)]
    pages: Row = {
        "type": "pages",
        "page": page,
        "per_page": size,
        "total_pages": -(-len(found) // size),
    }
    if len(rest) > size:
        cursor = [*_key(field)(rest[size - 1]), page + 1]
        pages["next"] = {"page": page + 1, "starting_after": _write(cursor)}
    return {
        "type": f"{name}.list",
        "pages": pages,
        "total_count": len(found),
        f"{name}s": [one.make() for one in rest[:size]],
    }


def _key(field: str) -> Callable[[Found], tuple[int, int]]:
    scale = 1 if field == "id" else _MILLIS
    return lambda one: (scale * int(getattr(one, field)), one.id)


def _is_behind(place: tuple[int, int], after: tuple[int, int], *, down: bool) -> bool:
    return place < after if down else place > after


def _order(sort: Any) -> tuple[str, bool]:
    if sort is None:
        return "updated_at", True
    field, order = sort.get("field"), sort.get("order", "descending")
    if field not in _SORTED_BY or order not in {"ascending", "descending"}:
        raise invalid("Sort is invalid")
    return str(field), order == "descending"


def _write(cursor: Sequence[int]) -> str:
    return base64.b64encode(json.dumps(cursor, separators=(",", ":")).encode()).decode()


def _cursor(text: Any) -> tuple[tuple[int, int] | None, int]:
    if text is None:
        return None, 1
    try:
        value, ident, page = json.loads(base64.b64decode(text, validate=True))
        return (int(value), int(ident)), int(page)
    except (binascii.Error, ValueError, TypeError):
        raise invalid("starting_after is invalid") from None


def _filter(query: Any, depth: int) -> Callable[[Found], bool]:
    """The test that a group or a single filter stands for."""
    if not isinstance(query, dict) or "operator" not in query:
        raise invalid("Query is invalid")
    word, value = query["operator"], query.get("value")
    if "field" in query:
        return _single(str(query["field"]), str(word), value)
    if word not in {"AND", "OR"} or not isinstance(value, list):
        raise invalid("Query is invalid")
    if depth >= _NESTED or len(value) > _FILTERS:
        raise invalid("Query has too many filters")
    tests = [_filter(each, depth + 1) for each in value]
    together = all if word == "AND" else any
    return lambda one: together(test(one) for test in tests)


def _single(field: str, word: str, value: Any) -> Callable[[Found], bool]:
    tests = {**_TESTS, **_WITH_EQUAL} if field == "created_at" else _TESTS
    if word not in tests:
        raise invalid(f"Operator {word} is invalid")
    is_many = word in {"IN", "NIN"}
    if is_many is not isinstance(value, list):
        raise invalid(f"Value of {field} is invalid")
    want = [_typed(field, one) for one in value] if is_many else _typed(field, value)
    test = tests[word]
    return lambda one: test(one.value(field), want)


def _typed(field: str, value: Any) -> Any:
    """A value as the field has it: a date may be a text of digits, but no other text."""
    is_number = field in _NUMBERS or (field.startswith("statistics.") and not field.endswith("_id"))
    if not is_number:
        return str(value) if field.endswith("_ids") or field == "id" else value
    if isinstance(value, bool) or not str(value).isdecimal():
        raise invalid(f"Value of {field} is invalid")
    return int(value)
