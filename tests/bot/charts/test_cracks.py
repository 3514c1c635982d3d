"""Breaks of a series on its chart."""

from __future__ import annotations

from bot.charts import picture
from bot.charts.chart import chart
from bot.charts.cracks import cracks
from metrics.question.result import Break
from tests.bot.samples import WEEK, answer, bands, figure, weekly

MIDDLE = (WEEK.start + WEEK.end) // 2
BROKEN = answer(
    "qa",
    series=weekly([figure(80, 30), figure(84, 30)]),
    breaks=(Break(at=MIDDLE, what="rubric"), Break(at=0, what="rubric")),
)


def test_a_break_stands_where_it_was_and_one_outside_the_trend_nowhere() -> None:
    assert [(crack.place, crack.label) for crack in cracks(BROKEN)] == [(1.5, "new rubric")]


def test_the_words_for_a_chart_name_its_break() -> None:
    shown = picture(BROKEN)
    assert shown is not None
    assert "new rubric in W47." in shown.alt


def test_a_chart_of_bands_has_no_time_to_break() -> None:
    assert (
        chart(answer("aging", bands=bands([3, 2, 0, 0, 0, 1]), breaks=BROKEN.breaks)).cracks == ()
    )
