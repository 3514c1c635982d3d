"""Who looked at the figures of a single person, so that it can be told afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.tickets.records import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a person's figures: when, who, where, at what, and whether it was allowed."""

    at: Instant
    person: str
    channel: str
    phrase: str
    allowed: bool
