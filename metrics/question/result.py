"""What is answered: a figure with everything needed to judge it. A card needs nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from metrics.catalogue import measure
from metrics.catalogue.metric import AnyMetric, Better, Unit
from metrics.periods import Window
from metrics.question.notes import Note
from metrics.question.query import Query
from metrics.sources.knowledge import Coverage
from metrics.statistics.estimates import Estimate
from metrics.tickets.records import Dimension, Instant


class Movement(StrEnum):
    """What a change amounts to. UNCLEAR: within what chance alone would do."""

    BETTER = "better"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    UNCLEAR = "no clear change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The step from what a figure is compared with, such as the period before.

    `relative` is None for shares and from an old value of 0. `usual` is how far a count moves from
    one such period to the next, None where that is not known or chance is asked instead.
    """

    difference: float
    relative: float | None
    movement: Movement
    usual: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number: the headline, a part, a point of the series or the period before.

    `p90` and `mean` belong to durations, `hits` to shares (value = hits / n), and `median` to means
    that are told with it; else None.
    `few` says that n is below the metric's minimum; `hidden` that it is too small to show a value.
    """

    estimate: Estimate
    p90: Estimate | None = None
    mean: float | None = None
    median: float | None = None
    longest: float | None = None
    hits: int | None = None
    few: bool = False
    hidden: bool = False

    @property
    def value(self) -> float | None:
        """The number itself."""
        return self.estimate.value

    @property
    def n(self) -> int:
        """How many tickets, replies or answers stand behind it."""
        return self.estimate.n

    @property
    def hides_count(self) -> bool:
        """Whether not even how many stand behind it is told: its n of 0 then means nothing."""
        return self.hidden and not self.n and self.hits is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The figure of one value of a split. `key` is the stored value, `label` the name people know.

    `share` is the part's share of all n, 0..1; `target` is the one for these tickets. `previous`
    and `change` are as in a Result, of this part alone; of single people nobody is better or worse.
    A part may be on the other side only: its n is then 0. `together` says that it is several put
    into one, of which no value is told.
    """

    key: tuple[str, ...]
    label: str
    figure: Figure
    share: float | None = None
    target: Target | None = None
    previous: Figure | None = None
    change: Change | None = None
    together: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One window of the trend. `complete` False: the window or its cohort is not over yet.

    `target` is the one that was in force then.
    """

    window: Window
    figure: Figure
    complete: bool = True
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Whole calendar weeks or months of which each was higher (or lower) than the one before.

    `length` counts the steps up to `last`, the newest of those windows. `clear`: from the first to
    the last of them it moved beyond chance, or beyond what is usual.
    """

    length: int
    rising: bool
    last: Window
    clear: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The highest (or lowest) of the newest `of` whole calendar weeks or months, the `last` of all.

    `clear`: it is beyond chance, or beyond what is usual, from the middle of the others.
    """

    of: int
    highest: bool
    last: Window
    clear: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """An instant from which on another way of measuring holds: a new `what`, such as a rubric."""

    at: Instant
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Tickets that are not in the number because what it measures has not happened yet."""

    n: int
    oldest_seconds: float | None
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What the team has set out to reach, in the metric's unit, and whether it is met."""

    value: float
    met: bool | None
    words: str
    in_force: bool = True

    @staticmethod
    def later(value: float) -> Target:
        """A target set after the window: it is told, and judges nothing that was before it."""
        return Target(value=value, met=None, words="set after this period", in_force=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Versus:
    """What was asked to be compared with, where that is not the period before.

    `label` names it within a sentence: "Chat", "a year ago". `series` are its figures in the
    windows of the answer's own trend, None where the history does not reach. `target` is that of
    the other tickets. `missing` says why there is nothing to compare with.
    """

    label: str
    series: tuple[Figure | None, ...] = ()
    target: Target | None = None
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An outside figure to look at, never a target and never a verdict; from `low` to `high`."""

    low: float
    high: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An answer. Frozen; the same data and `asked_at` give an equal Result.

    `parts` are the figures of a split; `bands` counts by age, for ages. `scope` says which tickets
    in words; `excluded` counts what was left out, by reason. `unread` counts tickets that may be
    missing as long as what was before is being read back. `guards` say what it must be read
    together with, `lever` what to look at where it got worse, `notes` what happened meanwhile.

    `previous` is the figure it is compared with, and `change` the step from there. It is that of
    the period before; where `versus` is there, that of a year ago, of other tickets in the same
    window, or of the baseline, whose n are weeks. A target has no figure of its own: see `target`.
    """

    query: Query
    title: str
    scope: str
    unit: Unit
    better: Better
    statistic: str
    window: Window
    clock_words: str
    zone: str
    figure: Figure
    previous: Figure | None
    previous_window: Window | None
    change: Change | None
    versus: Versus | None = None
    parts: tuple[Part, ...] = ()
    split: tuple[Dimension, ...] = ()
    bands: tuple[Part, ...] = ()
    series: tuple[Point, ...] = ()
    breaks: tuple[Break, ...] = ()
    run: Run | None = None
    record: Record | None = None
    waiting: Waiting | None = None
    target: Target | None = None
    reference: Reference | None = None
    definition: str = ""
    population: str = ""
    excluded: tuple[tuple[str, int], ...] = ()
    unread: int = 0
    caveats: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    trade_off: str = ""
    lever: str = ""
    notes: tuple[Note, ...] = ()
    complete: bool = True
    provisional_until: Instant | None = None
    fresh_until: Instant | None = None
    coverage: Coverage = field(default_factory=Coverage)
    asked_at: Instant = 0

    @property
    def metric(self) -> AnyMetric:
        """The measure that was asked for, in the variant that was."""
        return measure(self.query.metric, self.query.variant)
