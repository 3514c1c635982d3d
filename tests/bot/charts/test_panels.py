"""Bars of unlike sizes: each can be seen, on a scale that is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from bot.charts import picture
from bot.charts.chart import chart
from bot.charts.draw import sheet
from bot.charts.frame import notes
from bot.charts.panels import panels
from metrics.question.result import Result
from metrics.tickets.records import Dimension
from tests.bot.samples import answer, bands, parts, rate, wait

HOUR = 3600.0
GROUPS = {
    "alike": ([2 * HOUR, HOUR, 300], [[0, 1, 2]]),
    "thirty times": ([3000, 100], [[0, 1]]),
    "more than thirty times": ([3001, 100], [[0], [1]]),
    "hours and seconds": ([60, 2 * HOUR, 90, 3 * HOUR], [[1, 3], [0, 2]]),
    "days, minutes, seconds": ([4e5, 400, 4], [[0], [1], [2]]),
    "nothing and zero": ([2 * HOUR, None, 0, 60], [[0], [1, 2, 3]]),
    "nothing at all": ([None, None], [[0, 1]]),
    "zero alone": ([0, 0], [[0, 1]]),
}
"""Values of parts, and which of them share a scale."""


def split(values: list[float | None], by: Dimension = Dimension.CHANNEL) -> Result:
    named = [(f"{n}", wait(value, 0 if value is None else 400)) for n, value in enumerate(values)]
    return answer(**parts(named, by))


@pytest.mark.parametrize(("values", "groups"), GROUPS.values(), ids=GROUPS)
def test_parts_share_a_scale_up_to_thirty_times(
    values: list[float | None], groups: list[list[int]]
) -> None:
    found = panels(chart(split(values)))
    assert [[int(mark.label) for mark in group] for group in found] == groups


def test_shares_and_people_keep_one_scale() -> None:
    shares = answer("csat", **parts([("a", rate(90, 100)), ("b", rate(1, 100))]))
    assert len(panels(chart(shares))) == 1
    assert len(panels(chart(split([9 * HOUR, 60], Dimension.AGENT)))) == 1


def test_ages_keep_their_order_on_one_scale() -> None:
    drawn = chart(answer("aging", bands=bands([33, 4, 18, 4, 3, 109])))
    assert [list(group) for group in panels(drawn)] == [list(drawn.marks)]


def test_a_part_of_minutes_beside_hours_is_long_enough_to_be_seen_and_its_scale_told() -> None:
    drawn = sheet(chart(split([3 * HOUR, 2 * HOUR, 60, 120])))
    boxes = [a for a in drawn.figure.artists if isinstance(a, Rectangle)]
    assert min(box.get_width() for box in boxes) > 100
    texts = [a.get_text() for a in drawn.figure.artists if isinstance(a, Text)]
    assert {"bars up to 3h 0m", "bars up to 2m 0s"} <= set(texts)


def moved(by: Dimension) -> Result:
    """Two parts of which each had a value before."""
    result = split([HOUR, 2 * HOUR], by)
    before = replace(result.parts[0], previous=wait(1.5 * HOUR))
    return replace(result, parts=(before, result.parts[1]))


def test_a_part_has_a_mark_where_it_was_before_and_the_words_say_it() -> None:
    shown = picture(moved(Dimension.CHANNEL))
    assert shown
    assert "0 1 hour (before: 1 hour 30 minutes), 1 2 hours." in shown.alt
    drawn = chart(moved(Dimension.CHANNEL))
    assert [mark.before for mark in drawn.marks] == [1.5 * HOUR, None]
    assert "black mark: Week 46" in " ".join(notes(drawn))


def test_people_have_no_mark_of_before() -> None:
    assert [mark.before for mark in chart(moved(Dimension.AGENT)).marks] == [None, None]
