"""A hundred agents: each is there, and none is set apart."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text

from bot.charts import canvas
from bot.charts.canvas import Canvas
from bot.charts.chart import chart
from bot.charts.draw import sheet
from bot.charts.pictures import picture
from metrics.tickets.records import Dimension
from tests.bot.samples import answer, parts, wait


def texts(drawn: Canvas) -> list[Text]:
    return [artist for artist in drawn.figure.artists if isinstance(artist, Text)]


def test_many_agents_are_dots_without_name_or_colour_and_none_is_left_out() -> None:
    named = [(f"Agent {n:03}", wait(60.0 + n * 37 % 4000, n)) for n in range(100)]
    result = answer(**parts(named, Dimension.AGENT))
    drawn = sheet(chart(result))
    assert not any("Agent" in text.get_text() for text in texts(drawn))
    lines = [artist for artist in drawn.figure.artists if isinstance(artist, Line2D)]
    marks = [line for line in lines if line.get_marker() == "o"]
    assert sum(len(np.asarray(mark.get_xydata())) for mark in marks) == 96
    assert {mark.get_markeredgecolor() for mark in marks} == {canvas.GREY}
    shown = picture(result)
    assert shown
    assert shown.alt.index("Agent 010") < shown.alt.index("Agent 011")
    assert "(16\u201322 Nov 2026). All together 2h 14m. Agent 000 1m 0s, " in shown.alt


def test_few_agents_are_bars_by_name_on_one_scale() -> None:
    named = [("Zoe", wait(7200)), ("Ada", wait(60)), ("Mia", wait(3600))]
    drawn = chart(answer(**parts(named, Dimension.AGENT)))
    assert [mark.label for mark in drawn.marks] == ["Ada", "Mia", "Zoe"]
    assert not any("bars up to" in text.get_text() for text in texts(sheet(drawn)))


@pytest.mark.parametrize(
    ("cut", "dot"),
    [
        ((Dimension.AGENT,), "a dot is one agent;"),
        ((Dimension.AGENT, Dimension.CHANNEL), "a dot is one agent and channel;"),
    ],
)
def test_it_is_said_what_a_dot_is(cut: tuple[Dimension, ...], dot: str) -> None:
    named = [(f"Agent {n:03}", wait(60.0 + n)) for n in range(40)]
    drawn = chart(answer(**{**parts(named, Dimension.AGENT), "split": cut}))
    assert any(note.startswith(dot) for note in drawn.notes)
