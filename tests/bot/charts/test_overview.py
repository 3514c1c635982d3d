"""The picture of a whole digest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.charts import overview
from bot.charts.frame import WIDTH
from bot.charts.overview import _panel, _sheet
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric, Unit
from metrics.question.result import Result, Target
from sandbox.slack.rules import faults
from tests.bot.charts.test_looks import texts
from tests.bot.samples import HOSTILE, TREND, answer, figure, rate, wait, weekly


def frt(**more: Any) -> Result:
    return answer(**{"series": weekly([wait(value) for value in TREND]), **more})


def csat() -> Result:
    rates = weekly([rate(8, 10), rate(0, 0), rate(9, 10)])
    return answer("csat", series=rates, target=Target(value=0.9, met=True, words="met"))


def test_the_words_beside_it_say_the_numbers() -> None:
    shown = overview([frt(), csat()], "Weekly", "All tickets, Week 47")
    assert shown is not None
    assert shown.alt == (
        "Trend lines: Weekly, All tickets, Week 47. First response time W47 2 hours 14 minutes, "
        "from 2 hours 50 minutes in W36, between 2 hours 14 minutes in W47 and 3 hours 3 minutes "
        "in W38; Customer satisfaction W47 90%, from 80% in W45, between 80% in W45 and 90% in "
        "W47, target at least 90%."
    )


def test_as_text_each_measure_is_a_line_with_gaps_where_nothing_is_known() -> None:
    shown = overview([frt(), csat()], "Weekly", "")
    assert shown is not None
    first, second = shown.bars.splitlines()
    assert first.startswith("First response time    ")
    assert first.endswith("  2h 14m")
    assert second.endswith("\u2583\u00b7\u2586     90%")


def test_it_is_a_picture_and_slack_takes_the_chart_of_the_first() -> None:
    shown = overview([frt(), csat()], "Weekly", "All tickets")
    assert shown is not None
    assert shown.png.startswith(b"\x89PNG")
    assert int.from_bytes(shown.png[16:20]) == WIDTH
    assert faults({"text": "x", "blocks": [shown.native]}) == []
    assert shown.native is not None
    assert "\u00b7" in shown.native["title"]


def test_one_value_only_and_a_level_trend_can_be_drawn() -> None:
    flat = [frt(series=weekly([wait(60.0)])), frt(series=weekly([wait(0.0), wait(0.0)]))]
    shown = overview(flat, "Weekly", "")
    assert shown is not None
    assert shown.title == "Trends, 2 weeks to Week 47"


def test_single_values_are_no_trend() -> None:
    assert overview([frt(series=weekly([wait(60.0)]))] * 3, "Weekly", "") is None


def test_what_has_no_value_is_left_out_and_without_any_there_is_no_picture() -> None:
    empty = frt(series=weekly([wait(None, 0)] * 12))
    shown = overview([empty, csat()], "Weekly", "")
    assert shown is not None
    assert len(shown.bars.splitlines()) == 1
    assert overview([empty], "Weekly", "") is None


def test_hostile_and_long_names_stay_words() -> None:
    shown = overview([frt(title=f"{HOSTILE} " * 40)] * 7, HOSTILE * 40, HOSTILE * 40)
    assert shown is not None
    assert len(shown.alt) <= 2000
    assert "<" not in shown.alt


@pytest.mark.parametrize("metric", CATALOGUE.values(), ids=CATALOGUE)
def test_the_name_of_no_measure_is_cut(metric: AnyMetric) -> None:
    drawn = _sheet([_panel(replace(csat(), title=metric.title))], "3 weeks")
    shown = [text.get_text() for text in texts(drawn)]
    assert metric.title in {shown[0], " ".join(shown[:2])}
    assert "Target at least 90%" in shown


def test_a_long_value_is_written_smaller_and_not_cut() -> None:
    score = answer("qa", unit=Unit.POINTS, series=weekly([figure(85.1, 40)] * 3))
    drawn = _sheet([_panel(score)], "3 weeks")
    assert "85.1 of 100" in {text.get_text() for text in texts(drawn)}
