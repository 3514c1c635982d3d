"""Milestones of cases turned into our promises. Pure.

A milestone is due to the minute, by whatever hours it has. That it is violated comes about by the
passing of time and moves no stamp: so its breach stands there before it comes, and is taken back by
what was done in time. What is promised in general the API does not tell.
https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_casemilestone.htm
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metrics.helpdesks.fields import (
    Raw,
    clean,
    count,
    identity,
    instant,
    optional_instant,
)
from metrics.helpdesks.salesforce import vocabulary
from metrics.helpdesks.salesforce.client import SEEN_AT
from metrics.helpdesks.salesforce.normalise import Reading
from metrics.helpdesks.salesforce.soql import word
from metrics.tickets.records import Instant, SlaEvent, SlaMeasure, SlaStep

_MINUTE: Final = 60


def steps(raw: Raw, reading: Reading) -> Iterator[SlaEvent]:
    """The steps of a milestone, each under an id that later versions have too.

    Raises MalformedError.
    """
    measure = _measure(word(raw, "MilestoneType.Name"), reading)
    if measure is None:
        return
    ident, started_at, due_at = identity(raw, "Id"), instant(raw, "StartDate"), _due_at(raw)
    deleted, done_at = raw.get("IsDeleted") is True, optional_instant(raw, "CompletionDate")
    target = _target(raw, started_at, due_at)

    def step(name: str, what: SlaStep, at: Instant, *, dropped: bool = False) -> SlaEvent:
        applies = what is SlaStep.APPLY
        return SlaEvent(
            id=f"{ident}:{name}",
            ticket=identity(raw, "CaseId"),
            at=at,
            clock=ident,
            cycle=1,
            measure=measure,
            step=what,
            target_seconds=target if applies else None,
            business=_is_business(started_at, due_at, target) if applies else None,
            dropped=dropped or deleted,
        )

    yield step("apply", SlaStep.APPLY, started_at)
    broken = _is_broken(raw, due_at, done_at)
    yield step("breach", SlaStep.BREACH, max(started_at, due_at), dropped=not broken)
    if done_at is not None:
        yield step("done", SlaStep.FULFILL, done_at)


def _due_at(raw: Raw) -> Instant:
    return instant(raw, "TargetDate")


def _is_broken(raw: Raw, due_at: Instant, done_at: Instant | None) -> bool:
    """Whether it is broken by now, or will be if nothing is done.

    One that lies behind its due time, is not completed and yet not violated stands still.
    """
    if done_at is not None:
        return done_at > due_at
    seen_at = raw.get(SEEN_AT)
    passed = isinstance(seen_at, int) and due_at < seen_at - _MINUTE
    return not passed or raw.get("IsViolated") is not False


def _target(raw: Raw, started_at: Instant, due_at: Instant) -> int:
    """What was promised, in seconds by its own hours."""
    minutes = count(raw, "TargetResponseInMins")
    return max(1, due_at - started_at) if minutes is None else max(1, _MINUTE * minutes)


def _is_business(started_at: Instant, due_at: Instant, target: int) -> bool:
    """Whether it goes by office hours: round the clock, it is due a target after its start."""
    return (started_at + target) // _MINUTE != due_at // _MINUTE


def _measure(name: str, reading: Reading) -> SlaMeasure | None:
    """What a milestone measures, by its name; None for one that nobody knows."""
    found = next((m for words, m in vocabulary.MILESTONES if words.search(name)), None)
    if found is None:
        reading.unknown[f"milestone:{clean(name, 40) or '(none)'}"] += 1
    return found
