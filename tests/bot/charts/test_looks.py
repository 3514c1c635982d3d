"""How pictures look wherever they are shown: on white and black, at a desk and on a phone."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from bot.charts import Threshold, canvas
from bot.charts.canvas import Canvas, points
from bot.charts.chart import chart
from bot.charts.draw import sheet
from bot.charts.frame import WIDTH
from bot.charts.letters import ELLIPSIS
from bot.charts.pictures import picture
from bot.charts.ticks import ticks
from metrics.question.result import Target
from tests.bot.charts.test_draw import RESULTS
from tests.bot.charts.test_ticks import points as points_of
from tests.bot.charts.test_ticks import sevens
from tests.bot.samples import TREND, answer, bands, figure, parts, wait, weekly

PHONE = 322
"""How wide a picture is on a phone of 390 points."""
LONG = "between a week and a month"
MORE = {
    "near lines": answer(
        series=weekly([wait(value) for value in TREND]),
        target=Target(value=10800, met=True, words="met"),
    ),
    "long ages": answer(
        "aging",
        bands=tuple(
            replace(band, label=f"{LONG} {band.label}") for band in bands([9, 1, 4, 0, 0, 3])
        ),
    ),
    "large columns": answer("volume", series=weekly([figure(v, int(v)) for v in [123456.0] * 30])),
    "unlike parts": answer(
        **parts([(f"{name} of the whole company", wait(v)) for name, v in [("A", 9e4), ("B", 1)]])
    ),
}
ALL = {**RESULTS, **MORE}


def drawing(name: str) -> Canvas:
    threshold = Threshold(value=11400) if name == "near lines" else None
    return sheet(chart(ALL[name], threshold))


def texts(drawn: Canvas) -> list[Text]:
    return [artist for artist in drawn.figure.artists if isinstance(artist, Text)]


@pytest.mark.parametrize("name", ALL)
def test_no_text_lies_upon_another(name: str) -> None:
    drawn = drawing(name)
    renderer = FigureCanvasAgg(drawn.figure).get_renderer()  # type: ignore[no-untyped-call]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts(drawn)]
    for (one, box), (other, box_of_other) in combinations(boxes, 2):
        common = Bbox.intersection(box, box_of_other)
        apart = common is None or common.width < 3 or common.height < 8
        assert apart, (one, other)


@pytest.mark.parametrize("count", [1, 2, 5, 12, 13, 26, 53])
@pytest.mark.parametrize("metric", ["frt", "volume"])
def test_no_name_of_a_window_is_cut_or_leaves_the_sheet(metric: str, count: int) -> None:
    drawn = sheet(chart(answer(metric, series=points_of(sevens(count)))))
    renderer = FigureCanvasAgg(drawn.figure).get_renderer()  # type: ignore[no-untyped-call]
    names = {text.get_text() for text in texts(drawn)} & set(ticks(sevens(count)))
    assert "30 Nov" in names
    assert len(names) >= min(count, 4)
    for text in texts(drawn):
        box = text.get_window_extent(renderer)
        assert ELLIPSIS not in text.get_text()
        assert box.x0 > 0
        assert box.x1 < WIDTH


@pytest.mark.parametrize("name", ALL)
def test_all_text_can_be_read_on_a_phone(name: str) -> None:
    sizes = [
        float(text.get_fontsize()) / points(1) * PHONE / WIDTH for text in texts(drawing(name))
    ]
    assert min(sizes, default=8) > 7.5


@pytest.mark.parametrize("name", ALL)
def test_no_picture_repeats_what_its_card_says(name: str) -> None:
    whole = ALL[name]
    shown = {text.get_text() for text in texts(drawing(name))}
    assert whole.title not in " ".join(shown)
    assert whole.scope not in shown - {part.label for part in whole.parts}


def test_a_picture_that_stands_alone_says_what_it_is() -> None:
    shown = {text.get_text() for text in texts(sheet(chart(RESULTS["normal"], titled=True)))}
    assert {"First response time \u00b7 Email", "Median \u00b7 12 weeks to 22 Nov 2026"} <= shown


def test_the_line_above_a_picture_says_what_the_card_does_not() -> None:
    shown = picture(RESULTS["mix"])
    assert shown
    assert shown.title == "By channel \u00b7 Week 47 (16\u201322 Nov 2026)"
    assert shown.native
    assert shown.native["title"] == shown.title


def test_the_sheet_is_light_and_its_corners_are_clear() -> None:
    drawn = drawing("normal")
    agg = FigureCanvasAgg(drawn.figure)
    agg.draw()  # type: ignore[no-untyped-call]
    pixels = np.asarray(agg.buffer_rgba())  # type: ignore[no-untyped-call]
    assert pixels[0, 0, 3] == pixels[-1, -1, 3] == 0
    middle = pixels[12, WIDTH // 2]
    assert middle[3] == 255
    assert min(middle[:3]) > 240


@pytest.mark.parametrize("name", ["INK", "GREY", "BLUE", "ORANGE", "WINE"])
def test_every_colour_of_text_stands_out_from_the_sheet(name: str) -> None:
    text, paper = (brightness(colour) for colour in (getattr(canvas, name), canvas.PAPER))
    assert (paper + 0.05) / (text + 0.05) >= 4.5


def brightness(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
    return sum(part * weight for part, weight in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))
