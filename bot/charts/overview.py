"""Several measures in one picture: a small trend each, below one another, with its last value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.aloud import aloud
from bot.charts import canvas
from bot.charts.canvas import Canvas, Spot
from bot.charts.chart import chart
from bot.charts.drawer import DRAWER
from bot.charts.frame import EDGE, WIDTH
from bot.charts.letters import drawable, fit, text_width
from bot.charts.names import two_lines
from bot.charts.native import TITLE_LIMIT, native, plain
from bot.charts.shapes import DOT, Chart, Mark
from bot.charts.trend import runs
from bot.monospace import left, reach, right, shorten, spark, width
from bot.talk import Picture
from metrics.question.result import Result

TOP = 14
BOTTOM = 58
ROW = 92
NAME_ROOM = 400
VALUE_ROOM = 210
PLOT = (EDGE + NAME_ROOM, WIDTH - EDGE - VALUE_ROOM)
AIR = 16
NAME_SIZE = 30
SMALL_SIZE = 26
NEAR = 3
"""A target so many times the values away would flatten them: it is only said."""
ALT_LIMIT = 2000
_NAME_CELLS = 22


@dataclass(frozen=True, slots=True)
class Panel:
    """One measure: its chart, and the bounds of its axis."""

    chart: Chart

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
    stretch, first = _stretch(trends), panels[0].chart
    block = native(first)
    if block:
        block = {**block, "title": plain(f"{first.title}{DOT}{first.caption}", TITLE_LIMIT)}
    png = DRAWER.image(lambda: _sheet(panels, stretch).png())
    return Picture(
        png=png,
        alt=_alt(panels, title, subtitle),
        title=f"Trends, {stretch}",
        filename="digest.png",
        native=block,
        bars=bars(panels),
    )


def _panel(result: Result) -> Panel:
    whole = replace(result, parts=(), bands=(), split=(), reference=None)
    return Panel(replace(chart(whole), title=result.title))


def _sheet(panels: Sequence[Panel], stretch: str) -> Canvas:
    sheet = Canvas(WIDTH, TOP + ROW * len(panels) + BOTTOM)
    for number, panel in enumerate(panels):
        bottom = sheet.height - TOP - ROW * (number + 1)
        if number:
            sheet.line([(EDGE, bottom + ROW), (WIDTH - EDGE, bottom + ROW)], canvas.GRID, 2)
        _row(sheet, panel, bottom)
    _foot(sheet, panels, stretch)
    return sheet


def _row(sheet: Canvas, panel: Panel, bottom: float) -> None:
    """The name with its target at the left, the trend, and the last value at the right."""
    middle, room = bottom + ROW / 2, NAME_ROOM - 16
    goal = panel.chart.target.label if panel.chart.target else ""
    names, size = _name(panel.chart.title, room)
    heights = _heights(len(names) + bool(goal))
    for name, height in zip(names, heights, strict=False):
        sheet.text(EDGE, middle + height, name, size=size, bold=True)
    if goal:
        text = fit(goal, SMALL_SIZE, room)
        sheet.text(EDGE, middle + heights[-1], text, size=SMALL_SIZE, colour=canvas.ORANGE)
    _target(sheet, panel, bottom)
    _trend(sheet, panel, bottom)
    _value(sheet, panel, middle)


def _name(title: str, room: float) -> tuple[tuple[str, ...], float]:
    """A name in one line; one too long for that smaller, and in two lines if need be."""
    name = drawable(" ".join(title.split()))
    if text_width(name, NAME_SIZE, bold=True) <= room:
        return (name,), NAME_SIZE
    return two_lines(name, SMALL_SIZE, room, bold=True), SMALL_SIZE


def _heights(count: int) -> list[float]:
    """How far from the middle of a row its lines stand, the highest first."""
    apart = 36 if count < 3 else 28
    return [apart * ((count - 1) / 2 - number) for number in range(count)]


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
        sheet.dots([spot], canvas.BLUE, 15, hollow=_hollow(last))


def _hollow(mark: Mark) -> bool:
    return mark.value is not None and (mark.few or not mark.complete)


def _target(sheet: Canvas, panel: Panel, bottom: float) -> None:
    if panel.target is None:
        return
    _, y = _spot(panel, 0, panel.target, bottom)
    sheet.line([(PLOT[0], y), (PLOT[1], y)], canvas.ORANGE, 3, dashed=True)


def _value(sheet: Canvas, panel: Panel, middle: float) -> None:
    """The last value."""
    last, x = panel.chart.marks[-1], WIDTH - EDGE
    room = VALUE_ROOM - 20
    sizes = (size for size in (42, 32) if text_width(last.text, size, bold=True) <= room)
    size = next(sizes, SMALL_SIZE)
    has_value = last.value is not None
    colour = canvas.BLUE if has_value else canvas.GREY
    text = fit(last.text, size, room, bold=has_value)
    sheet.text(x, middle, text, size=size, bold=has_value, colour=colour, align="right")


def _foot(sheet: Canvas, panels: Sequence[Panel], stretch: str) -> None:
    """From when to when the trends run, and how to read the marks."""
    keys = [f"{stretch.partition(' to ')[0]}, own scale each"]
    if any(panel.chart.target for panel in panels):
        keys.append("dashed: target")
    if any(_hollow(panel.chart.marks[-1]) for panel in panels):
        keys.append("hollow: few or not over")
    text = fit(DOT.join(keys), SMALL_SIZE, WIDTH - 2 * EDGE)
    sheet.text(EDGE, BOTTOM / 2, text, size=SMALL_SIZE, colour=canvas.GREY)


def _stretch(results: Sequence[Result]) -> str:
    """How long the longest trend is: "12 weeks to Week 40"."""
    series = max((result.series for result in results), key=len)
    last, count = series[-1].window, len(series)
    unit = f"{last.unit}" if count == 1 else f"{last.unit}s"
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
    text = f"{last.label} {last.text}"
    if first is not last:
        text += (
            f", from {first.text} in {first.label}, between {lowest.text} in {lowest.label} "
            f"and {highest.text} in {highest.label}"
        )
    return f"{panel.chart.title} {aloud(f'{text}{target}')}"
