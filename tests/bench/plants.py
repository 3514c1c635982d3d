"""Shifts planted into the calm year, with their sizes: written down before anything is measured.

Waits: all answers to customers who ask in that part take so many times the working time.
Ratings: so large a share of the good answers there is bad. Mix: so large a share of all other
tickets never comes, and no part of what is left is any slower. A slow shift grows over six weeks
and has its size in the last of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What is planted."""

    WAITS = "waits"
    RATINGS = "ratings"
    MIX = "mix only"


SPEED: Final = frozenset({"frt", "next_reply", "sla", "resolution", "aging", "backlog"})
SHOWS_IN: Final = {
    Kind.WAITS: SPEED,
    Kind.RATINGS: frozenset({"csat"}),
    Kind.MIX: SPEED | {"csat"},
}
"""The measures in which each kind can be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A shift in one part: `key` as it is stored, the hour at which a stretch of the day begins.

    It is in the week so many `weeks_back`, and where it is `slow`, smaller in the five before.
    """

    kind: Kind
    dimension: str
    key: str
    size: float
    weeks_back: int
    slow: bool = False

    @property
    def words(self) -> str:
        """What it is, in a line."""
        pace = "slow" if self.slow else "sudden"
        return f"{self.kind}, {pace}, {self.dimension} {self.key}, {self.weeks_back} weeks back"


WAIT_PARTS: Final = (
    *(("channel", key) for key in ("email", "web", "chat", "messaging")),
    *(("team", key) for key in ("360001", "360002", "360003")),
    *(("category", key) for key in ("how_to", "login", "billing", "bug", "delivery")),
    *(("hour", key) for key in ("6", "12", "18")),
)
RATED_PARTS: Final = (
    *(("channel", "email"), ("team", "360001"), ("category", "how_to"), ("hour", "6")),
    ("hour", "12"),
)
GROWN_PARTS: Final = (
    *(("channel", key) for key in ("email", "web", "chat", "messaging")),
    *(("team", "360002"), ("team", "360003"), ("category", "billing"), ("category", "bug")),
)
TIMES, SPOILT, LACKING = 2.5, 0.5, 0.5
"""Two and a half times the working time; half of the good answers; half of the other tickets."""
FIRST_WEEK, LAST_WEEK = 2, 38
"""So many weeks back there is an end to what happens in a week, and there are twelve before it."""


def plants() -> tuple[Plant, ...]:
    """All of them, spread over the year."""
    shapes = [
        *((Kind.WAITS, part, TIMES, False) for part in (*WAIT_PARTS, *WAIT_PARTS)),
        *((Kind.WAITS, part, TIMES, True) for part in WAIT_PARTS),
        *((Kind.RATINGS, part, SPOILT, slow) for part in RATED_PARTS for slow in (False, True)),
        *((Kind.MIX, part, LACKING, False) for part in GROWN_PARTS),
    ]
    weeks = LAST_WEEK - FIRST_WEEK + 1
    return tuple(
        Plant(
            kind=kind,
            dimension=part[0],
            key=part[1],
            size=size,
            weeks_back=FIRST_WEEK + 11 * number % weeks,
            slow=slow,
        )
        for number, (kind, part, size, slow) in enumerate(shapes)
    )
