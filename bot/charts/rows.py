"""A measure cut by a dimension: a name, a bar and its value on each row."""

from __future__ import annotations

from bot.charts import canvas
from bot.charts.canvas import Canvas, fit, text_width
from bot.charts.frame import EDGE, TOP, WIDTH, frame, notes, notes_height
from bot.charts.shapes import Chart, Mark

ROW = 50
BAR = 30
NAME_ROOM = 330
SIZE = 26


def rows(chart: Chart) -> Canvas:
    """Draw a BARS chart."""
    lines = notes(chart)
    bottom = notes_height(lines) + 8
    top = 34 if chart.target else 0
    sheet = Canvas(WIDTH, round(TOP - 16 + top + ROW * len(chart.marks) + bottom))
    frame(sheet, chart, lines)
    left = EDGE + _names_width(chart)
    right = WIDTH - EDGE - _values_width(chart)
    _target(sheet, chart, (left, right, bottom))
    for place, mark in enumerate(reversed(chart.marks)):
        _row(sheet, chart, mark, (left, right, bottom + ROW * (place + 0.5)))
    return sheet


def _names_width(chart: Chart) -> float:
    return max(text_width(_name(mark), SIZE) for mark in chart.marks) + 16


def _name(mark: Mark) -> str:
    return fit(mark.label, SIZE, NAME_ROOM)


def _values_width(chart: Chart) -> float:
    widths = (
        text_width(_value_text(mark), SIZE, bold=True) + _note_width(mark) for mark in chart.marks
    )
    return max(widths) + 24


def _value_text(mark: Mark) -> str:
    return f"{mark.text} few" if mark.few and mark.value is not None else mark.text


def _note_width(mark: Mark) -> float:
    return text_width(mark.note, SIZE) + 20 if mark.note else 0


def _row(sheet: Canvas, chart: Chart, mark: Mark, place: tuple[float, float, float]) -> None:
    left, right, y = place
    sheet.text(left - 16, y, _name(mark), size=SIZE, align="right")
    end = left
    # A step down is only said: its bar would point the wrong way.
    if mark.value is not None and mark.value >= 0:
        end = left + max((right - left) * chart.scale.within(mark.value), 3)
        sheet.box((left, y - BAR / 2), (end, y + BAR / 2), canvas.BLUE, hollow=mark.few)
    has_value = mark.value is not None
    text = _value_text(mark)
    colour = canvas.INK if has_value else canvas.GREY
    sheet.text(end + 12, y, text, size=SIZE, bold=has_value, colour=colour, halo=bool(chart.target))
    beside = end + 12 + text_width(text, SIZE, bold=has_value) + 12
    sheet.text(beside, y, mark.note, size=SIZE - 2, colour=canvas.GREY)


def _target(sheet: Canvas, chart: Chart, place: tuple[float, float, float]) -> None:
    if chart.target is None:
        return
    left, right, bottom = place
    x = left + (right - left) * chart.scale.within(chart.target.value)
    top = bottom + ROW * len(chart.marks)
    sheet.line([(x, bottom), (x, top + 6)], canvas.ORANGE, 3, dashed=True)
    label = fit(chart.target.label, 24, 700)
    half = text_width(label, 24) / 2
    middle = max(EDGE + half, min(x, WIDTH - EDGE - half))
    sheet.text(middle, top + 22, label, size=24, colour=canvas.ORANGE, align="center")
