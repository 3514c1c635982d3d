"""The marks of a chart: a value each, with its words, its bounds and what stands behind it."""

from __future__ import annotations

from dataclasses import replace

from bot import words
from bot.charts import rival
from bot.charts.shapes import DOT, Mark
from bot.charts.ticks import ticks
from metrics.catalogue.metric import Age, Growth, Level, Mix, Unit
from metrics.question.query import Against, Clock
from metrics.question.result import Figure, Part, Point, Result
from metrics.tickets.records import Dimension

MOST_BARS = 12


def marks_of(result: Result) -> tuple[Mark, ...]:
    """The marks of a Result: of its parts if it was split, of its bands, else of its trend."""
    if result.parts:
        return _part_marks(result)
    return _band_marks(result) if result.bands else _trend_marks(result)


def _trend_marks(result: Result) -> tuple[Mark, ...]:
    has_steps = any(point.target is not None for point in result.series)
    marks = rival.beside(result, [_trend_mark(result, point) for point in result.series])
    names = ticks([point.window for point in result.series])
    marks = [replace(mark, tick=name) for mark, name in zip(marks, names, strict=True)]
    if result.target and result.target.in_force and not has_steps:
        marks = [replace(mark, target=result.target.value) for mark in marks]
    return (*(replace(mark, main=False) for mark in marks[:-1]), *marks[-1:])


def _trend_mark(result: Result, point: Point) -> Mark:
    # A level is whole at any instant, also in a window that is not over.
    whole = isinstance(result.metric, Level | Age)
    mark = _mark(result, point.window.short, point.figure, complete=point.complete or whole)
    return replace(mark, target=point.target)


def visible_parts(result: Result) -> list[Part]:
    """The parts that there is something of: those on the other side only have no bar."""
    return [part for part in result.parts if part.figure.n or part.previous is None]


def _part_marks(result: Result) -> tuple[Mark, ...]:
    parts = visible_parts(result)
    if Dimension.AGENT in result.split:
        # Single people are never ranked, and none is left out: many become dots.
        parts.sort(key=lambda part: (part.together, part.label.casefold()))
        marks = (part_mark(result, part) for part in parts)
    else:
        marks = (_before(result, part, part_mark(result, part)) for part in parts[:MOST_BARS])
    return tuple(replace(mark, label=mark.label.strip() or "(none)") for mark in marks)


def _before(result: Result, part: Part, mark: Mark) -> Mark:
    """A part's mark with its value in the period before, and the target of its own tickets."""
    if part.together or mark.value is None:
        return mark
    if part.target is not None and part.target.in_force:
        mark = replace(mark, target=part.target.value)
    before = part.previous
    if result.query.against is not Against.BEFORE or not rival.has_value(before) or before is None:
        return mark
    text = words.amount(before.value or 0, result.unit, before.n, days=days(result))
    return replace(mark, before=before.value, before_text=text)


def part_mark(result: Result, part: Part) -> Mark:
    metric = result.metric
    if isinstance(metric, Age) and metric.oldest and not result.split:
        # The table tells the rest of a ticket.
        return _mark(result, part.label.split(DOT)[0], part.figure)
    if part.figure.hides_count:
        note = ""
    elif isinstance(metric, Mix):
        note = words.count(part.figure.hits or 0)
    elif result.unit is Unit.COUNT:
        note = "" if part.share is None else words.share(part.share, 0)
    else:
        note = words.count(part.figure.n)
    mark = _mark(result, part.label, part.figure, note=note)
    return replace(mark, text=words.NOT_SHOWN) if part.together else mark


def _band_marks(result: Result) -> tuple[Mark, ...]:
    """How many are how old; these are counts whatever the unit of the headline is."""
    return tuple(
        Mark(
            label=band.label,
            value=band.figure.value,
            text=words.count(band.figure.n),
            n=band.figure.n,
            note="" if band.share is None else words.share(band.share, 0),
        )
        for band in result.bands
    )


def _mark(
    result: Result, label: str, figure: Figure, *, note: str = "", complete: bool = True
) -> Mark:
    has_value = figure.value is not None and not figure.hidden
    p90 = figure.p90.value if has_value and figure.p90 and figure.p90.n >= 20 else None
    return Mark(
        label=label,
        value=figure.value if has_value else None,
        text=_value_text(result, figure),
        n=figure.n,
        note=note,
        low=figure.estimate.low if has_value else None,
        high=figure.estimate.high if has_value else None,
        p90=p90,
        p90_text="" if p90 is None else words.amount(p90, result.unit, 0, days=days(result)),
        few=figure.few,
        complete=complete,
    )


def _value_text(result: Result, figure: Figure) -> str:
    if figure.hidden:
        return "too few"
    if figure.value is None:
        return words.NONE
    text = words.amount(figure.value, result.unit, figure.n, days=days(result))
    step = isinstance(result.metric, Growth)
    return f"+{text}" if step and figure.value > 0 else text


def days(result: Result) -> bool:
    """Whether long durations are told in days: business hours know none."""
    return result.query.clock is Clock.CALENDAR
