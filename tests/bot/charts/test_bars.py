from __future__ import annotations

from bot.charts.bars import BAR_CELLS, bar, bars
from bot.charts.chart import chart
from bot.monospace import width
from tests.bot.samples import HOSTILE, answer, parts, wait, weekly


def test_bars_line_up_whatever_the_script() -> None:
    names = [(HOSTILE, wait(8000)), ("\u6771\u4eac", wait(4000)), ("X" * 200, wait(2000))]
    lines = bars(chart(answer(**parts(names)))).splitlines()
    ends = [width(line[: line.rindex("  ")]) for line in lines]
    assert len(set(ends)) == 1


def test_each_line_says_its_value_and_what_to_doubt() -> None:
    figures = [wait(9000), wait(None, 0), wait(60, 3), wait(4500, 12), wait(9000)]
    lines = bars(chart(answer(series=weekly(figures, complete=False)))).splitlines()
    assert [line.split("  ")[-1].strip() for line in lines] == [
        "2h 30m",
        "no data",
        "too few",
        "few",
        "so far",
    ]


def test_the_longest_bar_is_full_and_no_value_has_none() -> None:
    assert bar(10, 10) == "\u2588" * BAR_CELLS
    assert bar(5, 10) == "\u2588" * (BAR_CELLS // 2)
    assert bar(None, 10) == ""
    assert bar(0, 0) == ""


def test_something_small_is_still_seen() -> None:
    assert bar(0.0001, 10) == "\u258f"
