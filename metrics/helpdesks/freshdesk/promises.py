"""Freshdesk's due times turned into our promises. Pure.

A ticket has the times by which its first reply and its solve are due now; whatever moves them (a
priority, a pause, a policy) takes the earlier ones away. Of next replies only the newest due time
stands there, and it says nothing about the waits before: they are not read.
https://developers.freshdesk.com/api/#sla-policies
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from metrics.helpdesks.fields import (
    Raw,
    identity,
    instant,
    mapping,
    optional_instant,
)
from metrics.helpdesks.freshdesk import vocabulary
from metrics.helpdesks.freshdesk.normalise import Reading, status
from metrics.tickets.records import Instant, SlaEvent, SlaMeasure, SlaStep, Status

_WAITING: Final = frozenset({Status.PENDING, Status.HOLD})
"""In these states the clocks of most accounts stand still; which do the API does not tell."""


class _Promise(NamedTuple):
    """What is promised, and the names of its due time and of the flag that it is broken."""

    measure: SlaMeasure
    due: str
    flag: str


_PROMISES: Final = (
    _Promise(SlaMeasure.FRT, "fr_due_by", "fr_escalated"),
    _Promise(SlaMeasure.RESOLUTION, "due_by", "is_escalated"),
)


def steps(raw: Raw, reading: Reading) -> Iterator[SlaEvent]:
    """The steps of what a ticket is promised, each under an id that later versions have too.

    Outbound tickets ask for no reply, and what came resolved is owed nothing.

    Raises MalformedError.
    """
    created_at, stats = instant(raw, "created_at"), mapping(raw, "stats")
    solved_at = _earliest(stats, "resolved_at", "closed_at")
    if solved_at == created_at:
        return
    outbound = raw.get("source") == vocabulary.OUTBOUND
    for promise in _PROMISES:
        due_at, reply = optional_instant(raw, promise.due), promise.measure is SlaMeasure.FRT
        if due_at is None or due_at <= created_at or (reply and outbound):
            continue
        ends = (solved_at, optional_instant(stats, "first_responded_at") if reply else None)
        done_at = min((at for at in ends if at is not None), default=None)
        yield from _steps(raw, promise, (created_at, due_at, done_at), _paused_at(raw, reading))


def _steps(
    raw: Raw,
    promise: _Promise,
    times: tuple[Instant, Instant, Instant | None],
    paused_at: Instant | None,
) -> Iterator[SlaEvent]:
    """The steps; `times` are when it began, when it is due and when it was done.

    The breach stands there before it comes, and is taken back by what was done in time. A clock
    that stood still before the due time breaks no promise, unless Freshdesk says it is broken.
    """
    started_at, due_at, done_at = times
    broken = raw.get(promise.flag) is True
    paused = paused_at is not None and done_at is None and paused_at < due_at and not broken

    def step(name: str, what: SlaStep, at: Instant, *, dropped: bool = False) -> SlaEvent:
        applies = what is SlaStep.APPLY
        return SlaEvent(
            id=f"{identity(raw, 'id')}:{promise.measure}:{name}",
            ticket=identity(raw, "id"),
            at=at,
            clock=promise.measure.value,
            cycle=1,
            measure=promise.measure,
            step=what,
            target_seconds=due_at - started_at if applies else None,
            business=False if applies else None,
            dropped=dropped,
        )

    yield step("apply", SlaStep.APPLY, started_at)
    yield step("pause", SlaStep.PAUSE, paused_at or started_at, dropped=not paused)
    in_time = done_at is not None and done_at <= due_at
    yield step("breach", SlaStep.BREACH, due_at, dropped=paused or in_time)
    if done_at is not None:
        yield step(f"done:{done_at}", SlaStep.FULFILL, done_at)


def _paused_at(raw: Raw, reading: Reading) -> Instant | None:
    """Since when a ticket waits for somebody who is not us."""
    if status(raw, reading) not in _WAITING:
        return None
    return optional_instant(mapping(raw, "stats"), "status_updated_at")


def _earliest(stats: Raw, *names: str) -> Instant | None:
    return min((at for name in names if (at := optional_instant(stats, name))), default=None)
