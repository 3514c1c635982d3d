"""What goes wrong and when: drawn once from a seed, so that a run can be made again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

EVERY_SECONDS = 20.0
CALM_BEFORE, CALM_AFTER = 0.03, 0.95
"""At the beginning and in the end, as parts of the whole, nothing goes wrong."""
BOT_KILLS, SYNC_KILLS = (0.12, 0.3), (0.08, 0.2, 0.38)
"""When, as parts of the whole: what lives after the last is long enough to see whether it grows."""


class Kind(StrEnum):
    """What can go wrong."""

    SLACK_429 = "Slack says 429"
    SLACK_5XX = "Slack answers 5xx"
    SLACK_RESET = "Slack cuts calls"
    SLACK_SLOW = "Slack is slow"
    SLACK_HANG = "Slack does not answer"
    SOCKET_WARNED = "socket closed with a warning"
    SOCKET_CUT = "socket closed without a word"
    DESK_429 = "helpdesks say 429"
    DESK_5XX = "helpdesks answer 5xx"
    DESK_HALF = "helpdesks send half pages"
    DESK_HANG = "helpdesks do not answer"
    DATABASE_CUT = "database connections killed"
    POOLER_GONE = "pooler gone"
    SYNC_KILLED = "sync process killed"
    BOT_KILLED = "bot killed"


KILLS = frozenset({Kind.SYNC_KILLED, Kind.BOT_KILLED})
LASTING = {
    Kind.SLACK_429: (5, 15),
    Kind.SLACK_5XX: (5, 15),
    Kind.SLACK_RESET: (5, 15),
    Kind.SLACK_SLOW: (5, 15),
    Kind.SLACK_HANG: (3, 6),
    Kind.DESK_429: (10, 40),
    Kind.DESK_5XX: (10, 40),
    Kind.DESK_HALF: (10, 40),
    Kind.DESK_HANG: (5, 15),
    Kind.POOLER_GONE: (3, 12),
}
"""The seconds that it lasts, from and to; what is not here is over at once."""


class Incident(NamedTuple):
    """Something that goes wrong so many seconds after the beginning, and for how long."""

    at: float
    kind: Kind
    seconds: float


def incidents(seed: int, seconds: float) -> list[Incident]:
    """All that goes wrong, in order: each kind about as often as any other, kills at set times."""
    chance = random.Random(seed)
    kinds, found = _kinds(chance), list[Incident]()
    at = CALM_BEFORE * seconds
    while at < CALM_AFTER * seconds:
        found.append(_of(chance, at, next(kinds)))
        at += chance.uniform(0.5, 1.5) * EVERY_SECONDS
    found += [Incident(part * seconds, Kind.BOT_KILLED, 0.0) for part in BOT_KILLS]
    found += [Incident(part * seconds, Kind.SYNC_KILLED, 0.0) for part in SYNC_KILLS]
    return sorted(found)


def _of(chance: random.Random, at: float, kind: Kind) -> Incident:
    shortest, longest = LASTING.get(kind, (0, 0))
    return Incident(at, kind, chance.uniform(shortest, longest))


def _kinds(chance: random.Random) -> Iterator[Kind]:
    """Kinds as from a pack of cards: none comes again before all have come."""
    while True:
        pack = [kind for kind in Kind if kind not in KILLS]
        chance.shuffle(pack)
        yield from pack
