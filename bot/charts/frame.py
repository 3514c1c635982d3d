"""What all charts have in common: their size, and the notes below; a title where no card is."""

from __future__ import annotations

from itertools import pairwise

from bot.charts import canvas
from bot.charts.canvas import Canvas
from bot.charts.letters import fit, text_width
from bot.charts.shapes import DOT, Chart, ChartKind
from metrics.catalogue.metric import Unit

WIDTH = 1000
"""A phone shows a third of it: text of 30 becomes 10 there."""
EDGE = 32
AIR = 36
"""What stays free above."""
_TITLE_ROOM = 104
_NOTE_SIZE = 26
_NOTE_LINE = 36
_MOST_LINES = 3


def top(chart: Chart) -> int:
    """The room above what is drawn."""
    return AIR + (_TITLE_ROOM if chart.titled else 0)


def notes(chart: Chart) -> list[str]:
    """The lines below a chart that say how to read its marks."""
    bars = chart.kind is ChartKind.BARS
    keys = [f"grey: {chart.counts}"] if bars and shows_counts(chart) and _has_notes(chart) else []
    if bars and any(mark.before is not None for mark in chart.marks):
        keys.append(f"black mark: {chart.before}")
    if bars and any(mark.target is not None for mark in chart.marks):
        keys.append("orange mark: target")
    if highs := _shaded(chart):
        cut = ", cut off above" if max(highs) > chart.scale.top else ""
        keys.append(f"shaded: 95% interval{cut}")
    if chart.axis:
        keys.append(f"dates: {chart.axis}")
    if chart.rival:
        keys += [f"blue: {chart.scope}", f"black: {chart.rival}"]
    heat = chart.kind is ChartKind.HEAT
    if any(mark.few and mark.value is not None for mark in chart.marks) and not heat:
        keys.append(f"hollow: few {chart.counts}")
    if any(not mark.complete and mark.value is not None for mark in chart.marks):
        keys.append(f"dashed: {chart.unfinished}")
    room = WIDTH - 2 * EDGE
    lines = _fill_lines(DOT.join((*keys, *chart.notes)), room)[:_MOST_LINES]
    flag_lines = (f"{flag.number}: {flag.text}" for flag in chart.flags)
    return [*(fit(line, _NOTE_SIZE, room) for line in flag_lines), *(x.strip(DOT) for x in lines)]


def _shaded(chart: Chart) -> list[float]:
    """How high the haze around a line reaches; a point without a neighbour has none."""
    if chart.kind is not ChartKind.LINE:
        return []
    highs = [mark.high for mark in chart.marks]
    pairs = [pair for pair in pairwise(highs) if None not in pair]
    return [high for pair in pairs for high in pair if high is not None]


def _fill_lines(text: str, room: int) -> list[str]:
    """The text in lines that fill the room, broken between words."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, _NOTE_SIZE) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def shows_counts(chart: Chart) -> bool:
    """Whether the chart says how many are behind each value: counts stand for themselves."""
    return chart.scale.unit is not Unit.COUNT and not chart.empty


def notes_height(lines: list[str]) -> int:
    """The room below that the notes take, with the edge."""
    return EDGE - 8 + _NOTE_LINE * len(lines)


def frame(sheet: Canvas, chart: Chart, lines: list[str]) -> None:
    """Write the notes, and the title where the picture stands alone."""
    room = WIDTH - 2 * EDGE
    if chart.titled:
        size = 38 if text_width(chart.title, 38, bold=True) <= room else 30
        title = fit(chart.title, size, room, bold=True)
        sheet.text(EDGE, sheet.height - 50, title, size=size, bold=True)
        subtitle = fit(chart.subtitle, 28, room)
        sheet.text(EDGE, sheet.height - 94, subtitle, size=28, colour=canvas.GREY)
    for number, line in enumerate(reversed(lines)):
        at = EDGE, 34 + number * _NOTE_LINE
        sheet.text(*at, line, size=_NOTE_SIZE, colour=canvas.GREY)


def _has_notes(chart: Chart) -> bool:
    return any(mark.note for mark in chart.marks)
