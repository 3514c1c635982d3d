"""Many single people: a dot for each on one scale, without a name, a colour or an order.

Who is which dot stands in the table beside it, by name.
"""

from __future__ import annotations

from bot.charts import canvas
from bot.charts.canvas import Canvas, Spot
from bot.charts.frame import EDGE, WIDTH, frame, notes, notes_height, top
from bot.charts.letters import fit, text_width
from bot.charts.shapes import Chart, Mark

ROOM = 330
"""The height of the dots."""
AXIS = 56
LABEL = 40
DOT = 22
SIZE = 28


def dots(chart: Chart) -> Canvas:
    """Draw a DOTS chart."""
    lines = notes(chart)
    bottom = notes_height(lines) + AXIS
    sheet = Canvas(WIDTH, round(top(chart) + LABEL + ROOM + bottom))
    frame(sheet, chart, lines)
    left, right = float(EDGE + 30), float(WIDTH - EDGE - 30)
    _axis(sheet, chart, (left, right, bottom))
    if chart.overall is not None:
        _overall(sheet, chart, (left, right, bottom))
    full, hollow = _spots(chart, (left, right, bottom))
    sheet.dots(full, canvas.GREY, DOT - 4)
    sheet.dots(hollow, canvas.GREY, DOT - 4, hollow=True)
    return sheet


def _x(chart: Chart, value: float, place: tuple[float, float, float]) -> float:
    left, right, _ = place
    return left + (right - left) * chart.scale.within(value)


def _axis(sheet: Canvas, chart: Chart, place: tuple[float, float, float]) -> None:
    left, right, bottom = place
    sheet.line([(left, bottom), (right, bottom)], "#aeb3bc", 2)
    for tick in chart.scale.ticks:
        x, label = _x(chart, tick, place), chart.scale.label(tick)
        half = text_width(label, SIZE) / 2
        middle = max(EDGE + half, min(x, WIDTH - EDGE - half))
        sheet.line([(x, bottom), (x, bottom + ROOM)], canvas.GRID, 2)
        sheet.text(middle, bottom - 28, label, size=SIZE, colour=canvas.GREY, align="center")


def _overall(sheet: Canvas, chart: Chart, place: tuple[float, float, float]) -> None:
    level, bottom = chart.overall, place[2]
    if level is None:
        return
    x = _x(chart, level.value, place)
    sheet.line([(x, bottom), (x, bottom + ROOM + 8)], canvas.INK, 3)
    label = fit(level.label, SIZE, WIDTH / 2)
    half = text_width(label, SIZE) / 2
    middle = max(EDGE + half, min(x, WIDTH - EDGE - half))
    sheet.text(middle, bottom + ROOM + 26, label, size=SIZE, align="center")


def _spots(chart: Chart, place: tuple[float, float, float]) -> tuple[list[Spot], list[Spot]]:
    """Where the dots stand: piled up from the axis where several have about the same value."""
    piles: dict[int, list[Mark]] = {}
    for mark in chart.marks:
        if mark.value is not None:
            pile = round(_x(chart, mark.value, place) / DOT)
            piles.setdefault(pile, []).append(mark)
    highest = max(map(len, piles.values()), default=1)
    pitch = min(DOT, (ROOM - DOT) / highest)
    full: list[Spot] = []
    hollow: list[Spot] = []
    for pile, marks in piles.items():
        for number, mark in enumerate(sorted(marks, key=lambda mark: mark.few)):
            spot = pile * DOT, place[2] + DOT / 2 + 2 + number * pitch
            (hollow if mark.few else full).append(spot)
    return full, hollow
