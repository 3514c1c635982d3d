"""Notes on the picture of a trend."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.charts import picture
from bot.charts.chart import chart
from bot.charts.flags import BESIDE, SIZE, spread
from bot.charts.frame import notes
from bot.charts.plot import Plot
from metrics.question.notes import Note
from metrics.question.result import Part, Result
from tests.bot.samples import WEEKS, answer, wait, weekly


def noted(*weeks: tuple[int, int]) -> Result:
    """Notes from the start of one week to the end of another."""
    kept = tuple(
        Note(
            text=f"note {n} " + "x" * 100,
            start_at=WEEKS[first].start,
            end_at=WEEKS[last].end,
            noted_by="U1",
            noted_at=0,
        )
        for n, (first, last) in enumerate(weeks)
    )
    return answer(series=weekly([wait(3600.0 + n) for n in range(12)]), notes=kept)


def test_a_note_stands_at_the_windows_that_it_touches() -> None:
    drawn = chart(noted((3, 3), (5, 7)))
    assert [(flag.number, flag.places) for flag in drawn.flags] == [(1, (3,)), (2, (5, 6, 7))]
    first = notes(drawn)[0]
    assert first.startswith("1: 21–27 Sep 2026, note 0 xxx")
    assert first.endswith("\N{HORIZONTAL ELLIPSIS}")


def test_it_is_told_to_those_who_hear_the_chart() -> None:
    drawn = picture(noted((3, 3)))
    assert drawn is not None
    assert "Note 1: 21–27 Sep 2026, note 0" in drawn.alt


def test_a_split_has_no_time_line_to_note_on() -> None:
    part = Part(key=("1",), label="One", figure=wait(3600.0))
    assert chart(replace(noted((3, 3)), parts=(part,))).flags == ()


def test_numbers_lie_beside_each_other_and_on_the_sheet() -> None:
    result = noted((2, 2), (2, 2), (11, 11), (11, 11), (11, 11))
    drawn = chart(result)
    plot = Plot(drawn, 100, 1100, 200)
    places = spread(drawn.flags, plot)
    assert places[0] == plot.x(2)
    assert all(b - a >= BESIDE for a, b in pairwise(places))
    assert places[-1] <= plot.right - SIZE / 2
