"""Pylon's search filters: fields, operators, and subfilters at most three deep.

The bounds of a time belong to no span: whether that is so in Pylon is unconfirmed, and whoever
reads with an overlap loses nothing either way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from metrics.tickets.records import NEVER, Instant
from sandbox.helpdesks.pylon import rows
from sandbox.helpdesks.pylon.archive import Seen
from sandbox.helpdesks.pylon.refusals import invalid

Fits = Callable[[Seen], bool]

_FIRST: Final = 0
_DEEPEST: Final = 3
_TIMES: Final[Mapping[str, Callable[[Seen], Instant | None]]] = {
    "created_at": lambda seen: seen.plan.created_at,
    "updated_at": lambda seen: seen.updated_at,
    "resolved_at": lambda seen: seen.state.resolved_at,
    "latest_message_activity_at": lambda seen: seen.state.latest_message_at,
}
_WORDS: Final[Mapping[str, Callable[[Seen], str | None]]] = {
    "state": lambda seen: seen.state.slug,
    "issue_type": lambda seen: rows.issue_type(seen.plan),
    "account_id": lambda seen: _id(seen, "account"),
    "requester_id": lambda seen: _id(seen, "requester"),
    "assignee_id": lambda seen: _id(seen, "assignee"),
    "team_id": lambda seen: _id(seen, "team"),
    "priority": lambda seen: _value(seen, "priority"),
    rows.CATEGORY_FIELD: lambda seen: _value(seen, rows.CATEGORY_FIELD),
}


def matcher(node: object, depth: int = 1) -> Fits:
    """Whether an issue fits a filter."""
    if not isinstance(node, dict):
        raise invalid("filter is required")
    operator = str(node.get("operator", ""))
    if operator in {"and", "or"}:
        return _compound(node, operator, depth)
    field = str(node.get("field", ""))
    if field in _TIMES:
        return _times(_TIMES[field], operator, node)
    if field in _WORDS:
        return _words(_WORDS[field], operator, node)
    if field == "tags":
        return _tags(operator, node)
    raise invalid(f"invalid filter field: {field}")


def instant(text: object) -> Instant:
    """A moment of a request, which must say its zone."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise invalid(f"invalid RFC3339 time: {text}") from None
    if moment.tzinfo is None:
        raise invalid(f"invalid RFC3339 time: {text}")
    return int(moment.timestamp())


def _compound(node: dict[str, Any], operator: str, depth: int) -> Fits:
    if depth > _DEEPEST:
        raise invalid("filters may be nested 3 deep")
    parts = [matcher(each, depth + 1) for each in node.get("subfilters") or []]
    if not parts:
        raise invalid("subfilters is required")
    choose = all if operator == "and" else any
    return lambda seen: choose(part(seen) for part in parts)


def _times(of: Callable[[Seen], Instant | None], operator: str, node: dict[str, Any]) -> Fits:
    first, last = _FIRST, NEVER
    match operator:
        case "time_is_after":
            first = instant(node.get("value"))
        case "time_is_before":
            last = instant(node.get("value"))
        case "time_range":
            bounds = _values(node)
            if len(bounds) != 2:
                raise invalid("time_range needs two values")
            first, last = instant(bounds[0]), instant(bounds[1])
        case _:
            raise _not_allowed(operator, node)

    def fits(seen: Seen) -> bool:
        at = of(seen)
        return at is not None and first < at < last

    return fits


def _words(of: Callable[[Seen], str | None], operator: str, node: dict[str, Any]) -> Fits:
    match operator:
        case "equals":
            wanted = str(node.get("value"))
            return lambda seen: of(seen) == wanted
        case "in":
            among = {str(value) for value in _values(node)}
            return lambda seen: of(seen) in among
        case "not_in":
            without = {str(value) for value in _values(node)}
            return lambda seen: of(seen) not in without
        case "is_set":
            return lambda seen: of(seen) is not None
        case "is_unset":
            return lambda seen: of(seen) is None
    raise _not_allowed(operator, node)


def _tags(operator: str, node: dict[str, Any]) -> Fits:
    several = {"in", "not_in"}
    wanted = set(map(str, _values(node))) if operator in several else {str(node.get("value"))}
    if operator in {"contains", "in"}:
        return lambda seen: not wanted.isdisjoint(rows.tags(seen.state))
    if operator in {"does_not_contain", "not_in"}:
        return lambda seen: wanted.isdisjoint(rows.tags(seen.state))
    raise _not_allowed(operator, node)


def _values(node: dict[str, Any]) -> list[Any]:
    values = node.get("values")
    if not isinstance(values, list):
        raise invalid("values is required")
    return values


def _not_allowed(operator: str, node: dict[str, Any]) -> Exception:
    return invalid(f"operator {operator} is not allowed for field {node.get('field')}")


def _id(seen: Seen, what: str) -> str | None:
    found = seen.row.get(what)
    return None if found is None else str(found["id"])


def _value(seen: Seen, slug: str) -> str | None:
    found = seen.row["custom_fields"].get(slug)
    return None if found is None else str(found["value"])
