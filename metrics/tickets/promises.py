"""What a helpdesk promises, and what became of each promise, as records."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from metrics.tickets.records import Instant


class SlaMeasure(StrEnum):
    """What a service level promises: a first or next reply, word from us now and then, a solve."""

    FRT = "frt"
    NEXT_REPLY = "next_reply"
    UPDATE = "update"
    RESOLUTION = "resolution"


class SlaStep(StrEnum):
    """What happens to a promise."""

    APPLY = "apply"
    ACTIVATE = "activate"
    PAUSE = "pause"
    FULFILL = "fulfill"
    BREACH = "breach"


class SlaEvent(NamedTuple):
    """One step of a promise, as the helpdesk keeps it.

    `clock` and `cycle` name a promise, APPLY its target and hours; `dropped`: it was taken back.
    """

    id: str
    ticket: str
    at: Instant
    clock: str
    cycle: int
    measure: SlaMeasure
    step: SlaStep
    target_seconds: int | None = None
    business: bool | None = None
    dropped: bool = False
