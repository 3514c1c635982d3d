"""Shifts planted into the calm year, with their sizes: written down before anything is measured.

Waits: all answers to customers who ask in that part take so many times the working time.
Ratings: so large a share of the good answers there is bad. Mix: as many tickets more come there,
and none is answered any slower. A slow shift grows over six weeks and has its size in the last.

Each is what a lead wants to hear of, and large enough that it can be told from chance: with two
false alarms a year among some hundred and fifty figures a week, one must lie 3.5 deviations off,
and to lie there nine times in ten, 4.8 (5.0 beside a usual of twelve weeks). A wait times 2.5 is
0.9 on the log scale, on which the waits of a channel and a priority spread by 0.9 or more: 30
replies a week are enough, and each part here has 37. Of 90 % good answers six in ten bad ones are
1.2 on the scale of arcs: 17 ratings are enough for nearly nine in ten, and the parts have 14 to 25.
(Half of them, as in a first version, would need 22, which one part has; 15 points fewer would need
170.) Twice the tickets are 0.83 on the scale of roots: 36 a week are enough, and the parts have 37.
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
    Kind.MIX: frozenset({"volume"}),
}
"""The measures in which each kind can be seen."""
MOVED: Final = {Kind.WAITS: "art", Kind.RATINGS: "csat", Kind.MIX: "volume"}
"""The very measure that is moved."""
SLOW_WEEKS: Final = 6


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
RATED_PARTS: Final = (("channel", "email"), ("team", "360001"), ("hour", "12"))
GROWN_PARTS: Final = (
    *(("channel", "email"), ("team", "360001"), ("team", "360002"), ("category", "how_to")),
    *(("hour", "6"), ("hour", "12")),
)
TIMES, SPOILT, MORE = 2.5, 0.6, 1.0
"""Two and a half times the working time; six in ten good answers; twice as many tickets."""
FIRST_WEEK, LAST_WEEK = 2, 38
"""So many weeks back there is an end to what happens in a week, and there are twelve before it."""


def plants() -> tuple[Plant, ...]:
    """All of them, spread over the year."""
    shapes = [
        *((Kind.WAITS, part, TIMES, False) for part in (*WAIT_PARTS, *WAIT_PARTS)),
        *((Kind.WAITS, part, TIMES, True) for part in WAIT_PARTS),
        *(
            (Kind.RATINGS, part, SPOILT, slow)
            for part in (*RATED_PARTS, *RATED_PARTS)
            for slow in (False, True)
        ),
        *((Kind.MIX, part, MORE, False) for part in GROWN_PARTS),
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
