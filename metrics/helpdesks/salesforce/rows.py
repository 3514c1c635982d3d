"""What a row of each of Salesforce's streams holds, as our records. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from metrics.helpdesks.fields import MalformedError, Raw, record, unreadable
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
from metrics.tickets.records import Record

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
        yield unreadable(row, error, "Id")


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
