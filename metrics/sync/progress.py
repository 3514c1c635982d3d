"""What a sync tells: how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from metrics.tickets.records import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is. `fraction` of the stream is a rough 0..1, None where nobody can tell."""

    source: str
    stream: str
    pages: int
    records: int
    fraction: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did. `ran` False: nothing was; another process is at it, or it is `retired`.

    `finished`: every stream there is was read to its end and every timeline built. `unavailable`
    says why, by stream; `withheld` the same of streams that the plan or the token may lack, in the
    run that finds it out and in no later one; `failure` what ended the run early or which needed
    streams were refused, and `retry_after` the seconds the helpdesk asked us to wait.
    """

    ran: bool
    retired: bool = False
    finished: bool = False
    pages: int = 0
    records: int = 0
    rebuilt: int = 0
    unavailable: Mapping[str, str] = field(default_factory=dict)
    withheld: Mapping[str, str] = field(default_factory=dict)
    failure: str | None = None
    retry_after: float | None = None
    fresh_until: Instant | None = None


Tell: TypeAlias = Callable[[Progress], None]
