"""What an answer said when it was given, so that it can be asked again and compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from metrics.tickets.records import Instant

MEASURING: Final = 2
"""Goes up with each Deskpulse that makes another figure of what the same helpdesk tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One answer as it went out. `id` is its own: the same answer has the same id.

    `window` is what its period was called, `headline` its number in words. `figures` and `making`
    are digests of all its numbers, and of how they are made; `measuring` is what `MEASURING`
    was when it was given, or for the post that it follows.
    """

    id: str
    phrase: str
    asked_at: Instant
    fresh_until: Instant | None
    person: str
    window: str
    headline: str
    value: float | None
    n: int
    figures: str
    making: str
    measuring: int = MEASURING
