"""Salesforce's query language: names, values and whole queries as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from metrics.helpdesks.fields import MalformedError, Raw, clean
from metrics.tickets.records import Instant

_SHORT: Final = 15
_GROUP: Final = 5
_CHECKS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def quoted(text: str) -> str:
    """A text as a query has it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def listed(texts: Iterable[str]) -> str:
    """Several texts, one of which a field must be."""
    return f"({','.join(map(quoted, texts))})"


def moment(at: Instant) -> str:
    """A moment as a query has it."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def exact_moment(value: object) -> str:
    """A moment of an answer as a query has it, to the millisecond. Raises MalformedError."""
    try:
        at = datetime.fromisoformat(str(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MalformedError("a stamp is not a time") from None
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def select(
    fields: Sequence[str],
    entity: str,
    conditions: Iterable[str] = (),
    order: str = "",
    limit: int | None = None,
) -> str:
    """A query; all of the conditions hold."""
    where = " AND ".join(filter(None, conditions))
    parts = (
        f"SELECT {','.join(fields)} FROM {entity}",  # noqa: S608 - of names that we know
        f"WHERE {where}" if where else "",
        f"ORDER BY {order}" if order else "",
        "" if limit is None else f"LIMIT {limit}",
    )
    return " ".join(filter(None, parts))


def value(raw: Raw, path: str) -> Any:
    """What stands at the end of a path such as "CreatedBy.UserType"; None where it breaks off."""
    found: Any = raw
    for name in path.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found


def long_id(text: str) -> str:
    """The id with 18 letters of one with 15, which a person may have copied; else the text."""
    if len(text) != _SHORT or not (text.isascii() and text.isalnum()):
        return text
    groups = (text[start : start + _GROUP] for start in range(0, _SHORT, _GROUP))
    return text + "".join(
        _CHECKS[sum(1 << place for place, letter in enumerate(group) if letter.isupper())]
        for group in groups
    )


def word(raw: Raw, path: str) -> str:
    """A name or a word of a list; "" where there is none."""
    found = value(raw, path)
    return clean(found) if isinstance(found, str) else ""
