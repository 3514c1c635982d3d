"""What a measure is: its words, its definition, and by kind the function that yields it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from metrics.columns import Columns, Facts, Spans
from metrics.periods import Period
from metrics.records import Dimension


class Unit(StrEnum):
    """What a value counts in. Shares are 0..1."""

    SECONDS = "seconds"
    SHARE = "share"
    COUNT = "count"


class Better(StrEnum):
    """Which direction is the good one."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class Family(StrEnum):
    """The question a measure helps to answer."""

    SPEED = "speed"
    WORKLOAD = "workload"
    QUALITY = "quality"


DIMENSIONS = frozenset(Dimension) - {Dimension.STATUS}
_LAST_WEEK = Period.of("last week")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A measure. Its words feed the help, the card, the docs and the suggestions.

    `definition` is one sentence a support lead would sign; `population` says which tickets count
    and which moment puts them in a window; `reasons` names what is left out, by the codes that the
    function over columns gives (reason 1 is reasons[0]).
    """

    key: str
    other_names: tuple[str, ...]
    title: str
    family: Family
    unit: Unit
    better: Better
    counts: str
    definition: str
    formula: str
    population: str
    needs: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    elsewhere: str = ""
    reasons: tuple[str, ...] = ()
    dimensions: frozenset[Dimension] = DIMENSIONS
    default_period: Period = _LAST_WEEK
    minimum: int = 30
    takes_clock: bool = False
    takes_percentile: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """What has not happened yet and so is not in the number, in words for n of them."""

    spans: Callable[[Columns], Spans]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration(Metric):
    """The time from `start_at` to `at` of each fact: a median, beside it the 90th percentile."""

    facts: Callable[[Columns], Facts]
    open: Open | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Metric):
    """Hits of counted. With a horizon, a row may become a hit until then, and ripens until then."""

    facts: Callable[[Columns], Facts]
    horizon_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow(Metric):
    """Facts that add up over time. A ticket counts once in a window: its last fact there."""

    facts: Callable[[Columns], Facts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix(Metric):
    """How a flow falls into the values of one dimension; the shares add up to one."""

    facts: Callable[[Columns], Facts]
    over: Dimension


@dataclass(frozen=True, slots=True, kw_only=True)
class Level(Metric):
    """How many spans hold at one instant. Never added up over time."""

    spans: Callable[[Columns], Spans]


@dataclass(frozen=True, slots=True, kw_only=True)
class Age(Metric):
    """How old the spans that hold at one instant are."""

    spans: Callable[[Columns], Spans]


AnyMetric = Duration | Share | Flow | Mix | Level | Age
