"""Zendesk's metric events as the steps of our promises. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from metrics.helpdesks.fields import Raw, clean, count, identity, instant, mapping
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.tickets.records import SlaEvent, SlaMeasure, SlaStep

_TARGETS: Final[Mapping[str, SlaMeasure]] = MappingProxyType(
    {
        "first_reply_time": SlaMeasure.FRT,
        "next_reply_time": SlaMeasure.NEXT_REPLY,
        "periodic_update_time": SlaMeasure.UPDATE,
        "pausable_update_time": SlaMeasure.UPDATE,
        "requester_wait_time": SlaMeasure.RESOLUTION,
        "agent_work_time": SlaMeasure.RESOLUTION,
        "resolution_time": SlaMeasure.RESOLUTION,
        "total_resolution_time": SlaMeasure.RESOLUTION,
    }
)
"""What a policy's metric promises."""

_STEPS: Final[Mapping[str, SlaStep]] = MappingProxyType(
    {
        "apply_sla": SlaStep.APPLY,
        "activate": SlaStep.ACTIVATE,
        "pause": SlaStep.PAUSE,
        "fulfill": SlaStep.FULFILL,
        "breach": SlaStep.BREACH,
    }
)
_OF_NO_PROMISE: Final = frozenset({"measure", "update_status", "apply_group_sla"})
_AMONG_TEAMS: Final = frozenset({"group_ownership_time"})
"""What one team promises another is no promise to a customer."""


def step(raw: Raw, reading: Reading) -> SlaEvent | None:
    """A metric event that is a step of a promise; None for any other. Raises MalformedError."""
    word, clock = str(raw.get("type")), str(raw.get("metric"))
    if word in _OF_NO_PROMISE or clock in _AMONG_TEAMS:
        return None
    cycle = count(raw, "instance_id") or 0
    what, measure = _STEPS.get(word), _measure(clock, cycle)
    if what is None or measure is None:
        unknown = f"metric event:{word}" if what is None else f"sla metric:{clock}"
        reading.unknown[clean(unknown, 60)] += 1
        return None
    sla = mapping(raw, "sla") if what is SlaStep.APPLY else {}
    minutes = count(sla, "target")
    return SlaEvent(
        id=identity(raw, "id"),
        ticket=identity(raw, "ticket_id"),
        at=instant(raw, "time"),
        clock=clock,
        cycle=cycle,
        measure=measure,
        step=what,
        target_seconds=None if minutes is None else 60 * minutes,
        business=_business(sla) if sla else None,
        dropped=raw.get("deleted") is True,
    )


def _measure(clock: str, cycle: int) -> SlaMeasure | None:
    """What a clock measures: the first cycle of the reply clock is the first reply."""
    if clock == "reply_time":
        return SlaMeasure.FRT if cycle == 1 else SlaMeasure.NEXT_REPLY
    return _TARGETS.get(clock)


def _business(sla: Raw) -> bool:
    """Whether a target counts in business hours, under either of the names seen for it."""
    return sla.get("business_hours") is True or sla.get("business") is True
