"""Reads single fields out of a vendor's JSON: lenient about form, strict about sense."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, TypeAlias

from metrics.tickets.records import Instant, Unreadable

Raw: TypeAlias = Mapping[str, Any]
"""One record as the helpdesk's JSON has it."""

_EARLIEST: Final = 631_152_000  # 1990: before any helpdesk; a smaller number is not an instant
_LATEST: Final = 4_102_444_800  # 2100: a larger one is in milliseconds, or nonsense
_LONGEST_NAME: Final = 200
_LONGEST_VALUE: Final = 100
_NOBODY: Final = frozenset({"", "0", "-1"})
_TIMES_AT_ONCE: Final = 4096
"""Many fields of a page name the same instant."""


class MalformedError(ValueError):
    """A field that cannot be read; says which, never what stood there."""


def excerpt(row: object) -> str:
    """The names of a record's fields, never what they hold."""
    return ", ".join(sorted(map(str, row)))[:200] if isinstance(row, dict) else type(row).__name__


def unreadable(row: object, error: MalformedError, *keys: str) -> Unreadable:
    """What is set aside of a row: by its own id under one of the keys, else by a fingerprint."""
    own = row if isinstance(row, dict) else {}
    ids = (own.get(key) for key in keys or ("id",))
    ident = next((each for each in ids if isinstance(each, int | str) and each), None)
    if ident is None:
        text = json.dumps(row, sort_keys=True, default=str)
        ident = f"unnamed-{hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:12]}"
    return Unreadable(id=str(ident)[:100], reason=str(error), excerpt=excerpt(row))


def record(value: object) -> Raw:
    """A record that is a JSON object."""
    if isinstance(value, dict):
        return value
    raise MalformedError("record is not an object")


def identity(raw: Raw, key: str) -> str:
    """A required id, as text."""
    ident = as_identity(raw.get(key))
    if ident is None:
        raise MalformedError(f"{key} is missing or not an id")
    return ident


def optional_identity(raw: Raw, key: str) -> str | None:
    """An id as text; None for null, an empty one, "0" and the -1 that stands for the system."""
    return as_identity(raw.get(key))


def as_identity(value: object) -> str | None:
    """A value as an id: whole positive numbers and words; None for all that means "nobody"."""
    if isinstance(value, str):
        text = clean(value)
    elif type(value) is int:
        text = str(value)[:_LONGEST_NAME]
    else:
        return None
    return None if text in _NOBODY else text


def instant(raw: Raw, key: str) -> Instant:
    """A required moment, from ISO 8601 with a zone or from epoch seconds."""
    value = raw.get(key)
    try:
        seconds = _epoch(value) if isinstance(value, str) else _number(value)
    except MalformedError as error:
        raise MalformedError(f"{key} {error}") from None
    if not _EARLIEST <= seconds <= _LATEST:
        raise MalformedError(f"{key} lies outside 1990 to 2100")
    return int(seconds)


def optional_instant(raw: Raw, key: str) -> Instant | None:
    """A moment, or None where there is none that can be read."""
    try:
        return instant(raw, key)
    except MalformedError:
        return None


def count(raw: Raw, key: str) -> int | None:
    """A whole number of at least 0, or None."""
    value = raw.get(key)
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 2**31 else None


def mapping(raw: Raw, key: str) -> Raw:
    """A nested object; an empty one where there is none."""
    value = raw.get(key)
    return value if isinstance(value, dict) else {}


def rows(raw: Raw, key: str) -> tuple[Any, ...]:
    """A nested list; an empty one where there is none."""
    value = raw.get(key)
    return tuple(value) if isinstance(value, list) else ()


def field_texts(value: object) -> Iterator[str]:
    """What stands in a custom field: a list has several, a box is ticked or not."""
    if isinstance(value, list):
        for one in value:
            yield from field_texts(one)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, str | int | float) and (text := clean(str(value), _LONGEST_VALUE)):
        yield text


def clean(text: str, longest: int = _LONGEST_NAME) -> str:
    """Text that every database can hold: no NUL, no half characters, not endless."""
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text.replace("\x00", "").strip()[:longest]


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise MalformedError("is missing or not a time")
    return value


@lru_cache(_TIMES_AT_ONCE)
def _epoch(text: str) -> float:
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.timestamp()
    except (ValueError, OverflowError):
        raise MalformedError("is not a time") from None
    raise MalformedError("has no time zone")
