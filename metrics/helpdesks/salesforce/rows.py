"""What a row of each of Salesforce's streams holds, as our records. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from metrics.helpdesks.fields import MalformedError, Raw, record
from metrics.helpdesks.salesforce import (
    attributes,
    lifecycle,
    messages,
    normalise,
    promises,
    schedules,
    surveys,
)
from metrics.helpdesks.salesforce.normalise import Reading
from metrics.tickets.records import Record, Unreadable

_ONE: Final[Mapping[str, Callable[[Raw, Reading], Record | None]]] = {
    "users": normalise.person,
    "teams": normalise.team,
    "emails": messages.email,
    "comments": messages.comment,
    "surveys": surveys.offer,
    "ratings": surveys.answer,
    "business_hours": schedules.schedule,
}
_SEVERAL: Final[Mapping[str, Callable[[Raw, Reading], Iterator[Record]]]] = {
    "lifecycle": lifecycle.changes,
    "history": lifecycle.priorities,
    "milestones": promises.steps,
}


def records_of(stream: str, row: object, reading: Reading) -> Iterator[Record]:
    """What one row holds: our records, nothing, or an Unreadable that names its fields alone."""
    try:
        yield from list(_of_stream(stream, record(row), reading))
    except MalformedError as error:
        names = ", ".join(sorted(map(str, row))) if isinstance(row, dict) else type(row).__name__
        yield Unreadable(id=_name(row), reason=str(error), excerpt=names[:200])


def _of_stream(stream: str, raw: Raw, reading: Reading) -> Iterator[Record]:
    if stream in _SEVERAL:
        yield from _SEVERAL[stream](raw, reading)
    elif stream in _ONE:
        if (one := _ONE[stream](raw, reading)) is not None:
            yield one
    else:
        case = normalise.ticket(raw, reading)
        yield replace(case, attributes=attributes.of(raw, reading))
        if (choice := normalise.hours(raw)) is not None:
            yield choice


def _name(row: object) -> str:
    """The row's own id, or a fingerprint where even that is missing."""
    ident = row.get("Id") if isinstance(row, dict) else None
    if isinstance(ident, str) and ident:
        return ident[:100]
    text = json.dumps(row, sort_keys=True, default=str)
    return "unnamed-" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12]
