"""What a measure is: its words, its definition, and by kind the function that yields it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from metrics.catalogue.examples import EXAMPLES
from metrics.catalogue.examples.example import Example
from metrics.catalogue.others import Open, Others
from metrics.catalogue.supply import Supply, Versions
from metrics.periods import Period, latest_week
from metrics.sources.needs import OF_HELPDESKS, Need
from metrics.tickets.columns import Columns, Facts, Spans
from metrics.tickets.records import Dimension, Instant
from metrics.tickets.vendor_figures import VendorTime


class Unit(StrEnum):
    """What a value counts in. Shares are 0..1."""

    SECONDS = "seconds"
    SHARE = "share"
    COUNT = "count"
    EASE = "points of 7"
    POINTS = "points of 100"
    NET = "net score"
    MONEY = "money"
    RATIO = "ratio"


class Better(StrEnum):
    """Which direction is the good one."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class Statistic(StrEnum):
    """What of many times the headline is. PERCENTILE: the one asked for, usually the median."""

    PERCENTILE = "percentile"
    MEAN = "mean"
    LONGEST = "longest"
    SHORTEST = "shortest"


class Family(StrEnum):
    """The question a measure helps to answer."""

    SPEED = "speed"
    WORKLOAD = "workload"
    QUALITY = "quality"
    LOYALTY = "loyalty"
    EFFICIENCY = "efficiency"
    AUTOMATION = "automation"


DIMENSIONS = frozenset(Dimension) - {Dimension.STATUS}
SNAPSHOT = frozenset(Dimension)
"""What the state at an instant can be cut by."""
DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A measure. Its words feed the help, the card, the docs and the suggestions.

    `definition` is one sentence a support lead would sign; `population` says which tickets count
    and which moment puts them in a window; `reasons` names what is left out, by the codes that the
    function over columns gives (reason 1 is reasons[0]). `team_only` says why it is no measure of
    single people. `made_of` are the needs that must be known for all of a period; `beside` those
    that are told for days or months as a whole and say by themselves whether they are there. Of
    what `names_tickets` the very figure is one of a single ticket. `unseen` says what nobody knows
    of the unsolved tickets that began before the history and so are not in it. `older` tells when
    something may be missing of tickets for that, beside those that are left out with a reason.
    `own_period` is the usual period of a measure that is no measure of the last seven days.
    Where `supply` is given, the measure is available only to those who have it.
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
    made_of: frozenset[Need]
    beside: frozenset[Need] = frozenset()
    caveats: tuple[str, ...] = ()
    elsewhere: str = ""
    reasons: tuple[str, ...] = ()
    dimensions: frozenset[Dimension] = DIMENSIONS
    own_period: Period | None = None
    minimum: int = 30
    takes_clock: bool = False
    takes_percentile: bool = False
    team_only: str = ""
    unseen: str = ""
    older: Callable[[Columns], Facts | Spans] | None = None
    names_tickets: bool = False
    supply: Supply | None = None
    versions: Versions | None = None
    variants: tuple[Variant, ...] = ()

    @property
    def example(self) -> Example:
        """A few tickets and what it gives for them, in each variant. A test asks just that."""
        return EXAMPLES[self.key]

    @property
    def ripening_seconds(self) -> int:
        """For how long after a window has ended its figure can still move by itself."""
        return 0

    @property
    def default_period(self) -> Period:
        """The period that is meant where none is said: the last seven full days that are ripe."""
        return self.own_period or latest_week(-(-self.ripening_seconds // DAY_SECONDS))

    @property
    def needs(self) -> tuple[Need, ...]:
        """All it takes, in the order in which needs are told."""
        return tuple(need for need in Need if need in self.made_of | self.beside)

    @property
    def of_files(self) -> bool:
        """Whether it is made of files alone, and needs no helpdesk."""
        return not self.made_of & OF_HELPDESKS

    def cuts(self, dimension: Dimension) -> bool:
        """Whether it can be filtered and split by a dimension.

        By any attribute of tickets, where it is made of tickets; but what is about the parts of one
        dimension cannot have parts that overlap.
        """
        if dimension.of_attribute:
            return self.dimensions >= DIMENSIONS and not isinstance(self, Mix | Spread)
        return dimension in self.dimensions

    def variant(self, word: str) -> Variant | None:
        """The variant that is said by this word."""
        return next((v for v in self.variants if word in (v.key, *v.words)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another way to take a measure, said by its key or another of its `words` beside the measure.

    `names` say both at once: "mttr" is the mean of the resolution time.
    """

    key: str
    metric: AnyMetric
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration(Metric):
    """The time from `start_at` to `at` of each fact: a median, beside it the 90th percentile.

    With another `statistic` the headline is that. `vendor` is what helpdesks measure for the same.
    `decided` are those of which it is told whether it took longer than a limit.
    """

    facts: Callable[[Columns], Facts]
    open: Open | None = None
    decided: str = "tickets"
    statistic: Statistic = Statistic.PERCENTILE
    vendor: VendorTime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Metric):
    """Hits of counted. With a horizon, a row may become a hit until then, and ripens until then.

    `hits` says of those counted what the hits are: "were good". Where `others` stand beside it, no
    verdict is given on either before they are ripe.
    """

    hits: str
    facts: Callable[[Columns], Facts]
    horizon_seconds: int = 0
    others: Others | None = None

    @property
    def ripening_seconds(self) -> int:
        return self.horizon_seconds


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
    """How many spans hold at one instant. Never added up over time.

    `age_title` is what a list calls the time since each began.
    """

    spans: Callable[[Columns], Spans]
    age_title: str = "Age"


@dataclass(frozen=True, slots=True, kw_only=True)
class Age(Metric):
    """How old the spans that hold at one instant are; with `oldest` the headline is the oldest."""

    spans: Callable[[Columns], Spans]
    oldest: bool = False
    statistic: Statistic = Statistic.PERCENTILE


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth(Metric):
    """What a level has moved by in a window: each step adds 1 to it or takes 1 away.

    `steps` are (words, +1 or -1), by the codes that the facts give. A step at the window's end is
    in it and one at its start is not, so that levels at both differ by just the sum.
    """

    facts: Callable[[Columns], Facts]
    steps: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(Metric):
    """How far a share differs among the values of one dimension: the highest less the lowest.

    Values with fewer than `minimum` behind them are shown, but not compared.
    """

    of: Share
    over: Dimension

    @property
    def ripening_seconds(self) -> int:
        return self.of.horizon_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Metric):
    """The mean of the points that facts give; with `net` that of points of -100, 0 and 100.

    With `median` it is told beside the mean. What is `anonymous` has no list of its rows.
    """

    facts: Callable[[Columns], Facts]
    net: bool = False
    median: bool = False
    anonymous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio(Metric):
    """One sum over another: the `amount` of the facts over their `of`; a fact counts once.

    `band` is where it is best, from and to; `per_words` are the words behind the number.
    """

    facts: Callable[[Columns], Facts]
    per_words: str = ""
    band: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Metric):
    """Facts beside what is known of a window as a whole: a cost, a number of customers.

    `whole` gives that for [start, end), None where it is not known for all of it; `unknown` then
    says what to do. The value is facts / whole, `per` so many; or `inverse`, whole / facts.
    """

    facts: Callable[[Columns], Facts]
    whole: Callable[[Columns, Instant, Instant], float | None]
    unknown: str
    per_words: str = ""
    per: int = 1
    inverse: bool = False


AnyMetric = Score | Ratio | Rate | Duration | Share | Flow | Mix | Level | Age | Growth | Spread
