"""Slack's own chart block (`data_visualization`): no upload, but no gaps and few, short names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.charts.panels import panels
from bot.charts.shapes import Chart, ChartKind, Mark
from bot.talk import Block
from bot.words import round_half_up

MOST_POINTS = 20
NAME_LIMIT = 20
TITLE_LIMIT = 50
AXIS_LIMIT = 50
ELLIPSIS = "\u2026"
NO_MENTION = str.maketrans("<>", "\u2039\u203a")


def native(chart: Chart) -> Block | None:
    """The chart as a block; None where there is nothing to show.

    Slack takes no empty places, and a 0 would be a lie: marks without a value are left out. Of a
    long trend the newest marks are kept, of many bars the first. A map of the week it cannot draw.
    """
    if chart.kind is ChartKind.HEAT:
        return None
    marks = [mark for mark in chart.marks if mark.value is not None]
    is_trend = chart.kind in {ChartKind.LINE, ChartKind.COLUMNS}
    selection = marks[-MOST_POINTS:] if is_trend else marks[:MOST_POINTS]
    if not selection:
        return None
    names = _names(_with_values(chart, selection))
    return {
        "type": "data_visualization",
        "title": plain(chart.caption, TITLE_LIMIT),
        "chart": {
            "type": "line" if chart.kind is ChartKind.LINE else "bar",
            "series": [
                {"name": name, "data": _data(names, values, chart)}
                for name, values in _series(chart, selection)
            ],
            "axis_config": _axes(chart, names),
        },
    }


def plain(text: str, limit: int) -> str:
    """A bare string for Slack: on one line, cut, without brackets that could be a mention."""
    line = " ".join(text.translate(NO_MENTION).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + ELLIPSIS


def _axes(chart: Chart, names: list[str]) -> dict[str, Any]:
    # Slack refuses empty labels.
    axes: dict[str, Any] = {"categories": names}
    if chart.axis:
        axes["x_label"] = plain(chart.axis, AXIS_LIMIT).capitalize()
    if label := plain(chart.scale.name or chart.counts, AXIS_LIMIT):
        axes["y_label"] = label.capitalize()
    return axes


def _series(chart: Chart, marks: list[Mark]) -> list[tuple[str, list[float]]]:
    """Names and values: the measure, its 90th percentile where all have one, the target."""
    name = plain(chart.series, NAME_LIMIT).capitalize() or "Value"
    series = [(name, [mark.value or 0.0 for mark in marks])]
    p90 = [mark.p90 for mark in marks if mark.p90 is not None]
    if chart.p90 and len(p90) == len(marks):
        series.append(("90% within", p90))
    rivals = [mark.rival for mark in marks if mark.rival is not None]
    if chart.rival and len(rivals) == len(marks):
        series.append((plain(chart.rival, NAME_LIMIT), rivals))
    targets = [mark.target for mark in marks if mark.target is not None]
    if chart.target and chart.kind is ChartKind.LINE and len(targets) == len(marks):
        series.append(("Target", targets))
    if chart.threshold and chart.kind is ChartKind.LINE:
        name = plain(chart.threshold.label, NAME_LIMIT)
        series.append((name, [chart.threshold.value] * len(marks)))
    return series


def _data(names: list[str], values: list[float], chart: Chart) -> list[dict[str, Any]]:
    pairs = zip(names, values, strict=True)
    return [
        {"label": name, "value": float(round_half_up(v / chart.scale.size, 2))} for name, v in pairs
    ]


def _with_values(chart: Chart, marks: list[Mark]) -> list[Mark]:
    """The marks with their values in their names where some bars will be too short to be seen."""
    if chart.kind is not ChartKind.BARS or len(panels(chart)) == 1:
        return marks
    return [
        replace(mark, label=f"{plain(mark.label, NAME_LIMIT - 1 - len(mark.text))} {mark.text}")
        for mark in marks
    ]


def _names(marks: list[Mark]) -> list[str]:
    """The labels within Slack's limit, and told apart where cutting made them alike."""
    names: list[str] = []
    for mark in marks:
        short = mark.tick or mark.label
        label = short if mark.complete else f"{short} so far"
        name = plain(label, NAME_LIMIT)
        number = 2
        while name in names:
            suffix = f" ({number})"
            name = plain(label, NAME_LIMIT - len(suffix)) + suffix
            number += 1
        names.append(name)
    return names
