"""A measure cut by a dimension: a name, a bar and its value on each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot import words
from bot.charts import canvas
from bot.charts.canvas import Canvas
from bot.charts.frame import AIR, EDGE, WIDTH, frame, notes, notes_height, top
from bot.charts.letters import fit, text_width
from bot.charts.names import SIZE, SMALL_SIZE, name
from bot.charts.panels import panels
from bot.charts.scale import Scale
from bot.charts.shapes import Chart, Goal, Mark
from metrics.catalogue.metric import Unit

ROW = 48
BAR = 30
HEADING = 46
"""The room of what says how far the bars of a scale of their own reach."""
TALL_ROW = 68
"""The room of a row where a name takes two lines."""
FARTHEST_TARGET = 2
"""A target so many times the longest bar would shorten all of them: it has no mark."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars of one scale, and where on the sheet they stand: `bottom` of its lowest row."""

    marks: Sequence[Mark]
    scale: Scale
    left: float
    right: float
    bottom: float
    pitch: float = ROW

    @property
    def ceiling(self) -> float:
        """Where its highest row ends."""
        return self.bottom + self.pitch * len(self.marks)

    def x(self, value: float) -> float:
        """Where a value ends; one above nothing can be seen."""
        share = self.scale.within(value)
        return self.left + max((self.right - self.left) * share, 4 if value > 0 else 2)

    def reaches(self, value: float | None) -> bool:
        """Whether a value lies on the scale."""
        return value is not None and 0 <= value <= self.scale.top


def rows(chart: Chart) -> Canvas:
    """Draw a BARS chart; bars of very different sizes on scales of their own."""
    lines, groups, pitch = notes(chart), panels(chart), _pitch(chart)
    apart = len(groups) > 1
    levels = [level for level in (chart.target, chart.threshold) if level is not None]
    above = top(chart) - (AIR // 2 if not levels else 0) + (24 if levels else 0)
    below = notes_height(lines) + 8
    height = above + below + pitch * len(chart.marks) + HEADING * len(groups) * apart
    sheet = Canvas(WIDTH, round(height))
    frame(sheet, chart, lines)
    ceiling = float(sheet.height - above)
    for group in groups:
        ceiling -= HEADING * apart + pitch * len(group)
        panel = _panel(chart, group, ceiling)
        if apart:
            _heading(sheet, chart, panel)
        for level, colour in ((chart.target, canvas.ORANGE), (chart.threshold, canvas.WINE)):
            _level(sheet, panel, level, colour)
        for place, mark in enumerate(reversed(group)):
            _row(sheet, panel, mark, panel.bottom + pitch * (place + 0.5))
    return sheet


def _panel(chart: Chart, group: Sequence[Mark], bottom: float) -> Panel:
    left = EDGE + max(name(mark.label).width for mark in chart.marks) + 16
    right = WIDTH - EDGE - max(_values_width(mark) for mark in chart.marks) - 24
    longest = max((mark.value or 0.0 for mark in group), default=0.0)
    marked = [
        value
        for mark in group
        for value in (mark.before, mark.target)
        if value is not None and value <= FARTHEST_TARGET * longest
    ]
    reach = max([longest, *marked])
    fixed = chart.scale.unit is Unit.SHARE or not reach
    scale = chart.scale if fixed else replace(chart.scale, top=max(reach, _shared(chart, group)))
    return Panel(group, scale, left, right, bottom, _pitch(chart))


def _shared(chart: Chart, group: Sequence[Mark]) -> float:
    """The top of the scale where all share it: lines of the whole chart lie on it too."""
    return chart.scale.top if len(group) == len(chart.marks) else 0.0


def _pitch(chart: Chart) -> float:
    """How far apart the rows stand: farther where a name takes two lines."""
    return TALL_ROW if any(len(name(mark.label).lines) > 1 for mark in chart.marks) else ROW


def _values_width(mark: Mark) -> float:
    note = text_width(mark.note, SMALL_SIZE) + 14 if mark.note else 0
    return text_width(_value_text(mark), SIZE, bold=True) + note


def _value_text(mark: Mark) -> str:
    return f"{mark.text} few" if mark.few and mark.value is not None else mark.text


def _heading(sheet: Canvas, chart: Chart, panel: Panel) -> None:
    """How far the bars below reach, so that nobody holds them against those of another scale."""
    y = panel.ceiling
    if y + HEADING < sheet.height - top(chart):
        sheet.line([(EDGE, y + HEADING - 4), (WIDTH - EDGE, y + HEADING - 4)], canvas.GRID, 2)
    days = chart.scale.size >= 86400
    end = words.amount(panel.scale.top, panel.scale.unit, 0, days=days)
    text = fit(f"bars up to {end}", SMALL_SIZE, WIDTH - EDGE - panel.left)
    sheet.text(panel.left, y + 18, text, size=SMALL_SIZE, colour=canvas.GREY)


def _row(sheet: Canvas, panel: Panel, mark: Mark, y: float) -> None:
    label = name(mark.label)
    for line, above in label.steps:
        sheet.text(panel.left - 16, y + above, line, size=label.size, align="right")
    # A step down is only said: its bar would point the wrong way.
    if mark.value is not None and mark.value >= 0:
        low, high = (panel.left, y - BAR / 2), (panel.x(mark.value), y + BAR / 2)
        sheet.box(low, high, canvas.BLUE, hollow=mark.few)
    for value, colour in ((mark.before, canvas.INK), (mark.target, canvas.ORANGE)):
        if value is not None and panel.reaches(value):
            x = panel.x(value)
            sheet.line([(x, y - BAR / 2 - 4), (x, y + BAR / 2 + 4)], colour, 5)
    has_value = mark.value is not None
    text, x = _value_text(mark), panel.right + 16
    colour = canvas.INK if has_value else canvas.GREY
    sheet.text(x, y, text, size=SIZE, bold=has_value, colour=colour)
    beside = x + text_width(text, SIZE, bold=has_value) + 12
    sheet.text(beside, y, mark.note, size=SMALL_SIZE, colour=canvas.GREY)


def _level(sheet: Canvas, panel: Panel, level: Goal | None, colour: str) -> None:
    """A line down through bars that it can be held against."""
    if level is None or not panel.scale.top / 30 <= level.value <= panel.scale.top:
        return
    x, ceiling = panel.x(level.value), panel.ceiling
    sheet.line([(x, panel.bottom), (x, ceiling + 4)], colour, 3, dashed=True)
    label = fit(level.label, SMALL_SIZE, 500)
    half = text_width(label, SMALL_SIZE) / 2
    middle = max(EDGE + half, min(x, WIDTH - EDGE - half))
    sheet.text(
        middle, ceiling + 20, label, size=SMALL_SIZE, colour=colour, align="center", halo=True
    )
