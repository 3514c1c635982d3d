"""A map of the week: a row for each weekday, a box for each hour, the darker the higher."""

from __future__ import annotations

from bot.charts import canvas
from bot.charts.canvas import Canvas
from bot.charts.frame import EDGE, WIDTH, frame, notes, notes_height, top
from bot.charts.letters import text_width
from bot.charts.shapes import Chart, Mark

ROW = 52
SIZE = 30
GAP = 4
HOURS_A_LABEL = 3
LABEL_ROW = 44
LEGEND_ROW = 52
LIGHT, DARK = "#e8eefa", "#123a75"
SHADES = "\u00b7\u2591\u2592\u2593\u2588"
MOST_SHADES = 5


def heat(chart: Chart) -> Canvas:
    """Draw a HEAT chart."""
    lines = notes(chart)
    bottom = notes_height(lines) + LEGEND_ROW
    rows = week(chart)
    sheet = Canvas(WIDTH, round(top(chart) + ROW * len(rows) + LABEL_ROW + bottom))
    frame(sheet, chart, lines)
    left = EDGE + max(text_width(name, SIZE) for name, _ in rows) + 16
    pitch = (WIDTH - EDGE - left) / max(len(marks) for _, marks in rows)
    for number, (name, marks) in enumerate(reversed(rows)):
        low = bottom + LABEL_ROW + ROW * number
        sheet.text(left - 16, low + ROW / 2, name, size=SIZE, colour=canvas.GREY, align="right")
        for place, mark in enumerate(marks):
            _box(sheet, chart, mark, (left + pitch * place, low, pitch))
    for place in range(0, len(rows[0][1]), HOURS_A_LABEL):
        x = left + pitch * (place + 0.5)
        sheet.text(x, bottom + 22, _hour(rows[0][1][place]), size=26, align="center")
    _legend(sheet, chart, (left, notes_height(lines) + 18))
    return sheet


def week(chart: Chart) -> list[tuple[str, list[Mark]]]:
    """The marks of each weekday, by its name; a mark is called by its day and its hour."""
    rows: dict[str, list[Mark]] = {}
    for mark in chart.marks:
        rows.setdefault(mark.label.split(" ")[0], []).append(mark)
    return list(rows.items())


def heat_words(chart: Chart) -> str:
    """The map as text: a line for each weekday, a shade for each hour."""
    highest = max((mark.value or 0.0 for mark in chart.marks), default=0.0)
    lines = [
        f"{name}  {''.join(_shade(mark, highest) for mark in row)}" for name, row in week(chart)
    ]
    return "\n".join(["     0  3  6  9  12 15 18 21", *lines])


def _shade(mark: Mark, highest: float) -> str:
    if mark.value is None:
        return " "
    share = mark.value / highest if highest else 0.0
    return SHADES[min(round(share * MOST_SHADES), MOST_SHADES - 1)]


def _hour(mark: Mark) -> str:
    return mark.label.split(" ")[-1].removesuffix(":00")


def _box(sheet: Canvas, chart: Chart, mark: Mark, place: tuple[float, float, float]) -> None:
    x, y, pitch = place
    low, high = (x + GAP / 2, y + GAP / 2), (x + pitch - GAP / 2, y + ROW - GAP / 2)
    if mark.value is None:
        sheet.box(low, high, canvas.GRID, hollow=True)
    else:
        sheet.box(low, high, blend(chart.scale.within(mark.value)))


def blend(share: float) -> str:
    """The colour for a share of the highest, from light to dark."""
    pairs = ((int(LIGHT[n : n + 2], 16), int(DARK[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(light + (dark - light) * share):02x}" for light, dark in pairs)


def _legend(sheet: Canvas, chart: Chart, place: tuple[float, float]) -> None:
    """The lightest and the darkest with what they stand for."""
    values = [mark for mark in chart.marks if mark.value is not None]
    values = [mark for mark in values if not mark.few] or values
    if not values:
        return
    least, most = (pick(values, key=lambda m: m.value or 0.0) for pick in (min, max))
    x, y = place
    for mark in (least, most):
        share = chart.scale.within(mark.value or 0.0)
        sheet.box((x, y - 14), (x + 28, y + 14), blend(share))
        text = f"{mark.label}: {mark.text}"
        sheet.text(x + 40, y, text, size=28)
        x += 40 + text_width(text, 28) + 48
