"""What can be said of answers that stand side by side: each condition holds in words, or does not.

Moving means a clear change between complete windows; what chance alone would do is no move.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Age, Level
from metrics.question.query import Filter
from metrics.question.result import Movement, Part, Result
from metrics.tickets.records import Dimension

FEW = 30
FEWEST = 5
"""Of fewer it is not told how many: with a team named that may be one person's work."""
MOST_PARTS = 3
"""How many of the largest parts are looked into: the biggest mover is among them."""
SURGE = 0.05
RIPENS_TO_WORSE = {"reopen", "repeat", "fcr", "takeover"}
"""Shares that later events can only worsen; other ones may still turn either way."""
WEEKS = 4
FOUR_WEEKS_SECONDS = WEEKS * 7 * 86400


class Lookup(Protocol):
    """Gives the answer for another metric, for the same tickets and window; None without any.

    A variant is named after its metric: "cost_resolution issue".
    """

    def __call__(
        self, key: str, *, by: Dimension | None = None, only: Filter | None = None
    ) -> Result | None:
        """`by` wants its parts too, `only` narrows it further."""
        ...


@dataclass(frozen=True, slots=True)
class Condition:
    """`sentence` is what holds, in words, or None; `needs` the metrics it asks for."""

    needs: tuple[str, ...]
    sentence: Callable[[Lookup], str | None]


def name(result: Result) -> str:
    """A metric within a sentence: "first response time", "SLA compliance"."""
    title = result.title
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def stands(result: Result) -> bool:
    """Whether its change can be relied on: the window is over, and so is its cohort's time.

    A state is whole at any instant; and some cohorts can only get worse while they ripen.
    """
    key = result.query.metric
    standing = isinstance(CATALOGUE.get(key), Level | Age)
    worse = result.change is not None and result.change.movement is Movement.WORSE
    ripe = result.provisional_until is None or (worse and key in RIPENS_TO_WORSE)
    return ripe and (result.complete or standing)


def turn(result: Result) -> int | None:
    """1 where it clearly rose, -1 where it clearly fell, 0 where it did neither; None: unknown."""
    if result.change is None or not stands(result):
        return None
    if result.change.movement is Movement.UNCLEAR:
        return 0
    return 1 if result.change.difference > 0 else -1


def movement(result: Result) -> Movement | None:
    """What its change amounts to, where that can be relied on."""
    return result.change.movement if result.change and stands(result) else None


def met_target(result: Result) -> bool | None:
    """Whether it met its target, where it has one and its window is over."""
    return result.target.met if result.target and result.complete else None


def _when(key: str, words: str, holds: Callable[[Result], bool]) -> Condition:
    def sentence(beside: Lookup) -> str | None:
        result = beside(key)
        return words.format(name(result)) if result is not None and holds(result) else None

    return Condition((key,), sentence)


def rose(key: str) -> Condition:
    """It clearly rose."""
    return _when(key, "{} rose", lambda result: turn(result) == 1)


def fell(key: str) -> Condition:
    """It clearly fell."""
    return _when(key, "{} fell", lambda result: turn(result) == -1)


def moves(key: str) -> Condition:
    """It clearly rose or fell."""
    return either(rose(key), fell(key))


def steady(key: str) -> Condition:
    """It did not clearly change."""
    return _when(key, "{} did not clearly change", lambda result: turn(result) == 0)


def good(key: str) -> Condition:
    """It met its target or clearly improved."""
    return either(
        _when(key, "{} met its target", lambda result: met_target(result) is True),
        _when(key, "{} improved", lambda result: movement(result) is Movement.BETTER),
    )


def poor(key: str) -> Condition:
    """It missed its target or clearly got worse."""
    return either(
        _when(key, "{} missed its target", lambda result: met_target(result) is False),
        _when(key, "{} got worse", lambda result: movement(result) is Movement.WORSE),
    )


def few(key: str) -> Condition:
    """Few answers stand behind it."""

    def sentence(beside: Lookup) -> str | None:
        result = beside(key)
        if result is None or not 0 < result.figure.n < FEW:
            return None
        n = result.figure.n
        some = f"only {n}" if n >= FEWEST else f"fewer than {FEWEST}"
        return f"{some} {CATALOGUE[key].counts} stand behind it"

    return Condition((key,), sentence)


def above(key: str, level: float) -> Condition:
    """It stood above a level for four weeks."""
    words = f"{{}} stood above {level:.0%} for four weeks"
    return _when(key, words, lambda result: lasting(result, lambda value: value > level))


def below(key: str, level: float) -> Condition:
    """It stood below a level."""

    def holds(result: Result) -> bool:
        value = None if result.figure.hidden or not result.complete else result.figure.value
        return value is not None and value < level

    return _when(key, f"{{}} was below {level:.0%}", holds)


def lasting(result: Result, holds: Callable[[float], bool]) -> bool:
    """Whether something held in each of the last four weeks, or over a window of that length."""
    points = [point for point in result.series if point.complete][-WEEKS:]
    weekly = [p.figure.value for p in points if p.window.is_week]
    if len(weekly) == WEEKS:
        return all(value is not None and holds(value) for value in weekly)
    long = result.window.end - result.window.start >= FOUR_WEEKS_SECONDS
    value = result.figure.value
    return long and result.complete and value is not None and holds(value)


def alone(*keys: str) -> Condition:
    """None of these has a value to stand beside it."""

    def sentence(beside: Lookup) -> str | None:
        others = (beside(key) for key in keys)
        if any(result is not None and result.figure.value is not None for result in others):
            return None
        return "no measure of quality stands beside it"

    return Condition((), sentence)


def either(*conditions: Condition) -> Condition:
    """At least one holds; all that do are said."""

    def sentence(beside: Lookup) -> str | None:
        sentences = filter(None, (condition.sentence(beside) for condition in conditions))
        return " and ".join(dict.fromkeys(sentences)) or None

    return Condition(tuple(key for each in conditions for key in each.needs), sentence)


def one_category(key: str) -> Condition:
    """One category makes up more than half of it."""

    def sentence(beside: Lookup) -> str | None:
        result = beside(key, by=Dimension.CATEGORY)
        parts = result.parts if result else ()
        total = sum(map(weight, parts))
        largest = max(parts, key=weight, default=None)
        if largest is None or not largest.key[0] or 2 * weight(largest) <= total:
            return None
        return f"{largest.label} makes up {weight(largest) / total:.0%} of it"

    return Condition((key,), sentence)


def by_one_category(key: str) -> Condition:
    """One category accounts for more than half of its rise."""

    def sentence(beside: Lookup) -> str | None:
        whole, cut = beside(key), beside(key, by=Dimension.CATEGORY)
        if whole is None or whole.change is None or cut is None or len(cut.parts) < 2:
            return None
        for part in sorted(cut.parts, key=weight, reverse=True)[:MOST_PARTS]:
            alone = beside(key, only=Filter(Dimension.CATEGORY, part.key))
            if alone is None or alone.change is None or turn(alone) != 1 or not part.key[0]:
                continue
            if 2 * alone.change.difference > whole.change.difference:
                return f"most of it came from {part.label}"
        return None

    return Condition((key,), sentence)


def one_channel_rose(key: str) -> Condition:
    """The share of one channel clearly rose, by five points or more."""

    def sentence(beside: Lookup) -> str | None:
        cut = beside(key, by=Dimension.CHANNEL)
        for part in sorted(cut.parts if cut else (), key=weight, reverse=True):
            share = beside(key, only=Filter(Dimension.CHANNEL, part.key))
            if share is None or share.change is None or turn(share) != 1:
                continue
            if share.change.difference >= SURGE:
                points = round(share.change.difference * 100)
                return f"the share of {part.label} rose by {points} points"
        return None

    return Condition((key,), sentence)


def weight(part: Part) -> int:
    """What a part adds to the whole: its hits where only those matter, else all of it."""
    return part.figure.n if part.figure.hits is None else part.figure.hits
