"""What a row of each of Pylon's streams holds, as our records. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from metrics.helpdesks.fields import MalformedError, Raw, record, unreadable
from metrics.helpdesks.pylon import attributes, history, messages, normalise, promises, surveys
from metrics.helpdesks.pylon.normalise import Reading
from metrics.tickets.records import Instant, Record

ISSUES: Final = frozenset({"issues", "unsolved"})
"""The streams whose rows are issues."""

_ONE: Final[Mapping[str, Callable[[Raw, Reading], Record | None]]] = {
    "users": normalise.person,
    "teams": normalise.team,
    "ratings": surveys.rating,
}


def records_of(stream: str, row: object, reading: Reading) -> Iterator[Record]:
    """What one row holds: our records, nothing, or an Unreadable that names its fields alone."""
    try:
        yield from list(_of_stream(stream, record(row), reading))
    except MalformedError as error:
        yield unreadable(row, error, "number", "id")


def messages_of(
    rows: Sequence[Raw], issue: str, created_at: Instant | None, reading: Reading
) -> Iterator[Record]:
    """All that was said in an issue, in the order in which it was."""
    for order, row in enumerate(rows):
        try:
            message = messages.message(row, issue, order, reading)
            yield messages.opened(message, created_at) if order == 0 else message
        except MalformedError as error:
            yield unreadable(row, error, "number", "id")


def _of_stream(stream: str, raw: Raw, reading: Reading) -> Iterator[Record]:
    if stream in ISSUES:
        yield from _issue(raw, reading)
    elif (one := _ONE[stream](raw, reading)) is not None:
        yield one


def _issue(raw: Raw, reading: Reading) -> Iterator[Record]:
    """An issue with all that its row tells of what happened to it."""
    ticket = normalise.ticket(raw, reading)
    yield replace(ticket, attributes=attributes.of(raw, reading))
    uncounted = replace(reading, unknown=Counter())  # what nobody knows is counted once a row
    yield from history.changes(raw, uncounted)
    yield from promises.steps(raw)
