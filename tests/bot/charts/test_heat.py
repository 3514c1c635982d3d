"""The map of the week: darker is higher, and it can be read without colours."""

from __future__ import annotations

from itertools import product

from bot.charts.heat import blend, heat, heat_words
from bot.charts.scale import scale
from bot.charts.shapes import Chart, ChartKind, Mark
from metrics.catalogue.metric import Unit
from metrics.periods.windows import WEEKDAYS


def week_chart(values: dict[tuple[int, int], float]) -> Chart:
    marks = tuple(
        Mark(label=f"{WEEKDAYS[d]} {h:02}:00", value=values.get((d, h)), text="x", n=9)
        for d, h in product(range(7), range(24))
    )
    top = scale(max(values.values()), Unit.COUNT)
    return Chart(
        kind=ChartKind.HEAT, title="", subtitle="", series="", counts="", scale=top, marks=marks
    )


def test_a_box_without_a_value_is_blank_and_the_highest_full() -> None:
    lines = heat_words(week_chart({(0, 9): 10.0, (0, 10): 0.0, (6, 23): 5.0})).splitlines()
    assert lines[1].startswith("Mon  " + " " * 9 + "\u2588\u00b7")
    assert lines[7][-1] == "\u2592"


def test_it_is_drawn_with_a_row_for_each_weekday() -> None:
    drawn = heat(week_chart({(0, 9): 10.0, (3, 4): 2.0}))
    words = {
        artist.get_text()
        for artist in drawn.figure.texts + drawn.figure.artists
        if hasattr(artist, "get_text")
    }
    assert {*WEEKDAYS, "00", "21", "Mon 09:00: x", "Thu 04:00: x"} <= words


def test_what_is_higher_is_darker() -> None:
    shades = [int(blend(share)[1:3], 16) for share in (0, 0.25, 0.5, 1)]
    assert shades == sorted(shades, reverse=True)
