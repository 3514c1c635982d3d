from __future__ import annotations

from typing import Any

import pytest

from bot.charts.chart import chart
from bot.charts.native import native
from metrics.question.result import Result, Target
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.charts.test_draw import RESULTS
from tests.bot.samples import HOSTILE, TREND, answer, figure, parts, wait, weekly

SERIES = weekly([wait(value) for value in TREND])


def body(result: Result) -> dict[str, Any]:
    block = native(chart(result))
    assert block is not None
    drawn: dict[str, Any] = block["chart"]
    return drawn


def test_a_trend_is_a_line_of_median_and_p90_in_a_readable_unit() -> None:
    drawn = body(answer(series=SERIES))
    assert drawn["type"] == "line"
    assert [series["name"] for series in drawn["series"]] == ["Median", "90% within"]
    assert drawn["series"][0]["data"][-1] == {"label": "W47", "value": 2.23}
    assert drawn["axis_config"]["y_label"] == "Hours"


def test_a_target_is_a_line_of_its_own() -> None:
    drawn = body(answer(series=SERIES, target=Target(value=10800, met=True, words="met")))
    assert drawn["series"][-1]["name"] == "Target"
    assert {point["value"] for point in drawn["series"][-1]["data"]} == {3.0}


def test_missing_weeks_are_left_out_for_all_series_and_never_zero() -> None:
    drawn = body(answer(series=weekly([wait(9000), wait(None, 0), wait(8040)], complete=False)))
    for series in drawn["series"]:
        assert [point["label"] for point in series["data"]] == ["W45", "W47 so far"]
        assert all(point["value"] > 0 for point in series["data"])
    assert drawn["axis_config"]["categories"] == ["W45", "W47 so far"]


def test_p90_is_left_out_where_a_week_has_none() -> None:
    drawn = body(answer(series=weekly([wait(9000, 12), wait(8040)])))
    assert [series["name"] for series in drawn["series"]] == ["Median"]


def test_a_long_trend_keeps_its_newest_points() -> None:
    drawn = body(answer("backlog", series=weekly([figure(float(n + 1), n) for n in range(60)])))
    values = [point["value"] for point in drawn["series"][0]["data"]]
    assert values == [float(n) for n in range(41, 61)]


def test_names_that_cutting_makes_alike_are_told_apart() -> None:
    names = [(f"{'Very long team name ' * 3}{n}", wait(60)) for n in range(3)]
    categories = body(answer(**parts(names, Dimension.TEAM)))["axis_config"]["categories"]
    assert len(set(categories)) == 3
    assert all(len(name) <= 20 for name in categories)


def test_bars_too_short_to_be_seen_have_their_value_in_their_name() -> None:
    unlike = [("Email to the whole of support", wait(7200)), ("Chat", wait(110))]
    categories = body(answer(**parts(unlike)))["axis_config"]["categories"]
    assert categories == ["Email to the\u2026 2h 0m", "Chat 1m 50s"]
    alike = [("Email", wait(7200)), ("Chat", wait(3600))]
    assert body(answer(**parts(alike)))["axis_config"]["categories"] == ["Email", "Chat"]


def test_names_hold_no_mention() -> None:
    assert "<" not in str(native(chart(answer(scope=HOSTILE, **parts([(HOSTILE, wait(60))])))))


def test_nothing_to_show_gives_no_block() -> None:
    assert native(chart(answer(series=weekly([wait(None, 0)] * 3)))) is None


@pytest.mark.parametrize("name", RESULTS)
def test_slack_takes_every_chart(name: str) -> None:
    block = native(chart(RESULTS[name]))
    assert block is None or faults({"text": "x", "blocks": [block]}) == []
