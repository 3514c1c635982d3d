"""A trend beside what it is compared with."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from bot.charts import picture
from bot.charts.bars import bars
from bot.charts.chart import chart
from bot.charts.draw import sheet
from bot.charts.frame import notes
from bot.charts.native import native
from bot.charts.pictures import alt
from metrics.periods import Period
from metrics.question.query import Against, Filter, Query, Rival
from metrics.question.result import Figure, Result, Versus
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.samples import HOSTILE, answer, figure, rate, wait, weekly

CHAT = Filter(Dimension.CHANNEL, ("chat",))


def compared(against: Rival, label: str, *others: Figure | None) -> Result:
    query = Query(metric="frt", period=Period.of("last week"), against=against)
    own = weekly([wait(9000), wait(9180), wait(8040)])
    return answer(query=query, series=own, versus=Versus(label=label, series=others))


def test_the_other_series_stands_beside_each_window_with_gaps_where_nothing_is_known() -> None:
    drawn = chart(compared(CHAT, "Chat", None, wait(60, 3), wait(36000)))
    assert (drawn.rival, [mark.rival for mark in drawn.marks]) == ("Chat", [None, None, 36000])
    assert drawn.title.endswith("vs Chat")
    assert drawn.scale.top >= 36000
    assert not drawn.p90
    assert "black: Chat" in " ".join(notes(drawn))
    assert "Chat 10h 0m" in bars(drawn).splitlines()[-1]
    assert "W47 2 hours 14 minutes (Chat 10 hours)" in alt(drawn)


def test_slack_draws_both_where_all_is_known() -> None:
    block = native(chart(compared(CHAT, HOSTILE * 9, wait(60), wait(70), wait(80))))
    assert block
    assert len(block["chart"]["series"]) >= 2
    assert faults({"blocks": [block]}) == []


def test_without_data_a_year_ago_there_is_no_second_line() -> None:
    drawn = chart(compared(Against.YEAR, "a year ago", None, None, wait(None, 0)))
    assert drawn.rival == ""
    assert [mark.rival for mark in drawn.marks] == [None] * 3


def test_a_baseline_is_level() -> None:
    result = compared(Against.BASELINE, "baseline")
    drawn = chart(answer(query=result.query, series=result.series, versus=result.versus))
    assert [mark.rival for mark in drawn.marks] == [9180.0] * 3


def test_a_target_is_no_second_line() -> None:
    assert chart(compared(Against.TARGET, "target")).rival == ""


def test_it_is_drawn_whatever_it_is_called() -> None:
    for others in ((wait(60), None, wait(80)), (None, None, figure(0.0, 9)), (wait(9e6),) * 3):
        assert picture(compared(CHAT, HOSTILE * 9, *others))


@pytest.mark.parametrize(
    ("own", "other"), [(0.87, 1.0), (1.0, 0.87), (1.0, 1.0), (0.05, 0.0), (0.0, 0.05), (0.5, 0.5)]
)
def test_both_last_values_are_on_the_sheet_and_apart(own: float, other: float) -> None:
    query = Query(metric="csat", period=Period.of("last week"), against=CHAT)
    values = [rate(round(100 * value), 100) for value in (own, other)]
    series = weekly([values[0]] * 3)
    versus = Versus(label="Chat", series=(values[1],) * 3)
    drawn = sheet(chart(answer("csat", query=query, series=series, versus=versus)))
    renderer = FigureCanvasAgg(drawn.figure).get_renderer()  # type: ignore[no-untyped-call]
    texts = [artist for artist in drawn.figure.artists if isinstance(artist, Text)]
    boxes = [text.get_window_extent(renderer) for text in texts]
    right = [box for box in boxes if box.x0 > 800]
    assert len(right) == 4
    assert all(box.y0 >= 0 and box.y1 <= drawn.height for box in right)
    for one, two in combinations(right, 2):
        common = Bbox.intersection(one, two)
        assert common is None or common.height < 8
