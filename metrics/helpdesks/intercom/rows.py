"""What a row of each of Intercom's streams holds, as our records. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from metrics.helpdesks.fields import (
    MalformedError,
    Raw,
    identity,
    instant,
    mapping,
    record,
    unreadable,
)
from metrics.helpdesks.intercom import (
    attributes,
    history,
    normalise,
    parts,
    promises,
    schedules,
    surveys,
    vocabulary,
)
from metrics.helpdesks.intercom.normalise import Reading
from metrics.helpdesks.intercom.sources import CONVERSATIONS, TICKETS
from metrics.tickets.records import Record, Removal, Removed

_ONE: Final[Mapping[str, Callable[[Raw, Reading], Record]]] = {
    "admins": normalise.person,
    "teams": normalise.team,
    "office_hours": schedules.schedule,
}


def records_of(stream: str, row: object, reading: Reading) -> Iterator[Record]:
    """What one row holds: our records, nothing, or an Unreadable that names its fields alone."""
    try:
        yield from list(_of_stream(stream, record(row), reading))
    except MalformedError as error:
        yield unreadable(row, error)


def _of_stream(stream: str, raw: Raw, reading: Reading) -> Iterator[Record]:
    if stream in CONVERSATIONS:
        yield from _conversation(raw, reading)
    elif stream in TICKETS:
        yield from _ticket(raw, reading)
    elif stream == "parts":
        yield from _parts(raw, reading)
    elif stream == "deleted":
        at = instant(raw, "deleted_at")
        yield Removed(id=identity(raw, "id"), removal=Removal.DELETED, at=at)
    else:
        yield _ONE[stream](raw, reading)


def _conversation(raw: Raw, reading: Reading) -> Iterator[Record]:
    """A conversation as a search gives it, with its rating and the work on it."""
    if normalise.is_ticket(raw):
        return
    conversation = normalise.conversation(raw, reading)
    yield replace(conversation, attributes=attributes.of(raw, reading))
    if (rating := surveys.rating(raw, reading)) is not None:
        yield rating
    if (work := normalise.handling(raw)) is not None:
        yield work


def _ticket(raw: Raw, reading: Reading) -> Iterator[Record]:
    """A ticket with all that happened to it, which its row tells."""
    ticket = normalise.ticket(raw, reading)
    yield replace(ticket, attributes=attributes.of(raw, reading))
    own = parts.of_ticket(raw, reading)
    uncounted = replace(reading, unknown=Counter())  # the state of today is counted already
    yield from history.of_ticket(raw, own, uncounted)
    yield from own.unreadable


def _parts(raw: Raw, reading: Reading) -> Iterator[Record]:
    """All that happened in a conversation that was fetched by itself."""
    if normalise.is_ticket(raw):
        return
    own = parts.of_conversation(raw, reading)
    yield from history.of_conversation(raw, own)
    by_us = str(mapping(raw, "source").get("delivered_as")) in vocabulary.BY_US
    yield from promises.steps(raw, own, by_us=by_us)
    yield from own.unreadable
