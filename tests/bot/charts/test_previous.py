"""The words of the value before the last one cover nothing that is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.charts.chart import chart
from bot.charts.letters import text_width
from bot.charts.plot import Plot
from bot.charts.previous import SIZE, spot
from tests.bot.samples import answer, wait, weekly

HOUR = 3600.0
CALM = [2.0, 2.0, 2.1, 2.0, 2.0, 2.1, 2.0, 2.0, 2.1]


@pytest.mark.parametrize(
    ("hours", "side"),
    [
        ([*CALM, 2.0, 4.0, 2.0], 1),
        ([*CALM, 9.0, 6.0, 9.0], -1),
        ([*CALM, 2.0, 2.0, 2.0], 1),
        ([*CALM, 3.0, 2.1, 1.0], 0),
        ([*CALM, 1.0, 2.0, 3.0], 0),
    ],
    ids=["a peak", "a valley", "level", "on its way down", "on its way up"],
)
def test_the_words_stand_on_the_free_side(hours: Sequence[float], side: int) -> None:
    drawn = chart(answer(series=weekly([wait(each * HOUR) for each in hours])))
    plot = Plot(drawn, 130.0, 800.0, 120.0)
    place = drawn.previous
    assert place == len(hours) - 2
    at = spot(plot, place)
    if at is None:
        assert not side
        return
    assert (at[1] > plot.y(hours[place] * HOUR)) == (side > 0)
    half = text_width(drawn.marks[place].text, SIZE) / 2
    points = [plot.spot(n, each * HOUR) for n, each in enumerate(hours)]
    covered = [p for p in points if abs(p[0] - at[0]) < half and abs(p[1] - at[1]) < SIZE / 2]
    assert not covered
