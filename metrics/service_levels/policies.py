"""Promises the team makes by its own settings: a target by priority and channel, with a history."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from metrics.tickets.columns import Codes, Ints
from metrics.tickets.records import Channel, Dimension, Instant, Priority, SlaMeasure, Status

EXAMPLE: Final = "frt urgent 1h business; frt email 8h; resolution high 2d; next_reply 4h"

_FOREVER: Final = -(2**53)
_SECONDS: Final = {"m": 60, "h": 3600, "d": 86_400}
_MEASURES: Final = {
    measure.value: measure
    for measure in (SlaMeasure.FRT, SlaMeasure.NEXT_REPLY, SlaMeasure.RESOLUTION)
}


PAUSING: Final = {"pending": Status.PENDING, "on hold": Status.HOLD}
"""While a ticket is one of these the clock of a resolution stands still, unless a policy says else.

The clock of a reply never does: it runs from what a customer writes to the answer, whatever anybody
calls the ticket meanwhile. Helpdesks have targets of either kind, too: one that pauses while
pending, one while pending and on hold, one that never does.
"""
RUNNING: Final = re.compile(r" running while (?P<statuses>.+?)(?= since\b|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A target for tickets of a channel and a priority (None: of all), set from an instant on.

    `pauses` are the statuses during which its clock stands still.
    """

    measure: SlaMeasure
    channel: Channel | None = None
    priority: Priority | None = None
    target_seconds: int
    business: bool = False
    pauses: frozenset[Status] = frozenset()
    since_at: Instant = _FOREVER

    @property
    def precision(self) -> int:
        """How much it says about a ticket; the most precise policy holds."""
        return (self.channel is not None) + (self.priority is not None)

    @property
    def words(self) -> str:
        """For which tickets it is: "urgent email", "all"."""
        return " ".join(filter(None, (self.priority, self.channel))) or "all"


@dataclass(frozen=True, slots=True)
class Policies:
    """All policies, in the order in which they are written."""

    policies: tuple[Policy, ...] = ()

    @staticmethod
    def parse(text: str, zone: ZoneInfo) -> Policies:
        """Read `EXAMPLE`; "since 2026-04-01" at an entry's end lets it hold from that day on.

        Raises ValueError with a sentence that says what to write instead.
        """
        entries = (" ".join(entry.split()) for entry in re.split(r"[;\n]", text.lower()))
        policies = tuple(_policy(entry, zone) for entry in entries if entry)
        if len({_place(policy) for policy in policies}) < len(policies):
            raise ValueError("Two targets hold for the same tickets from the same day on.")
        return Policies(policies)

    @property
    def pauses(self) -> str:
        """When the clocks of resolutions stand still, in a sentence; "" where none is promised."""
        which: dict[frozenset[Status], list[str]] = {}
        for policy in self.policies:
            if policy.measure is SlaMeasure.RESOLUTION:
                words = which.setdefault(policy.pauses, [])
                words += [policy.words] if policy.words not in words else []
        parts = [f"{_PAUSES[pauses]} ({', '.join(words)})" for pauses, words in which.items()]
        if len(which) == 1:
            parts = [_PAUSES[pauses] for pauses in which]
        return f"Targets for the resolution {'; they '.join(parts)}." if parts else ""

    def numbers(
        self,
        measure: SlaMeasure,
        start: Ints,
        cut: Mapping[Dimension, Codes],
        words: Mapping[Dimension, Sequence[str]],
    ) -> Ints:
        """The number of the policy that holds for each row at its start, -1 where none does.

        The most precise one, and of those the one written first; of one target's history what held
        at `start`.
        """
        numbers = np.full(len(start), -1)
        for number in self._by_weight(measure):
            policy = self.policies[number]
            fits = start >= policy.since_at
            fits &= _is(policy.channel, Dimension.CHANNEL, cut, words)
            fits &= _is(policy.priority, Dimension.PRIORITY, cut, words)
            numbers[fits] = number
        return numbers

    def _by_weight(self, measure: SlaMeasure) -> list[int]:
        """The policies of a measure; each beats those before it."""
        first = {
            _place(policy)[:-1]: -number
            for number, policy in reversed(list(enumerate(self.policies)))
        }
        mine = [n for n, policy in enumerate(self.policies) if policy.measure is measure]

        def weight(number: int) -> tuple[int, int, int]:
            policy = self.policies[number]
            return policy.precision, first[_place(policy)[:-1]], policy.since_at

        return sorted(mine, key=weight)


def _place(policy: Policy) -> tuple[SlaMeasure, Channel | None, Priority | None, Instant]:
    return policy.measure, policy.channel, policy.priority, policy.since_at


def _is(
    word_wanted: str | None,
    dimension: Dimension,
    cut: Mapping[Dimension, Codes],
    words: Mapping[Dimension, Sequence[str]],
) -> NDArray[np.bool_]:
    codes = cut[dimension]
    if word_wanted is None:
        return np.ones(len(codes), dtype=np.bool_)
    known = [code for code, word in enumerate(words[dimension]) if word == word_wanted]
    return np.isin(codes, known)


_PAUSES: Final = {
    frozenset(PAUSING.values()): "pause while pending and on hold",
    frozenset({Status.PENDING}): "pause while pending, and run while on hold",
    frozenset({Status.HOLD}): "pause while on hold, and run while pending",
    frozenset[Status](): "run while pending and on hold too",
}


def _policy(entry: str, zone: ZoneInfo) -> Policy:
    running = RUNNING.search(entry)
    words = RUNNING.sub("", entry).split()
    since_at = _FOREVER
    if len(words) > 2 and words[-2] == "since":
        since_at = _since(words[-1], zone)
        words = words[:-2]
    business = words[-1] == "business"
    key, *rest = (words[:-1] if business else words) or [""]
    *places, target = rest or [""]
    if key not in _MEASURES:
        known = ", ".join(_MEASURES)
        raise ValueError(f"{entry!r} begins with none of {known}; write it like '{EXAMPLE}'.")
    return Policy(
        measure=_MEASURES[key],
        channel=next((Channel(word) for word in places if word in set(Channel)), None),
        priority=next((Priority(word) for word in _priorities(places)), None),
        target_seconds=_target(target, business=business),
        business=business,
        pauses=_pauses(_MEASURES[key], running["statuses"] if running else ""),
        since_at=since_at,
    )


def _pauses(measure: SlaMeasure, running: str) -> frozenset[Status]:
    """When a clock stands still that is `running` while a ticket has these statuses."""
    names = re.split(r" and |, ?", running) if running else []
    if odd := [name for name in names if name not in PAUSING]:
        raise ValueError(
            f"{odd[0]!r} pauses no clock; write running while pending, running while on hold, or "
            "running while pending and on hold."
        )
    if measure is SlaMeasure.RESOLUTION:
        return frozenset(status for name, status in PAUSING.items() if name not in names)
    if names:
        raise ValueError(
            "The clock of a reply runs whatever the ticket's status is; leave out 'running while', "
            "which is for resolution."
        )
    return frozenset()


def _priorities(places: list[str]) -> list[str]:
    """The priorities among the words between a measure and its target."""
    channels = [word for word in places if word in set(Channel)]
    priorities = [word for word in places if word in set(Priority)]
    for word in places:
        if word not in channels + priorities:
            raise ValueError(f"{word!r} is no channel or priority; write it like '{EXAMPLE}'.")
    if len(channels) > 1 or len(priorities) > 1:
        raise ValueError(f"{' '.join(places)!r} names two of a kind; write an entry for each.")
    return priorities


def _target(text: str, *, business: bool) -> int:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)([mhd])", text)
    seconds = round(float(match[1]) * _SECONDS[match[2]]) if match else 0
    if not match or seconds <= 0:
        raise ValueError(f"{text!r} is no time to answer in; write it like 30m, 4h or 2d.")
    if business and match[2] == "d":
        raise ValueError(f"A business day has no fixed length; write {text!r} in hours.")
    return seconds


def _since(text: str, zone: ZoneInfo) -> Instant:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is no date; write it like 'since 2026-04-01'.") from None
    return int(datetime.combine(day, time(), zone).timestamp())
