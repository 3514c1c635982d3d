"""What a chart shows, before it is known how: one description for image, block and text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from bot import words
from bot.charts.scale import Scale, scale
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric, Flow, Mix, Unit
from metrics.query import Clock
from metrics.records import Dimension
from metrics.result import Figure, Part, Point, Result

MOST_BARS = 12
FAR_ABOVE = 5
"""A target or 90th percentile so many times the values would flatten them: it is only said."""
DOT = " \u00b7 "


class Kind(StrEnum):
    """How values are shown: a trend, amounts side by side, or names with bars beside them."""

    LINE = "line"
    COLUMNS = "columns"
    BARS = "bars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One point, column or bar. `value` is None where there is nothing, or too little, to show.

    `said` is the value in words; `note` what else belongs to it ("412", "53%"). `main` is False for
    the windows that only lead up to the one that was asked for.
    """

    label: str
    value: float | None
    said: str
    n: int
    note: str = ""
    low: float | None = None
    high: float | None = None
    p90: float | None = None
    p90_said: str = ""
    few: bool = False
    complete: bool = True
    main: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A horizontal line: the target."""

    value: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture to be. `series` names the values ("median"), `counts` what stands behind them.

    `previous` is the place of the period before among the marks of a trend. `notes` say what is not
    drawn and why.
    """

    kind: Kind
    title: str
    subtitle: str
    series: str
    counts: str
    scale: Scale
    marks: tuple[Mark, ...]
    target: Level | None = None
    p90: bool = False
    previous: int | None = None
    notes: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing at all to draw."""
        return all(mark.value is None for mark in self.marks)


def chart(result: Result) -> Chart:
    """The chart that belongs to a Result: its parts if it was split, else its trend."""
    metric = CATALOGUE[result.query.metric]
    kind = _kind(result, metric)
    marks = _part_marks(result) if result.parts else _trend_marks(result)
    highest = max((mark.value for mark in marks if mark.value is not None), default=0.0)
    target, target_note = _target(result, highest)
    p90, p90_note = _p90(marks, highest) if kind is Kind.LINE else (False, "")
    shown = [highest, *([target.value] if target else [])]
    if p90:
        shown += [mark.p90 for mark in marks if mark.p90 is not None]
    return Chart(
        kind=kind,
        title=DOT.join(filter(None, (result.title, result.scope))),
        subtitle=_subtitle(result),
        series=_series(result),
        counts=metric.counts,
        scale=_scale(result, kind, max(shown)),
        marks=marks,
        target=target,
        p90=p90,
        previous=_previous(result),
        notes=tuple(filter(None, (*_hidden_notes(result), target_note, p90_note))),
    )


def _days(result: Result) -> bool:
    return result.query.clock is Clock.CALENDAR


def _kind(result: Result, metric: AnyMetric) -> Kind:
    if result.parts:
        # Parts that no dimension cuts are steps of one scale, such as ages: their order matters.
        return Kind.BARS if result.split else Kind.COLUMNS
    return Kind.COLUMNS if isinstance(metric, Flow) else Kind.LINE


def _scale(result: Result, kind: Kind, highest: float) -> Scale:
    axis = scale(highest, result.unit, days=_days(result))
    fixed = result.unit is Unit.SHARE and not isinstance(CATALOGUE[result.query.metric], Mix)
    # Bars carry their values and need no round axis: the longest fills its row.
    return axis if fixed or kind is not Kind.BARS else replace(axis, top=highest or axis.top)


def _series(result: Result) -> str:
    if result.unit is Unit.COUNT:
        return CATALOGUE[result.query.metric].counts
    return result.statistic or "share"


def _subtitle(result: Result) -> str:
    """What the values are, when, and on which clock."""
    clock = "" if _days(result) else "business hours"
    what = result.statistic.capitalize() if result.unit is Unit.SECONDS else ""
    if result.parts or not result.series:
        when = result.window.label if result.complete else f"{result.window.label} so far"
    else:
        last = result.series[-1].window
        count = len(result.series)
        unit = f"{last.kind}" if count == 1 else f"{last.kind}s"
        when = f"{count} {unit} to {words.day(last.last)}"
    by = " and ".join(result.split)
    return DOT.join(filter(None, (what, f"by {by}" if by else "", when, clock)))


def _trend_marks(result: Result) -> tuple[Mark, ...]:
    marks = [_trend_mark(result, point) for point in result.series]
    return (*(replace(mark, main=False) for mark in marks[:-1]), *marks[-1:])


def _trend_mark(result: Result, point: Point) -> Mark:
    return _mark(result, point.window.short, point.figure, complete=point.complete)


def _part_marks(result: Result) -> tuple[Mark, ...]:
    parts = list(result.parts)
    if Dimension.AGENT in result.split:
        # Single people are never ranked.
        parts.sort(key=lambda part: part.label.casefold())
    marks = (_part_mark(result, part) for part in parts[:MOST_BARS])
    return tuple(replace(mark, label=mark.label.strip() or "(none)") for mark in marks)


def _part_mark(result: Result, part: Part) -> Mark:
    if isinstance(CATALOGUE[result.query.metric], Mix):
        value = part.share
        said = words.NONE if value is None else words.share(value, result.figure.n)
        note = words.count(part.figure.n)
        return Mark(label=part.label, value=value, said=said, n=part.figure.n, note=note)
    note = words.count(part.figure.n)
    if result.unit is Unit.COUNT:
        note = "" if part.share is None else words.share(part.share, 0)
    return _mark(result, part.label, part.figure, note=note)


def _mark(
    result: Result, label: str, figure: Figure, *, note: str = "", complete: bool = True
) -> Mark:
    known = figure.value is not None and not figure.hidden
    p90 = figure.p90.value if known and figure.p90 and figure.p90.n >= 20 else None
    return Mark(
        label=label,
        value=figure.value if known else None,
        said=_said(result, figure),
        n=figure.n,
        note=note,
        low=figure.estimate.low if known else None,
        high=figure.estimate.high if known else None,
        p90=p90,
        p90_said="" if p90 is None else words.amount(p90, result.unit, 0, days=_days(result)),
        few=figure.few,
        complete=complete,
    )


def _said(result: Result, figure: Figure) -> str:
    if figure.hidden:
        return "too few"
    if figure.value is None:
        return words.NONE
    return words.amount(figure.value, result.unit, figure.n, days=_days(result))


def _target(result: Result, highest: float) -> tuple[Level | None, str]:
    """The target as a line, or as a note where it would flatten everything else."""
    if result.target is None:
        return None, ""
    label = f"Target {result.target.words}"
    if highest and result.target.value > FAR_ABOVE * highest:
        return None, f"{label} lies far above"
    return Level(value=result.target.value, label=label), ""


def _p90(marks: tuple[Mark, ...], highest: float) -> tuple[bool, str]:
    known = [mark for mark in marks if mark.p90 is not None]
    if not known:
        return False, ""
    if max(mark.p90 or 0 for mark in known) > FAR_ABOVE * highest:
        return False, f"90% within {known[-1].p90_said} ({known[-1].label}), far above"
    return True, ""


def _previous(result: Result) -> int | None:
    if result.parts or result.previous_window is None:
        return None
    windows = [point.window for point in result.series]
    return windows.index(result.previous_window) if result.previous_window in windows else None


def _hidden_notes(result: Result) -> list[str]:
    figures = [part.figure for part in result.parts] or [point.figure for point in result.series]
    notes = []
    if (more := len(result.parts) - MOST_BARS) > 0:
        notes.append(f"{more} more not drawn")
    if any(figure.hidden for figure in figures):
        notes.append("too few (1\u20134): value not shown")
    return notes
