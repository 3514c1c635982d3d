"""From a Result to the description of its chart: which marks, which lines, which notes."""

from __future__ import annotations

from dataclasses import replace

from bot import words
from bot.charts import cracks, rival
from bot.charts.lines import FAR_ABOVE, lines_of
from bot.charts.marks import MOST_BARS, days, marks_of, visible_parts
from bot.charts.scale import SCALES, Scale, scale
from bot.charts.shapes import DOT, Chart, ChartKind, Flag, Goal, Mark, Threshold
from bot.charts.ticks import axis
from metrics.catalogue.metric import Age, AnyMetric, Flow, Growth, Level, Mix, Unit
from metrics.question.result import Result
from metrics.tickets.records import Dimension


def chart(result: Result, threshold: Threshold | None = None, *, titled: bool = False) -> Chart:
    """The chart that belongs to a Result: its parts if it was split, its bands, else its trend.

    `threshold`: from where on an alert speaks. `titled`: it will stand alone.
    """
    metric, marks = result.metric, marks_of(result)
    kind = _kind(result, metric, marks)
    highest = _highest(result, marks)
    across = lines_of(result, highest, kind, threshold)
    p90, p90_note = _p90(marks, highest) if kind is ChartKind.LINE else (False, "")
    rival_name = rival.name(result) if not result.parts and not result.bands else ""
    p90 = p90 and not rival_name  # two lines are enough
    others = [mark.rival for mark in marks] + [mark.p90 for mark in marks if p90]
    heights = [highest, *across.heights(marks), *(each for each in others if each is not None)]
    drawing = Chart(
        kind=kind,
        title=_title(result, rival_name),
        subtitle=_subtitle(result),
        series=_series(result),
        counts=metric.counts,
        scale=_scale(result, kind, max(heights)),
        marks=marks,
        target=across.target,
        threshold=across.threshold,
        outside=across.outside,
        p90=p90,
        previous=_previous(result),
        rival=rival_name,
        cracks=tuple(cracks.cracks(result)),
        unfinished=_unfinished(metric),
        flags=_flags(result),
        notes=(*_hidden_notes(result), *across.notes, *((p90_note,) if p90_note else ())),
        scope=result.scope,
        overall=_overall(result, kind),
        before=_before(result),
        ordered=bool(result.bands) and not result.parts,
        people=Dimension.AGENT in result.split,
        titled=titled,
    )
    return replace(drawing, axis=_axis(result), notes=_level_notes(drawing) + drawing.notes)


def _title(result: Result, rival_name: str) -> str:
    versus = f"vs {rival_name}" if rival_name else ""
    return DOT.join(filter(None, (result.title, result.scope, versus)))


def _level_notes(drawing: Chart) -> tuple[str, ...]:
    """What the lines across a trend are, where no label stands beside them."""
    notes = [f"grey dashes: {drawing.outside.label}"] if drawing.outside else []
    if drawing.target and drawing.target_change is not None:
        label = drawing.target.label
        since = drawing.marks[drawing.target_change].label
        notes.insert(0, f"orange: {label[:1].lower()}{label[1:]} since {since}")
    return tuple(notes)


def _highest(result: Result, marks: tuple[Mark, ...]) -> float:
    """The highest value, or the top of a score's own scale."""
    if result.unit in SCALES:
        return SCALES[result.unit][1]
    return max((mark.value for mark in marks if mark.value is not None), default=0.0)


def _unfinished(metric: AnyMetric) -> str:
    """What to call a window that is not over: a level is not half measured, it is today's."""
    return "now" if isinstance(metric, Level | Age) else "so far"


def _before(result: Result) -> str:
    """What the period before is called, without its days."""
    return result.previous_window.label.split(" (")[0] if result.previous_window else ""


def _axis(result: Result) -> str:
    """What the dates below a trend are, where they stand for some days."""
    cut = result.parts or result.bands
    return "" if cut else axis([point.window for point in result.series])


def _kind(result: Result, metric: AnyMetric, marks: tuple[Mark, ...]) -> ChartKind:
    if result.parts or result.bands:
        crowd = Dimension.AGENT in result.split and len(marks) > MOST_BARS
        return ChartKind.DOTS if crowd else ChartKind.BARS
    return ChartKind.COLUMNS if isinstance(metric, Flow) else ChartKind.LINE


def _scale(result: Result, kind: ChartKind, highest: float) -> Scale:
    unit = Unit.COUNT if result.bands and not result.parts else result.unit
    axis = scale(highest, unit, days=days(result))
    fixed = result.unit is Unit.SHARE and not isinstance(result.metric, Mix)
    # Bars carry their values and need no round axis: the longest fills its row.
    return axis if fixed or kind is not ChartKind.BARS else replace(axis, top=highest or axis.top)


def _series(result: Result) -> str:
    if result.unit is Unit.COUNT or (result.bands and not result.parts):
        return result.metric.counts
    return result.statistic


def _subtitle(result: Result) -> str:
    """What the values are, cut by what, when, and on which clock."""
    has_bands = bool(result.bands) and not result.parts
    clock = "" if days(result) else "business hours"
    has_statistic = result.unit in {Unit.SECONDS, Unit.MONEY, Unit.RATIO}
    what = result.statistic[:1].upper() + result.statistic[1:] if has_statistic else ""
    by = " and ".join(result.split)
    step = isinstance(result.metric, Growth)
    parts = (
        ("by step" if step else "by age") if has_bands else what,
        f"by {by}" if by else "",
        _when(result),
        clock,
    )
    return DOT.join(filter(None, parts))


def _when(result: Result) -> str:
    if result.parts or result.bands or not result.series:
        unfinished = _unfinished(result.metric)
        if result.complete or unfinished == "now":
            return result.window.label if result.complete else unfinished
        return f"{result.window.label} {unfinished}"
    last = result.series[-1].window
    count = len(result.series)
    unit = f"{last.unit}" if count == 1 else f"{last.unit}s"
    end = words.day(last.last) if result.series[-1].complete else "now"
    return f"{count} {unit} to {end}"


def _overall(result: Result, kind: ChartKind) -> Goal | None:
    """The value of all together, beside which each of many dots stands."""
    value = result.figure.value
    if kind is not ChartKind.DOTS or value is None or result.figure.hidden:
        return None
    text = words.amount(value, result.unit, result.figure.n, days=days(result))
    return Goal(value=value, label=f"All together {text}")


def _p90(marks: tuple[Mark, ...], highest: float) -> tuple[bool, str]:
    with_p90 = [mark for mark in marks if mark.p90 is not None]
    if not with_p90:
        return False, ""
    if max(mark.p90 or 0 for mark in with_p90) > FAR_ABOVE * highest:
        return (
            False,
            f"90% within {with_p90[-1].p90_text} ({with_p90[-1].label}), off this scale",
        )
    return True, ""


def _previous(result: Result) -> int | None:
    if result.parts or result.bands or result.previous_window is None:
        return None
    # The period before may be cut to as much of it as has gone by of this one: its start tells.
    before = result.previous_window.kind, result.previous_window.start
    windows = [(point.window.kind, point.window.start) for point in result.series]
    return windows.index(before) if before in windows else None


def _flags(result: Result) -> tuple[Flag, ...]:
    """What is noted on a trend, at the windows that it touches."""
    if result.parts or result.bands:
        return ()
    spans = [(point.window.start, point.window.end) for point in result.series]
    return tuple(
        Flag(
            number=number,
            text=words.note_words(note, result.zone),
            places=tuple(place for place, span in enumerate(spans) if note.touches(*span)),
        )
        for number, note in words.number_notes(result.notes)
    )


def _hidden_notes(result: Result) -> list[str]:
    cut = [part for part in result.parts if not part.together] or result.bands
    figures = [each.figure for each in cut or (() if result.parts else result.series)]
    notes = []
    crowd = Dimension.AGENT in result.split
    more = len(visible_parts(result)) - MOST_BARS
    if more > 0 and not crowd:
        notes.append(f"{more} more in the table")
    if more > 0 and crowd:
        each = " and ".join(result.split)
        notes.append(f"a dot is one {each}; by name in the table")
    if any(figure.hidden for figure in figures):
        notes.append("too few (1\u20134): value not shown")
    return notes
