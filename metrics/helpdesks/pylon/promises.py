"""Pylon's due times turned into our promises. Pure.

An issue has the times by which its first reply and its solve are due now; the policies behind them
are not told. Of a solved one they may be there or not (unconfirmed): what an earlier version had
holds then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from metrics.helpdesks.fields import Raw, identity, instant, optional_instant
from metrics.helpdesks.pylon.normalise import solves
from metrics.tickets.records import Instant, SlaEvent, SlaMeasure, SlaStep


class _Promise(NamedTuple):
    measure: SlaMeasure
    due: str
    done: str


_PROMISES: Final = (
    _Promise(SlaMeasure.FRT, "first_response_breach_time", "first_response_time"),
    _Promise(SlaMeasure.RESOLUTION, "resolution_breach_time", ""),
)


def steps(raw: Raw) -> Iterator[SlaEvent]:
    """The steps of what an issue is promised, each under an id that later versions have too.

    The breach stands there before it comes, and counts unless something was done in time. What came
    solved is owed nothing. Raises MalformedError.
    """
    created_at, (solved_at, _) = instant(raw, "created_at"), solves(raw)
    if solved_at == created_at:
        return
    for promise in _PROMISES:
        due_at = optional_instant(raw, promise.due)
        ends = (solved_at, optional_instant(raw, promise.done) if promise.done else None)
        done_at = min((at for at in ends if at is not None), default=None)
        if due_at is not None and due_at > created_at:
            in_time = done_at is not None and done_at <= due_at
            yield _step(raw, promise, SlaStep.APPLY, created_at, target=due_at - created_at)
            yield _step(raw, promise, SlaStep.BREACH, due_at, dropped=in_time)
        if done_at is not None:
            yield _step(raw, promise, SlaStep.FULFILL, done_at)


def _step(
    raw: Raw,
    promise: _Promise,
    what: SlaStep,
    at: Instant,
    *,
    target: int | None = None,
    dropped: bool = False,
) -> SlaEvent:
    number = identity(raw, "number")
    return SlaEvent(
        id=f"{number}:{promise.measure}:{what}",
        ticket=number,
        at=at,
        clock=promise.measure.value,
        cycle=1,
        measure=promise.measure,
        step=what,
        target_seconds=target,
        business=None if target is None else False,
        dropped=dropped,
    )
