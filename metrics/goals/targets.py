"""What a team has set out to reach, for which tickets and since when. No target is a default."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Any, TypeAlias

from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric, Better, Growth, Ratio, Score, Share, Spread, Unit
from metrics.question.query import Query
from metrics.tickets.records import Channel, Dimension, Instant, Priority

PLACES = (
    *(Dimension.CHANNEL, Dimension.PRIORITY, Dimension.TEAM),
    *(Dimension.CATEGORY, Dimension.TIER),
)
"""What a target can be narrowed to, in the order in which it is said."""

LONGEST = 40
"""No value takes more characters."""
MOST_SECONDS = 10 * 365 * 86400
MOST = 1_000_000_000
_BEYOND = 1e30
"""Nobody may set so much; an earlier version let it in."""

Where: TypeAlias = frozenset[tuple[Dimension, str]]

_BROAD = {Dimension.CHANNEL, Dimension.PRIORITY, Dimension.TIER}
_EXAMPLES = {Dimension.CATEGORY: "refunds", Dimension.TIER: "gold"}
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_TIME = re.compile(r"(?:\d+(?:\.\d+)?[dhms]\s*)+")
_PIECE = re.compile(r"(\d+(?:\.\d+)?)([dhms])")
_NUMBER = re.compile(r"[$\u20ac\u00a3]?(-?\d+(?:\.\d+)?)(%?)")
_LIKE = {Unit.SECONDS: "4h or 30m", Unit.SHARE: "90%", Unit.COUNT: "200"}
_WORDS: Mapping[str, Dimension] = {
    **{channel.value: Dimension.CHANNEL for channel in Channel},
    **{priority.value: Dimension.PRIORITY for priority in Priority},
}


_COLUMNS = ("metric", "value", "since_at", "set_by")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target that holds from `since_at` on, until the next one for the same tickets.

    Without a `value` it says that there is none from then on. Nobody set those of the settings.
    """

    metric: str
    where: Where = frozenset()
    value: float | None
    since_at: Instant = 0
    set_by: str = ""

    @classmethod
    def of_row(cls, row: Mapping[Any, Any]) -> Aim:
        """The target that a stored row says."""
        where = {(place, row[place]) for place in PLACES if row[place] is not None}
        return cls(where=frozenset(where), **{name: row[name] for name in _COLUMNS})

    def row(self) -> Mapping[str, Any]:
        """What is stored of it, by the names of the columns."""
        places = {place.value: word for place, word in self.where}
        return {**{name: getattr(self, name) for name in _COLUMNS}, **places}

    def with_keys(self, key: Callable[[Dimension, str], str]) -> Aim:
        """The same about the team that it means by now."""
        return replace(
            self, where=frozenset((place, key(place, word)) for place, word in self.where)
        )

    def suits(self, query: Query) -> bool:
        """Whether it is about the tickets of `query`.

        A target for all holds for one channel, priority or tier too, but judges no team or person;
        and no other way to take the metric.
        """
        tickets = {(f.dimension, f.values[0]) for f in query.where if len(f.values) == 1}
        narrow = {f.dimension for f in query.where} - _BROAD
        own = {dimension for dimension, _ in self.where}
        same = self.metric == query.metric and not query.variant
        return same and self.where <= tickets and narrow <= own


@dataclass(frozen=True, slots=True)
class Targets:
    """All targets there are and were, the oldest first; none is ever rewritten."""

    aims: tuple[Aim, ...] = ()

    @staticmethod
    def parse(text: str) -> Targets:
        """Read "frt email 4h; frt category refunds high 2h; frt tier gold 1h; csat 90%".

        A category is written as the helpdesk has it. Raises ValueError with a sentence that says
        what to write instead.
        """
        entries = (entry.split() for entry in re.split(r"[;\n]", text))
        return Targets(tuple(_entry(words) for words in entries if words))

    def with_later(self, later: Iterable[Aim]) -> Targets:
        """These and `later` ones."""
        return Targets((*self.aims, *later))

    def in_force(self, at: Instant) -> tuple[Aim, ...]:
        """The targets that hold at an instant, one for the same tickets."""
        latest = {(aim.metric, aim.where): aim for aim in self.aims if aim.since_at <= at}
        return tuple(aim for aim in latest.values() if aim.value is not None)

    def find(self, query: Query, at: Instant) -> Aim | None:
        """The target for the tickets of `query` at an instant; the one that says most wins."""
        fitting = (aim for aim in self.in_force(at) if aim.suits(query))
        return max(fitting, key=lambda aim: (len(aim.where), aim.since_at), default=None)


def _entry(words: list[str]) -> Aim:
    key, *places, value_words = words if len(words) > 1 else [*words, ""]
    metric = CATALOGUE.get(key.lower())
    if metric is None:
        raise ValueError(f"{key!r} is no metric; a target is written like 'frt email 4h'.")
    where = frozenset(_places(places))
    if len({dimension for dimension, _ in where}) < len(where):
        raise ValueError(f"{' '.join(places)!r} names two of a kind; write an entry for each.")
    value = amount(value_words.lower(), metric.unit)
    refuse_senseless(value, metric)
    return Aim(metric=metric.key, where=where, value=value)


def _places(words: list[str]) -> Iterator[tuple[Dimension, str]]:
    """What the words between a metric and its value narrow it to."""
    rest = iter(words)
    for word in rest:
        if kind := next((d for d in _EXAMPLES if d == word.lower()), None):
            name = next(rest, None)
            if name is None:
                raise ValueError(f"Which {kind}? Write it like 'frt {kind} {_EXAMPLES[kind]} 4h'.")
            yield kind, name.casefold() if kind is Dimension.TIER else name
        elif (dimension := _WORDS.get(word.lower())) is None:
            raise ValueError(
                f"{word!r} is no channel or priority; write it like 'frt email 4h', 'frt "
                "category refunds 4h' or 'frt tier gold 4h'. A target for a team is set with "
                "/kpi target."
            )
        else:
            yield dimension, word.lower()


def amount(text: str, unit: Unit) -> float:
    """The value that "4h", "1h 30m", "90%" or "200" stands for. Raises ValueError."""
    value = _number(text, unit) if len(text) <= LONGEST else None
    if value is None:
        words = text if len(text) <= LONGEST else f"{text[:LONGEST]}\u2026"
        raise ValueError(f"{words!r} is no target value here; write it like {like(unit)}.")
    if abs(value) > (most := MOST_SECONDS if unit is Unit.SECONDS else MOST):
        limit = "ten years" if unit is Unit.SECONDS else f"{most:,}"
        raise ValueError(f"{text!r} is too much: I take at most {limit}, such as {like(unit)}.")
    return value


def possible(metric: AnyMetric) -> tuple[float, float]:
    """The least and the most that a figure of a metric can be."""
    match metric:
        case Growth() | Ratio():
            return -inf, inf
        case Score(net=True):
            return -100.0, 100.0
        case Score(unit=Unit.EASE):
            return 1.0, 7.0
        case Score(unit=Unit.POINTS):
            return 0.0, 100.0
        case Share() | Spread():
            return 0.0, 1.0
        case _:
            return 0.0, inf


def refuse_senseless(value: float, metric: AnyMetric, side: str = "") -> None:
    """Refuse a value that no figure or every figure is beyond; `side` is "above" or "below".

    Without one it is a target. Raises ValueError.
    """
    low, high = possible(metric)
    above = side == "above" if side else metric.better is not Better.HIGHER
    sense = low <= value < high if above else low < value <= high
    if sense and (value > 0 or metric.unit is not Unit.SECONDS):
        return
    least, most = (
        in_words(bound, metric.unit) if abs(bound) < inf else "" for bound in (low, high)
    )
    words = in_words(value, metric.unit)
    ends = f"never below {least}{f' or above {most}' if most else ''}"
    what = f"{side} {words}" if side else f"a target of {words}"
    raise ValueError(f"{metric.title} is {ends}, so {what} says nothing. Choose another value.")


def _number(text: str, unit: Unit) -> float | None:
    """The value that a text stands for, of any size; None where it is none of this unit."""
    time, number = _TIME.fullmatch(text), _NUMBER.fullmatch(text)
    if unit is Unit.SECONDS and time:
        return sum(float(count) * _SECONDS[letter] for count, letter in _PIECE.findall(text))
    if unit is Unit.SHARE and number and number[2] and 0 <= float(number[1]) <= 100:
        return float(number[1]) / 100
    if unit not in {Unit.SECONDS, Unit.SHARE} and number and not number[2]:
        return float(number[1])
    return None


def like(unit: Unit) -> str:
    """An example of a value: "4h or 30m"."""
    return _LIKE.get(unit, "4.5")


def in_words(value: float, unit: Unit) -> str:
    """A value as `amount` reads it: "1h30m", "90%", "200"."""
    match unit:
        case Unit.SECONDS:
            rest, words = round(min(value, _BEYOND)), ""
            for letter, size in _SECONDS.items():
                count, rest = divmod(rest, size)
                words += f"{count}{letter}" if count else ""
            return words or "0s"
        case Unit.SHARE:
            return f"{round(value * 100, 2):g}%"
        case _:
            return f"{value:g}" if abs(value) < 1_000_000 else f"{value:.0f}"
