"""A Result's picture in all its forms, with the words for those who do not see it."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.aloud import aloud
from bot.charts.bars import bars
from bot.charts.chart import chart
from bot.charts.draw import png
from bot.charts.heat import heat_words
from bot.charts.native import native, plain
from bot.charts.shapes import Chart, ChartKind, Crack, Mark, Threshold
from bot.charts.time_cuts import time_chart
from bot.talk import Picture
from metrics.question.result import Result

_ALT_LIMIT = 2000


def picture(
    result: Result, threshold: Threshold | None = None, *, titled: bool = False
) -> Picture | None:
    """The chart of a Result; None where there is no value but the headline's to draw.

    `threshold`: from where on an alert speaks, drawn as a line. `titled`: the image is to stand
    alone; beside a card it has no title of its own.
    """
    if result.query.over:
        drawing = time_chart(result, titled=titled)
    else:
        drawing = chart(result, threshold, titled=titled)
    if drawing.empty or drawing.lonely:
        return None
    return Picture(
        png=png(drawing),
        alt=alt(drawing),
        title=drawing.caption,
        filename=_filename(result),
        native=native(drawing),
        bars=heat_words(drawing) if drawing.kind is ChartKind.HEAT else bars(drawing),
    )


def alt(drawing: Chart) -> str:
    """The chart in words: what it is, and each of its numbers, said aloud if they fit."""
    long, short = (plain(_alt(drawing, say), 2 * _ALT_LIMIT) for say in (aloud, str))
    return long if len(long) <= _ALT_LIMIT else plain(short, _ALT_LIMIT)


def _alt(drawing: Chart, say: Callable[[str], str]) -> str:
    kind = {
        ChartKind.LINE: "Line chart",
        ChartKind.COLUMNS: "Column chart",
        ChartKind.BARS: "Bar chart",
        ChartKind.DOTS: "Dot chart",
        ChartKind.HEAT: "Map of the week",
    }
    numbers = ", ".join(_number(mark, say) for mark in drawing.marks)
    overall = f" {say(drawing.overall.label)}." if drawing.overall else ""
    lines = (drawing.target, drawing.threshold, drawing.outside)
    levels = "".join(f" {say(line.label)}." for line in lines if line)
    note_words = "".join(f" Note {flag.number}: {flag.text}." for flag in drawing.flags)
    new = "".join(f" {crack.label} in {_at(drawing, crack)}." for crack in drawing.cracks)
    what = f"{kind[drawing.kind]}: {drawing.title}, {drawing.subtitle}"
    return f"{what}.{overall} {numbers}.{levels}{note_words}{new}"


def _at(drawing: Chart, crack: Crack) -> str:
    return drawing.marks[int(crack.place)].label


def _number(mark: Mark, say: Callable[[str], str]) -> str:
    text = f"{mark.label} {say(mark.text)}"
    if mark.rival is not None:
        text = f"{text} ({say(mark.note)})"
    if mark.before is not None:
        text = f"{text} (before: {say(mark.before_text)})"
    return text if mark.complete else f"{text} so far"


def _filename(result: Result) -> str:
    parts = (
        result.query.metric,
        *result.split,
        *result.query.over,
        result.window.first.isoformat(),
    )
    return re.sub(r"[^a-z0-9-]+", "-", "-".join(parts).lower()) + ".png"
