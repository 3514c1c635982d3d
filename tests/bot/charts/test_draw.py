from __future__ import annotations

import ast
import struct
from dataclasses import replace
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from bot.charts import canvas
from bot.charts.chart import chart
from bot.charts.draw import png, sheet, warm
from bot.charts.frame import EDGE, WIDTH, notes
from bot.charts.letters import fit, text_width
from bot.charts.trend import runs, spaced_places
from metrics.question.result import Reference, Result, Target
from metrics.tickets.records import Dimension
from tests.bot.samples import (
    HOSTILE,
    TREND,
    answer,
    bands,
    figure,
    parts,
    rate,
    wait,
    weekly,
)

FOLDER = Path(canvas.__file__).parent
SERIES = weekly([wait(value) for value in TREND])
GAPS = weekly(
    [wait(None, 0) if n in {3, 9} else wait(v, 12 if n == 5 else 400) for n, v in enumerate(TREND)],
    complete=False,
)
NAMES = (HOSTILE, "W" * 200, "", "\u6771\u4eac", "$\\frac{1}{2", "\U0001f984", "e\u0301" * 90)
RESULTS = {
    "normal": answer(series=SERIES),
    "target": answer(series=SERIES, target=Target(value=10800, met=True, words="met")),
    "gaps": answer(series=GAPS),
    "one ticket": answer(series=weekly([wait(None, 0)] * 11 + [figure(600, 1, few=True)])),
    "one point": answer(series=weekly([wait(600)])),
    "none": answer(series=weekly([wait(None, 0)] * 12)),
    "no history": answer(series=()),
    "zero": answer("csat", figure=rate(0, 40), series=weekly([rate(0, 40), rate(0, 40)])),
    "share": answer("csat", series=weekly([rate(270, 300)] * 12)),
    "backlog": answer("backlog", series=weekly([figure(300.0 + n, 300 + n) for n in range(12)])),
    "volume": answer("volume", series=weekly([figure(0, 0), figure(1391, 1391)], complete=False)),
    "aging": answer("aging", bands=bands([120, 96, 80, 51, 33, 22])),
    "mix": answer("mix", **parts([("Email", rate(530, 1000)), ("Chat", rate(470, 1000))])),
    "names": answer(scope="Y" * 300, **parts([(n, wait(5000)) for n in NAMES], Dimension.TEAM)),
    "crowd": answer(**parts([(f"Agent {n}", wait(60.0 + n, n)) for n in range(100)])),
    "long trend": answer(series=weekly([wait(8000.0 + n) for n in range(60)])),
}


def size(image: bytes) -> tuple[int, int]:
    """Width and height, as the PNG itself says."""
    width, height = struct.unpack(">II", image[16:24])
    return int(width), int(height)


@pytest.mark.parametrize("name", RESULTS)
def test_everything_can_be_drawn(name: str) -> None:
    image = png(chart(RESULTS[name]))
    width, height = size(image)
    assert image.startswith(b"\x89PNG")
    assert width == 1000
    # 600 wide, as Slack shows it at most, it is no higher than 430.
    assert 150 <= height <= 720


@pytest.mark.parametrize("name", RESULTS)
def test_no_text_leaves_the_picture(name: str) -> None:
    drawn = sheet(chart(RESULTS[name]))
    renderer = FigureCanvasAgg(drawn.figure).get_renderer()  # type: ignore[no-untyped-call]
    for text in (artist for artist in drawn.figure.artists if isinstance(artist, Text)):
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0, text.get_text()
        assert box.x1 <= drawn.width, text.get_text()
        assert box.y1 <= drawn.height, text.get_text()


def texts(result: Result) -> list[str]:
    return [a.get_text() for a in sheet(chart(result)).figure.artists if isinstance(a, Text)]


def lines(result: Result) -> list[Line2D]:
    return [a for a in sheet(chart(result)).figure.artists if isinstance(a, Line2D)]


def boxes(result: Result) -> list[Rectangle]:
    return [a for a in sheet(chart(result)).figure.artists if isinstance(a, Rectangle)]


def test_the_picture_says_its_windows_and_newest_value() -> None:
    shown = texts(answer(series=SERIES))
    assert {"2h 14m", "median", "2h 33m", "8h 2m", "90% within", "W37", "W47"} <= set(shown)


def test_a_gap_breaks_the_line() -> None:
    marks = chart(answer(series=GAPS)).marks
    assert [[place for place, _ in run] for run in runs(marks)] == [
        [0, 1, 2],
        [4, 5, 6, 7, 8],
        [10, 11],
    ]


def test_what_is_not_complete_is_dashed_and_hollow() -> None:
    whole, partly = lines(answer(series=SERIES)), lines(answer(series=GAPS))
    assert not [line for line in whole if line.is_dashed()]
    assert [line for line in partly if line.is_dashed()]
    hollow = [line for line in partly if line.get_markerfacecolor() == canvas.PAPER]
    assert [len(np.asarray(line.get_xydata())) for line in hollow] == [2]
    assert "so far" in texts(answer(series=GAPS))


def test_a_target_is_a_dashed_line_with_a_label() -> None:
    result = RESULTS["target"]
    assert [line for line in lines(result) if line.is_dashed()]
    assert "Target at most 3h" in texts(result)


def test_a_target_steps_where_it_was_changed() -> None:
    steps = [None] * 4 + [14400.0] * 5 + [10800.0] * 3
    points = tuple(replace(p, target=t) for p, t in zip(SERIES, steps, strict=True))
    target = Target(value=10800, met=True, words="met")
    (line,) = [line for line in lines(answer(series=points, target=target)) if line.is_dashed()]
    heights = [y for _, y in np.asarray(line.get_xydata())]
    assert len(heights) == 2 * 8
    assert len(set(heights)) == 2
    assert heights[0] > heights[-1]


def test_an_outside_figure_is_a_faint_line_with_its_source() -> None:
    reference = Reference(low=7200, high=10800, label="B2B 2h to 3h (a guide)")
    result = answer(series=SERIES, reference=reference)
    faint = [line for line in lines(result) if line.is_dashed()]
    assert [line.get_color() for line in faint] == [canvas.GREY] * 2
    assert any("grey dashes: B2B 2h to 3h (a guide)" in text for text in texts(result))


def test_a_column_that_is_not_complete_is_an_outline() -> None:
    box = boxes(RESULTS["volume"])[-1]
    assert box.get_linestyle() != "-"
    assert to_hex(box.get_facecolor()) == canvas.PAPER


def test_bars_are_as_long_as_their_values() -> None:
    result = answer(
        **parts([("Email", wait(8000)), ("Chat", wait(2000)), ("Phone", wait(None, 0))])
    )
    short, long = sorted(box.get_width() for box in boxes(result))
    assert long == pytest.approx(4 * short)
    assert {"Email", "Chat", "Phone", "no data"} <= set(texts(result))


def test_text_is_fitted_to_the_room_it_has() -> None:
    assert fit("short", 26, 300) == "short"
    cut = fit("W" * 200, 26, 300)
    assert cut.endswith("\u2026")
    assert text_width(cut, 26) <= 300


def test_labels_are_thinned_and_the_last_one_stays() -> None:
    assert spaced_places(["W1"] * 12, 80, 25) == set(range(12))
    assert spaced_places(["25 Nov"] * 30, 31, 25) == {29, 25, 21, 17, 13, 9, 5, 1}


def test_the_same_chart_gives_the_same_bytes() -> None:
    drawn = chart(answer(series=SERIES))
    assert png(drawn) == png(drawn)


def test_threads_can_draw_at_once() -> None:
    drawn = chart(answer(series=SERIES))
    images: list[bytes] = []
    threads = [Thread(target=lambda: images.append(png(drawn))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(images) == 4
    assert len(set(images)) == 1


def test_warming_up_needs_no_result() -> None:
    warm()


def test_the_notes_fill_the_sheet_and_stay_on_it() -> None:
    drawn = chart(RESULTS["normal"])
    said = tuple(f"what there is to say of it, part {n}" for n in range(4))
    lines = notes(replace(drawn, notes=said))
    widths = [text_width(line, 26) for line in lines]
    assert len(lines) > 1
    assert max(widths) <= WIDTH - 2 * EDGE < widths[0] + text_width(f" {lines[1].split()[0]}", 26)
    assert " \u00b7 ".join(said)[-40:] in " ".join(lines)


def test_a_haze_is_explained_only_where_there_is_one() -> None:
    apart = [wait(600.0), wait(None, 0)] * 6
    assert not any("shaded" in line for line in notes(chart(answer(series=weekly(apart)))))
    assert any("shaded" in line for line in notes(chart(RESULTS["normal"])))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.py")), ids=lambda file: file.stem)
def test_who_draws_nothing_loads_nothing_that_draws(file: Path) -> None:
    """A sync and an answer in a terminal read these modules too."""
    loaded = [each for each in ast.parse(file.read_text("utf-8")).body if "matplotlib" in _of(each)]
    assert loaded == []


def _of(statement: ast.stmt) -> str:
    """The modules that a statement loads when its file is read."""
    match statement:
        case ast.ImportFrom(module=str(module)):
            return module
        case ast.Import(names=names):
            return " ".join(each.name for each in names)
    return ""
