"""A measure over time: a line with gaps where nothing is known, or columns for what adds up."""

from __future__ import annotations

from collections.abc import Iterator

from bot import words
from bot.charts import canvas
from bot.charts.canvas import Canvas, Spot
from bot.charts.flags import flags
from bot.charts.frame import EDGE, WIDTH, frame, notes, notes_height, top
from bot.charts.letters import text_width
from bot.charts.levels import cracks, outside, target, threshold
from bot.charts.plot import PLOT_HEIGHT, Plot
from bot.charts.previous import previous
from bot.charts.rival import rival, room
from bot.charts.shapes import Chart, ChartKind, Mark

LABEL_ROW = 52
LABEL_SIZE = 30
VALUE_SIZE = 30
SMALL_SIZE = 27
END_SIZE = 44
NARROW = 48
"""Values beside each other on columns narrower than this would cover the next ones."""
P90 = "90% within"


def trend(chart: Chart) -> Canvas:
    """Draw a LINE or COLUMNS chart."""
    lines = notes(chart)
    bottom = notes_height(lines) + LABEL_ROW + 8
    flag_room = 24 if chart.flags or chart.cracks else 0
    sheet = Canvas(WIDTH, round(top(chart) + flag_room + PLOT_HEIGHT + bottom))
    frame(sheet, chart, lines)
    plot = Plot(chart, _left(chart), WIDTH - EDGE - _end_room(chart), bottom)
    _grid(sheet, plot)
    cracks(sheet, plot)
    flags(sheet, plot)
    _marks(sheet, plot)
    rival(sheet, plot)
    outside(sheet, plot)
    target(sheet, plot)
    threshold(sheet, plot)
    _labels(sheet, plot)
    return sheet


def _left(chart: Chart) -> float:
    widest = max(text_width(chart.scale.label(tick), LABEL_SIZE) for tick in chart.scale.ticks)
    return EDGE + widest + 14


def _end_room(chart: Chart) -> float:
    """Room at the right for the last value, which is written beside its point."""
    if chart.kind is ChartKind.COLUMNS or not chart.marks:
        return room(chart)
    last = chart.marks[-1]
    widths = (text_width(last.text, END_SIZE, bold=True), text_width(chart.series, SMALL_SIZE))
    return max(*widths, *_p90_widths(chart, last), room(chart)) + 6


def _p90_widths(chart: Chart, last: Mark) -> tuple[float, ...]:
    if not chart.p90 or last.p90 is None:
        return ()
    return text_width(P90, SMALL_SIZE), text_width(last.p90_text, VALUE_SIZE)


def _grid(sheet: Canvas, plot: Plot) -> None:
    for tick in (0,) if plot.chart.empty else plot.chart.scale.ticks:
        y = plot.y(tick)
        sheet.line([(plot.left, y), (plot.right, y)], canvas.GRID if tick else "#aeb3bc", 2)
        label = plot.chart.scale.label(tick)
        sheet.text(plot.left - 14, y, label, size=LABEL_SIZE, colour=canvas.GREY, align="right")


def _marks(sheet: Canvas, plot: Plot) -> None:
    if plot.chart.empty:
        middle = (plot.left + plot.right) / 2, plot.bottom + PLOT_HEIGHT / 2
        sheet.text(*middle, words.NONE, size=34, colour=canvas.GREY, align="center")
    elif plot.chart.kind is ChartKind.COLUMNS:
        _columns(sheet, plot)
    else:
        _line(sheet, plot)


def _columns(sheet: Canvas, plot: Plot) -> None:
    half = min(plot.pitch * 0.34, 60)
    every = _told(plot)
    for place, mark in enumerate(plot.chart.marks):
        if mark.value is None:
            continue
        x, y = plot.spot(place, mark.value)
        # The period asked for is dark and bold; the ones before it are lighter.
        colour = canvas.BLUE if mark.main else canvas.SKY
        corners = (x - half, plot.bottom), (x + half, y)
        sheet.box(*corners, colour, hollow=mark.few, dashed=not mark.complete)
        if place in every:
            x = inside(x, text_width(mark.text, VALUE_SIZE, bold=mark.main))
            sheet.text(x, y + 24, mark.text, size=VALUE_SIZE, bold=mark.main, align="center")


def _told(plot: Plot) -> set[int]:
    """The columns whose value is written: of narrow ones the highest, which nothing covers."""
    marks = plot.chart.marks
    if plot.pitch >= NARROW:
        return spaced_places([mark.text for mark in marks], plot.pitch, VALUE_SIZE)
    values = [mark.value for mark in marks if mark.value is not None and not mark.few]
    highest = max(values, default=None)
    places = [place for place, mark in enumerate(marks) if mark.value == highest is not None]
    return set(places[-1:])


def inside(x: float, width: float) -> float:
    """The middle of a text so wide, moved in where it would leave the sheet."""
    return min(x, WIDTH - EDGE / 2 - width / 2)


def _line(sheet: Canvas, plot: Plot) -> None:
    for run in runs(plot.chart.marks):
        _band(sheet, plot, run)
    if plot.chart.p90:
        _p90(sheet, plot)
    for run in runs(plot.chart.marks):
        _stroke(sheet, plot, [(place, mark.value or 0) for place, mark in run], canvas.BLUE, 5)
    _dots(sheet, plot)
    previous(sheet, plot)
    _end(sheet, plot)


def runs(marks: tuple[Mark, ...]) -> Iterator[list[tuple[int, Mark]]]:
    """Marks with a value that follow each other; a line must not run across a gap."""
    run: list[tuple[int, Mark]] = []
    for place, mark in enumerate(marks):
        if mark.value is None:
            if run:
                yield run
            run = []
        else:
            run.append((place, mark))
    if run:
        yield run


def _band(sheet: Canvas, plot: Plot, run: list[tuple[int, Mark]]) -> None:
    """The interval of each value, as a haze around the line."""
    points = [(p, m.low, m.high) for p, m in run if m.low is not None and m.high is not None]
    if len(points) == len(run) > 1:
        upper = [plot.spot(place, high) for place, _, high in points]
        lower = [plot.spot(place, low) for place, low, _ in reversed(points)]
        sheet.area([*upper, *lower], canvas.HAZE)


def _p90(sheet: Canvas, plot: Plot) -> None:
    for run in runs(plot.chart.marks):
        points = [(place, mark.p90) for place, mark in run if mark.p90 is not None]
        if len(points) == len(run):
            _stroke(sheet, plot, points, canvas.SKY, 3)
    spots = [plot.spot(p, m.p90) for p, m in enumerate(plot.chart.marks) if m.p90 is not None]
    sheet.dots(spots, canvas.SKY, 7)


def _stroke(
    sheet: Canvas, plot: Plot, points: list[tuple[int, float]], colour: str, width: float
) -> None:
    """A line through values; the step to what is not complete is dashed."""
    marks = plot.chart.marks
    firm = [plot.spot(place, value) for place, value in points if marks[place].complete]
    if len(firm) > 1:
        sheet.line(firm, colour, width)
    loose = [plot.spot(place, value) for place, value in points][max(len(firm) - 1, 0) :]
    if len(loose) > 1:
        sheet.line(loose, colour, width, dashed=True)


def _dots(sheet: Canvas, plot: Plot) -> None:
    full: list[Spot] = []
    hollow: list[Spot] = []
    for place, mark in enumerate(plot.chart.marks):
        if mark.value is not None:
            kind = hollow if mark.few or not mark.complete else full
            kind.append(plot.spot(place, mark.value))
    sheet.dots(full, canvas.BLUE, 13)
    sheet.dots(hollow, canvas.BLUE, 15, hollow=True)


def _end(sheet: Canvas, plot: Plot) -> None:
    """The last values, large, beside their points."""
    chart = plot.chart
    last = chart.marks[-1]
    x = plot.right + 6
    if last.value is None:
        sheet.text(x, plot.bottom + 24, last.text, size=VALUE_SIZE, colour=canvas.GREY)
        return
    y = max(plot.y(last.value), plot.bottom + 54)
    sheet.text(x, y + 4, last.text, size=END_SIZE, bold=True, colour=canvas.BLUE)
    below = chart.series if last.complete else chart.unfinished
    sheet.text(x, y - 40, below, size=SMALL_SIZE, colour=canvas.GREY)
    if chart.p90 and last.p90 is not None:
        above = max(plot.y(last.p90), y + 92)
        sheet.text(x, above, last.p90_text, size=VALUE_SIZE, colour=canvas.INK)
        sheet.text(x, above - 36, P90, size=SMALL_SIZE, colour=canvas.GREY)


def _labels(sheet: Canvas, plot: Plot) -> None:
    """The windows below the axis, as many as there is room for, and none of them cut."""
    marks = plot.chart.marks
    labels = [mark.tick or mark.label for mark in marks]
    one = not all(mark.main for mark in marks)
    free = float(sheet.width)
    for place in sorted(spaced_places(labels, plot.pitch, LABEL_SIZE), reverse=True):
        main = marks[place].main and one
        width = text_width(labels[place], LABEL_SIZE, bold=main)
        at = inside(plot.x(place), width), plot.bottom - 32
        if at[0] + width / 2 > free:
            continue  # the last one was moved in, over this one
        free = at[0] - width / 2 - 10
        colour = canvas.INK if marks[place].main else canvas.GREY
        sheet.text(*at, labels[place], size=LABEL_SIZE, colour=colour, align="center", bold=main)


def spaced_places(texts: list[str], pitch: float, size: float) -> set[int]:
    """The places whose text is written, so that none touch; always the last one."""
    widest = max((text_width(text, size) for text in texts), default=0) + 10
    step = max(1, -int(-widest // pitch))
    return set(range(len(texts) - 1, -1, -step))
