"""From where on an alert speaks, on the chart it is about."""

from __future__ import annotations

from typing import Any

import pytest
from matplotlib.lines import Line2D

from bot.charts import Threshold, canvas, picture
from bot.charts.chart import chart
from bot.charts.draw import sheet
from bot.charts.native import native
from sandbox.slack.rules import faults
from tests.bot.samples import TREND, answer, figure, rate, wait, weekly

HOUR = 3600.0


def test_from_where_on_an_alert_speaks_is_a_line_with_its_name() -> None:
    result = answer(series=weekly([wait(value) for value in TREND]))
    shown = picture(result, Threshold(value=3 * HOUR))
    assert shown
    assert shown.alt.endswith("Alert above 3 hours.")
    drawn = chart(result, Threshold(value=3 * HOUR))
    lines = [a for a in sheet(drawn).figure.artists if isinstance(a, Line2D)]
    assert [line.get_color() for line in lines].count(canvas.WINE) == 1
    block = native(drawn)
    assert block
    assert block["chart"]["series"][-1]["name"] == "Alert above 3h"
    assert faults({"text": "x", "blocks": [block]}) == []


def test_its_name_never_lies_upon_the_names_of_the_windows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heights: dict[str, float] = {}
    write = canvas.Canvas.text

    def note(self: canvas.Canvas, x: float, y: float, text: str, **more: Any) -> None:
        heights[text] = y
        write(self, x, y, text, **more)

    monkeypatch.setattr(canvas.Canvas, "text", note)
    sheet(chart(answer(series=weekly([wait(value) for value in TREND])), Threshold(value=60.0)))
    weeks = [y for text, y in heights.items() if text.startswith("W")]
    assert weeks
    assert heights["Alert above 1m"] > max(weeks) + 30


@pytest.mark.parametrize(
    ("key", "threshold", "words"),
    [
        ("backlog", Threshold(value=5), "Alert above 5"),
        ("csat", Threshold(value=0.9, above=False), "Alert below 90%"),
        ("frt", Threshold(value=86400 * 9), "Alert above 9d is off this scale"),
    ],
)
def test_an_alert_is_named_in_its_own_unit(key: str, threshold: Threshold, words: str) -> None:
    values = {"csat": rate(80, 100), "backlog": figure(300, 300)}.get(key, wait(HOUR))
    drawn = chart(answer(key, figure=values, series=weekly([values] * 3)), threshold)
    assert words in ([drawn.threshold.label] if drawn.threshold else drawn.notes)
