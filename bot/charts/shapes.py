"""What a chart shows, before it is known how: one description for image, block and text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.charts.scale import Scale

DOT = " \u00b7 "


class ChartKind(StrEnum):
    """How values are shown: a trend, columns, bars, a dot for each, or a map of the week."""

    LINE = "line"
    COLUMNS = "columns"
    BARS = "bars"
    DOTS = "dots"
    HEAT = "heat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One point, column or bar. `value` is None where there is nothing, or too little, to show.

    `text` is the value in words; `note` what else belongs to it ("412", "53%"). `main` is False for
    the windows that only lead up to the one that was asked for; `target` was in force then, and
    `rival` is what it is compared with. `before` is a part's value in the period before, `tick` the
    short name of a window below the axis.
    """

    label: str
    value: float | None
    text: str
    n: int
    note: str = ""
    low: float | None = None
    high: float | None = None
    p90: float | None = None
    p90_text: str = ""
    few: bool = False
    complete: bool = True
    main: bool = True
    target: float | None = None
    rival: float | None = None
    rival_text: str = ""
    before: float | None = None
    before_text: str = ""
    tick: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The target, drawn as a line; on a trend it steps with those of the windows."""

    value: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """From where on an alert speaks: above or below a value in the metric's unit."""

    value: float
    above: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """An outside figure, drawn as one or two faint lines."""

    values: tuple[float, ...]
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A note on the time line: its number, what it says, and over which marks it reaches."""

    number: int
    text: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crack:
    """Where the way of measuring changed: `place` in marks from the left edge."""

    place: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture to be. `series` names the values ("median"), `counts` what stands behind them.

    `previous` is the place of the period before among the marks of a trend. `notes` say what is not
    drawn and why. `scope` is whose values they are, `threshold` from where on an alert speaks,
    `overall` the value of all parts together, `before` what the period before is called.
    `axis` says what the dates below a trend are, where they stand for more than themselves.
    `ordered`: the parts are steps that follow each other.
    `people`: the parts are single people, of whom none is set apart. `titled`: the picture stands
    alone, without a card that says what it is.
    """

    kind: ChartKind
    title: str
    subtitle: str
    series: str
    counts: str
    scale: Scale
    marks: tuple[Mark, ...]
    target: Goal | None = None
    outside: Outside | None = None
    p90: bool = False
    rival: str = ""
    unfinished: str = "so far"
    previous: int | None = None
    cracks: tuple[Crack, ...] = ()
    notes: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    scope: str = ""
    threshold: Goal | None = None
    overall: Goal | None = None
    before: str = ""
    axis: str = ""
    ordered: bool = False
    people: bool = False
    titled: bool = False

    @property
    def caption(self) -> str:
        """What the card beside it does not say: what is drawn, and of when."""
        text = self.subtitle or self.title
        return text[:1].upper() + text[1:]

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all to draw."""
        return all(mark.value is None for mark in self.marks)

    @property
    def lonely(self) -> bool:
        """Whether the last point would be all of the line: the headline says as much."""
        marks = [mark for mark in self.marks if mark.value is not None]
        return self.kind is ChartKind.LINE and marks == [self.marks[-1]]

    @property
    def target_change(self) -> int | None:
        """Where among the marks of a trend the target was last changed; None where it was not."""
        last = len(self.marks) - 1
        same_target = [mark.target == self.marks[-1].target for mark in self.marks]
        return (
            None
            if all(same_target)
            else next(n for n in range(last, 0, -1) if not same_target[n - 1])
        )
