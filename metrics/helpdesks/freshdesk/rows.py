"""What a row of each of Freshdesk's streams holds, as our records. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from metrics.helpdesks.fields import MalformedError, Raw, record, unreadable
from metrics.helpdesks.freshdesk import (
    attributes,
    conversations,
    entries,
    normalise,
    promises,
    schedules,
    surveys,
)
from metrics.helpdesks.freshdesk.normalise import Reading
from metrics.helpdesks.freshdesk.sources import SOURCES
from metrics.tickets.records import Record, Removal

TICKETS: Final = frozenset({"tickets", "deleted", "spam", "unsolved"})
"""The streams whose rows are tickets."""

_ONE: Final[Mapping[str, Callable[[Raw, Reading], Record | None]]] = {
    "agents": normalise.person,
    "groups": normalise.team,
    "ratings": surveys.rating,
    "business_hours": schedules.schedule,
    "time_entries": entries.work,
}


def records_of(stream: str, row: object, reading: Reading) -> Iterator[Record]:
    """What one row holds: our records, nothing, or an Unreadable that names its fields alone."""
    try:
        yield from list(_of_stream(stream, record(row), reading))
    except MalformedError as error:
        yield unreadable(row, error)


def _of_stream(stream: str, raw: Raw, reading: Reading) -> Iterator[Record]:
    if stream in TICKETS:
        yield from _ticket(raw, reading, SOURCES[stream].removal)
    elif stream == "conversations":
        yield from _messages(raw, reading)
    elif (one := _ONE[stream](raw, reading)) is not None:
        yield one


def _ticket(raw: Raw, reading: Reading, removal: Removal | None) -> Iterator[Record]:
    """A ticket with all that its row tells of what happened to it."""
    ticket = normalise.ticket(raw, reading, removal)
    yield replace(ticket, attributes=attributes.of(raw, reading))
    yield normalise.opening(raw)
    uncounted = replace(reading, unknown=Counter())  # what nobody knows is counted once a row
    yield from normalise.changes(raw, uncounted)
    yield from promises.steps(raw, uncounted)
    if (choice := normalise.hours(raw, reading)) is not None:
        yield choice


def _messages(raw: Raw, reading: Reading) -> Iterator[Record]:
    """A message, and that the ticket was merged where it says so."""
    if (message := conversations.message(raw, reading)) is not None:
        yield message
    if (merged := conversations.merge(raw)) is not None:
        yield merged
