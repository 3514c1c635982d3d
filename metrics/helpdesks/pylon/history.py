"""What Pylon's issues went through, from the stamps and sums that it keeps. Pure.

Pylon keeps no history. It tells when an issue was first solved and, unless it is open again, when
last; and for how long in all it was in each status. From these one reopening follows: what an issue
spent unsolved beside the time to its first solve it spent before its latest one. Of several
reopenings the one that is worked out lasts as long as they did together.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from metrics.helpdesks.fields import Raw, count, identity, instant, mapping
from metrics.helpdesks.pylon.normalise import Reading, solves, status
from metrics.helpdesks.pylon.vocabulary import CATEGORIES
from metrics.tickets.records import Event, EventKind, Field, Instant, Status

_SLACK_SECONDS: Final = 120
"""Sums of seconds are rounded status by status."""


class _Step(NamedTuple):
    name: str
    at: Instant
    after: Status


def changes(raw: Raw, reading: Reading) -> Iterator[Event]:
    """The changes of an issue's status, each with an id that later versions have too.

    What its state is now, and no stamp tells since when, it is since its last change at the latest.
    Raises MalformedError.
    """
    for order, step in enumerate(_steps(raw, reading)):
        yield Event(
            id=f"{identity(raw, 'number')}:{step.name}",
            ticket=identity(raw, "number"),
            at=step.at,
            order=order,
            kind=EventKind.CHANGE,
            field=Field.STATUS,
            new=step.after.value,
        )


def _steps(raw: Raw, reading: Reading) -> Iterator[_Step]:
    created_at, updated_at = instant(raw, "created_at"), instant(raw, "updated_at")
    now, (first, last) = status(raw, reading), solves(raw)
    yield _Step("created", created_at, Status.SOLVED if first == created_at else Status.NEW)
    if first is not None and first > created_at:
        yield _Step(f"solved:{first}", first, Status.SOLVED)
    if first is not None and (at := _reopened_at(raw, reading, first, last)) is not None:
        yield _Step(f"reopened:{at}", at, Status.OPEN)
    if first is not None and last is not None and last > first:
        yield _Step(f"solved:{last}", last, Status.SOLVED)
    if now is Status.NEW and first is None:
        return
    if now.unsolved or last is None:
        yield _Step(f"status:{updated_at}", max(created_at, updated_at), now)


def _reopened_at(
    raw: Raw, reading: Reading, first: Instant, last: Instant | None
) -> Instant | None:
    """When an issue was opened again; of one solved since, just before that at the latest."""
    created_at, updated_at = instant(raw, "created_at"), instant(raw, "updated_at")
    known_to = updated_at if last is None else last
    spent = _spent(raw, reading, known_to - created_at)
    if status(raw, reading).unsolved:
        at = None if spent is None else first + spent.solved
        return at if at is not None and first < at <= updated_at else None
    if last is None or last <= first:
        return None
    at = last if spent is None else last - (spent.unsolved - (first - created_at))
    return at if first < at <= last else last


class _Spent(NamedTuple):
    """Seconds that an issue was unsolved and solved, in all."""

    unsolved: int
    solved: int


def _spent(raw: Raw, reading: Reading, age: int) -> _Spent | None:
    """The sums by status; None unless they make up the `age` that an issue has at least.

    Those of Pylon's own statuses hold those of the statuses within; where they do not, all count.
    """
    times = mapping(raw, "time_in_status_seconds")
    known = {slug: seconds for slug in times if (seconds := count(times, slug)) is not None}
    for slugs in (known.keys() & CATEGORIES.keys(), known.keys()):
        sums = [0, 0]
        for slug in slugs:
            sums[not reading.statuses.get(slug, Status.OPEN).unsolved] += known[slug]
        if sum(sums) >= age - _SLACK_SECONDS:
            return _Spent(*sums)
    return None
