"""A Result's picture in all its forms, with the words for those who do not see it."""

from __future__ import annotations

import re

from bot.charts.bars import bars
from bot.charts.chart import chart
from bot.charts.draw import png
from bot.charts.native import native, plain
from bot.charts.shapes import DOT, Chart, Crack, Kind, Mark
from bot.talk import Picture
from metrics.question.result import Result

_ALT_LIMIT = 2000


def picture(result: Result) -> Picture | None:
    """The chart of a Result; None where there is no value but the headline's to draw."""
    drawn = chart(result)
    if drawn.empty or drawn.lonely:
        return None
    return Picture(
        png=png(drawn),
        alt=alt(drawn),
        title=f"{drawn.title}{DOT}{drawn.subtitle}",
        filename=_filename(result),
        native=native(drawn),
        bars=bars(drawn),
    )


def alt(drawn: Chart) -> str:
    """The chart in words: what it is, and each of its numbers."""
    kind = {Kind.LINE: "Line chart", Kind.COLUMNS: "Column chart", Kind.BARS: "Bar chart"}
    numbers = ", ".join(_number(mark) for mark in drawn.marks)
    target = f" {drawn.target.label}." if drawn.target else ""
    outside = f" {drawn.outside.label}." if drawn.outside else ""
    noted = "".join(f" Note {flag.number}: {flag.said}." for flag in drawn.flags)
    new = "".join(f" {crack.label} in {_at(drawn, crack)}." for crack in drawn.cracks)
    what = f"{kind[drawn.kind]}: {drawn.title}, {drawn.subtitle}"
    said = f"{what}. {numbers}.{target}{outside}{noted}{new}"
    return plain(said, _ALT_LIMIT)


def _at(drawn: Chart, crack: Crack) -> str:
    return drawn.marks[int(crack.place)].label


def _number(mark: Mark) -> str:
    said = f"{mark.label} {mark.said}"
    if mark.rival is not None:
        said = f"{said} ({mark.note})"
    return said if mark.complete else f"{said} so far"


def _filename(result: Result) -> str:
    words = (result.query.metric, *result.split, result.window.first.isoformat())
    return re.sub(r"[^a-z0-9-]+", "-", "-".join(words).lower()) + ".png"
