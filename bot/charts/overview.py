"""Several measures in one picture: a small trend each, below one another, with its last value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.charts import canvas
from bot.charts.canvas import Canvas, Spot, fit, text_width
from bot.charts.chart import chart
from bot.charts.draw import ONE_AT_A_TIME
from bot.charts.native import native, plain
from bot.charts.shapes import DOT, Chart, Mark
from bot.charts.trend import runs
from bot.monospace import left, reach, right, shorten, spark, width
from bot.talk import Picture
from metrics.question.result import Result

WIDTH = 1200
EDGE = 36
TOP = 130
BOTTOM = 62
ROW = 150
NAME_ROOM = 470
VALUE_ROOM = 250
PLOT = (EDGE + NAME_ROOM, WIDTH - EDGE - VALUE_ROOM)
AIR = 30
NEAR = 3
"""A target so many times the values away would flatten them: it is only said."""
ALT_LIMIT = 2000
_NAME_CELLS = 22


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure: its chart, what the last change amounts to, and the bounds of its axis."""

    chart: Chart
    verdict: str

    @property
    def values(self) -> list[float]:
        """All values there are to draw."""
        return [mark.value for mark in self.chart.marks if mark.value is not None]

    @property
    def extremes(self) -> tuple[Mark, Mark]:
        """The lowest and the highest of its marks."""
        marks = [mark for mark in self.chart.marks if mark.value is not None]
        by_value = sorted(marks, key=lambda mark: mark.value or 0.0)
        return by_value[0], by_value[-1]

    @property
    def range(self) -> str:
        """Between which values it moved: its scale in words."""
        low, high = self.extremes
        return f"{low.text} to {high.text}" if low.text != high.text else ""

    @property
    def target(self) -> float | None:
        """The target, where a line can show it."""
        goal, highest = self.chart.target, max(self.values)
        if goal is None or not highest / NEAR <= goal.value <= highest * NEAR:
            return None
        return goal.value

    @property
    def bounds(self) -> tuple[float, float]:
        """From where to where the panel reaches; small moves are not blown up to large ones."""
        heights = [*self.values, *([self.target] if self.target is not None else [])]
        return reach(heights)


def overview(results: Sequence[Result], title: str, subtitle: str) -> Picture | None:
    """One picture of all trends; None where there is none yet."""
    trends = [result for result in results if _panel(result).values]
    panels = [_panel(result) for result in trends]
    if all(len(panel.values) < 2 for panel in panels):
        return None
    stretch = _stretch(trends)
    with ONE_AT_A_TIME:
        png = _sheet(panels, (title, subtitle, stretch)).png()
    return Picture(
        png=png,
        alt=_alt(panels, title, subtitle),
        title=f"Trends, {stretch}",
        filename="digest.png",
        native=native(panels[0].chart),
        bars=bars(panels),
    )


def _panel(result: Result) -> Panel:
    whole = replace(result, parts=(), bands=(), split=(), reference=None)
    none = "nothing before" if result.previous is None else "not compared"
    verdict = none if result.change is None else str(result.change.movement)
    return Panel(replace(chart(whole), title=result.title), verdict)


def _sheet(panels: Sequence[Panel], words: tuple[str, str, str]) -> Canvas:
    title, subtitle, stretch = words
    sheet = Canvas(WIDTH, TOP + ROW * len(panels) + BOTTOM)
    room = WIDTH - 2 * EDGE
    head = fit(title, 40, room, bold=True)
    sheet.text(EDGE, sheet.height - 46, head, size=40, bold=True)
    below = fit(subtitle, 30, room)
    sheet.text(EDGE, sheet.height - 94, below, size=30, colour=canvas.GREY)
    for number, panel in enumerate(panels):
        _row(sheet, panel, sheet.height - TOP - ROW * (number + 1))
    _foot(sheet, panels, stretch)
    return sheet


def _row(sheet: Canvas, panel: Panel, bottom: float) -> None:
    """The name with what it came to at the left, the trend, and the last value at the right."""
    middle = bottom + ROW / 2
    sheet.line([(EDGE, bottom + ROW), (WIDTH - EDGE, bottom + ROW)], canvas.GRID, 2)
    room = NAME_ROOM - 16
    size = 36 if text_width(panel.chart.title, 36, bold=True) <= room else 30
    name = fit(panel.chart.title, size, room, bold=True)
    sheet.text(EDGE, middle + 42, name, size=size, bold=True)
    for line, beneath in enumerate((panel.verdict, panel.range)):
        text = fit(beneath, 30, NAME_ROOM - 24)
        sheet.text(EDGE, middle - 38 * line, text, size=30, colour=canvas.GREY)
    _target(sheet, panel, bottom)
    _trend(sheet, panel, bottom)
    _value(sheet, panel, middle)


def _spot(panel: Panel, place: int, value: float, bottom: float) -> Spot:
    low, high = panel.bounds
    start, end = PLOT
    steps = max(len(panel.chart.marks) - 1, 1)
    along = place / steps if len(panel.chart.marks) > 1 else 1.0
    return (
        start + (end - start) * along,
        bottom + AIR + (ROW - 2 * AIR) * (value - low) / (high - low),
    )


def _trend(sheet: Canvas, panel: Panel, bottom: float) -> None:
    for run in runs(panel.chart.marks):
        spots = [_spot(panel, place, mark.value or 0.0, bottom) for place, mark in run]
        if len(spots) > 1:
            sheet.line(spots, canvas.BLUE, 5)
        else:
            sheet.dots(spots, canvas.BLUE, 9)
    last = panel.chart.marks[-1]
    if last.value is not None:
        spot = _spot(panel, len(panel.chart.marks) - 1, last.value, bottom)
        sheet.dots([spot], canvas.BLUE, 17, hollow=_hollow(last))


def _hollow(mark: Mark) -> bool:
    return mark.value is not None and (mark.few or not mark.complete)


def _target(sheet: Canvas, panel: Panel, bottom: float) -> None:
    if panel.target is None:
        return
    _, y = _spot(panel, 0, panel.target, bottom)
    sheet.line([(PLOT[0], y), (PLOT[1], y)], canvas.ORANGE, 3, dashed=True)


def _value(sheet: Canvas, panel: Panel, middle: float) -> None:
    """The last value, and the target in words."""
    last, x = panel.chart.marks[-1], WIDTH - EDGE
    size = 46 if text_width(last.text, 46, bold=True) < VALUE_ROOM - 16 else 36
    has_value = last.value is not None
    colour = canvas.BLUE if has_value else canvas.GREY
    text = fit(last.text, size, VALUE_ROOM - 16, bold=has_value)
    lift = 22 if panel.chart.target else 0
    sheet.text(x, middle + lift, text, size=size, bold=has_value, colour=colour, align="right")
    if panel.chart.target:
        goal = panel.chart.target.label.replace("Target ", "", 1)
        goal = fit(goal, 30, VALUE_ROOM - 16)
        sheet.text(x, middle - 24, goal, size=30, colour=canvas.ORANGE, align="right")


def _foot(sheet: Canvas, panels: Sequence[Panel], stretch: str) -> None:
    """From when to when the trends run, and how to read the marks."""
    keys = [f"{stretch.partition(' to ')[0]}, own scale each"]
    if any(panel.chart.target for panel in panels):
        keys.append("dashed: target")
    if any(_hollow(panel.chart.marks[-1]) for panel in panels):
        keys.append("hollow: few or not over")
    text = fit(DOT.join(keys), 28, WIDTH - 2 * EDGE)
    sheet.text(EDGE, BOTTOM / 2, text, size=28, colour=canvas.GREY)


def _stretch(results: Sequence[Result]) -> str:
    """How long the longest trend is: "12 weeks to Week 40"."""
    series = max((result.series for result in results), key=len)
    last, count = series[-1].window, len(series)
    unit = f"{last.kind}" if count == 1 else f"{last.kind}s"
    return f"{count} {unit} to {last.label.split(' (')[0]}"


def bars(panels: Sequence[Panel]) -> str:
    """The same as text: a name, a trend of block characters, the last value."""
    names = [shorten(panel.chart.title, _NAME_CELLS) for panel in panels]
    cells = max(map(width, names))
    trends = [spark([mark.value for mark in panel.chart.marks], panel.bounds) for panel in panels]
    room = max(map(len, trends))
    texts = [panel.chart.marks[-1].text for panel in panels]
    most = max(map(width, texts))
    lines = zip(names, trends, texts, strict=True)
    return "\n".join(
        f"{left(name, cells)}  {right(trend, room)}  {right(value, most)}"
        for name, trend, value in lines
    )


def _alt(panels: Sequence[Panel], title: str, subtitle: str) -> str:
    text = "; ".join(_trend_words(panel) for panel in panels)
    return plain(f"Trend lines: {title}, {subtitle}. {text}.", ALT_LIMIT)


def _trend_words(panel: Panel) -> str:
    """One trend in words: where it began, between what it moved, where it ended."""
    marks = [mark for mark in panel.chart.marks if mark.value is not None]
    first, last = marks[0], marks[-1]
    lowest, highest = panel.extremes
    target = f", {panel.chart.target.label.lower()}" if panel.chart.target else ""
    text = f"{panel.chart.title} {last.label} {last.text}"
    if first is not last:
        text += (
            f", from {first.text} in {first.label}, between {lowest.text} in {lowest.label} "
            f"and {highest.text} in {highest.label}"
        )
    return f"{text}{target}"
