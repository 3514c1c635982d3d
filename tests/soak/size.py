"""How much is asked of the bot: ten times what a large team asks.

A large team has 100 agents and 5,000 new tickets a day: 3.5 a minute, each of which changes some
ten times. Ten of its people look at figures, one of them every ten seconds or so, in a channel of
their own; a digest comes each morning. Ten times that: 50,000 tickets a day, a hundred people in
ten channels who ask something every second, and far more digests, one every two minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

TICKETS_A_MINUTE = 35
VENDORS = ("zendesk", "intercom")
CHANNELS, PEOPLE = 10, 100
ACT_SECONDS = 1.0
"""On average somebody asks, answers in a thread, or opens the Home tab, so often."""
DAY_SECONDS = 120.0
MOST_DAYS = 300
"""Of a made-up year; of a longer soak each day takes longer, and has more tickets."""
WEEKDAYS = 5.4
"""A week's tickets by those of a weekday: at weekends fewer customers write."""


@dataclass(frozen=True)
class Size:
    """What follows from how long it lasts."""

    minutes: float

    @property
    def seconds(self) -> float:
        return self.minutes * 60

    @property
    def day_seconds(self) -> float:
        """How long a day of the made-up year takes."""
        return max(DAY_SECONDS, self.seconds / MOST_DAYS)

    @property
    def days(self) -> float:
        return self.seconds / self.day_seconds

    @property
    def tickets_per_weekday(self) -> int:
        """Of one helpdesk's year."""
        a_day = TICKETS_A_MINUTE / len(VENDORS) * self.day_seconds / 60
        return round(a_day * 7 / WEEKDAYS)

    @property
    def slot_minutes(self) -> int:
        """A digest is due so often; of a long soak more seldom, since each slot is an entry."""
        return max(2, round(self.minutes / 60))
