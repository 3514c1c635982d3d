from __future__ import annotations

from dataclasses import replace

from bot.charts.chart import chart
from bot.charts.marks import MOST_BARS
from bot.charts.shapes import ChartKind
from metrics.catalogue.metric import Unit
from metrics.periods import Period
from metrics.question.query import Clock, Query
from metrics.question.result import Reference, Target
from metrics.tickets.records import Dimension
from tests.bot.samples import TREND, answer, bands, figure, parts, rate, wait, weekly

SERIES = weekly([wait(value) for value in TREND])
STEPS = (None, 14400.0, 10800.0)


def target(value: float) -> Target:
    return Target(value=value, met=True, words="met")


def test_a_duration_is_a_line_with_p90_and_the_week_before() -> None:
    drawn = chart(answer(series=SERIES))
    assert (drawn.kind, drawn.p90, drawn.previous) == (ChartKind.LINE, True, 10)
    assert drawn.title == "First response time \u00b7 Email"
    assert drawn.subtitle == "Median \u00b7 12 weeks to 22 Nov 2026"
    assert (drawn.marks[-1].label, drawn.marks[-1].text) == ("W47", "2h 14m")


def test_only_the_window_that_was_asked_for_is_the_main_one() -> None:
    assert [mark.main for mark in chart(answer(series=SERIES)).marks] == [False] * 11 + [True]


def test_what_adds_up_is_drawn_as_columns_and_a_level_as_a_line() -> None:
    counts = weekly([figure(310, 310), figure(402, 402)], complete=False)
    volume, backlog = answer("volume", series=counts), answer("backlog", series=counts)
    assert (chart(volume).kind, chart(backlog).kind) == (ChartKind.COLUMNS, ChartKind.LINE)
    assert (chart(volume).marks[-1].complete, chart(backlog).marks[-1].complete) == (False, True)


def test_a_variant_is_drawn_as_what_it_counts_itself() -> None:
    counts = weekly([figure(310, 310), figure(402, 402)])
    asked = Query(metric="solved", variant="events", period=Period.of("last week"))
    drawn = chart(replace(answer("solved", series=counts), query=asked))
    assert (drawn.series, drawn.counts) == ("solves", "solves")
    assert chart(answer("solved", series=counts)).counts == "tickets"


def test_a_week_without_tickets_has_no_value_and_is_not_zero() -> None:
    drawn = chart(answer(series=weekly([wait(9000), wait(None, 0), wait(8040)])))
    assert [mark.value for mark in drawn.marks] == [9000, None, 8040]
    assert drawn.marks[1].text == "no data"


def test_a_handful_shows_no_value() -> None:
    drawn = chart(answer(series=weekly([wait(9000), wait(60, 3)])))
    assert (drawn.marks[1].value, drawn.marks[1].low, drawn.marks[1].text) == (
        None,
        None,
        "too few",
    )
    assert any("too few" in note for note in drawn.notes)


def test_a_target_is_a_line_in_the_words_of_its_direction() -> None:
    goal = chart(answer(series=SERIES, target=target(10800))).target
    assert goal is not None
    assert goal.label == "Target at most 3h"


def test_a_target_far_above_is_said_and_does_not_flatten_the_rest() -> None:
    drawn = chart(answer(series=SERIES, target=target(86400 * 3)))
    assert drawn.target is None
    assert "Target at most 3d is off this scale" in drawn.notes
    assert drawn.scale.top < 86400


def test_a_p90_far_above_is_said_and_does_not_flatten_the_rest() -> None:
    slow = replace(wait(600), p90=replace(wait(90000).estimate, n=400))
    drawn = chart(answer(series=weekly([slow, slow])))
    assert not drawn.p90
    assert any("90% within 1d 1h" in note for note in drawn.notes)


def test_business_hours_are_named_and_have_no_days() -> None:
    query = Query(metric="frt", period=Period.of("last week"), clock=Clock.BUSINESS)
    drawn = chart(answer(query=query, series=weekly([wait(187200), wait(187200)])))
    assert drawn.subtitle.endswith("business hours")
    assert drawn.marks[0].text == "52h 0m"


def test_parts_become_bars_and_the_rest_is_said() -> None:
    named = [(f"Team {n:03}", wait(60.0 + n)) for n in range(100)]
    drawn = chart(answer(**parts(named, Dimension.TEAM)))
    assert (drawn.kind, len(drawn.marks)) == (ChartKind.BARS, MOST_BARS)
    assert drawn.marks[0].label == "Team 000"
    assert "88 more in the table" in drawn.notes


def test_a_part_without_a_name_is_none() -> None:
    assert chart(answer(**parts([("", wait(60))]))).marks[0].label == "(none)"


def test_a_mix_shows_shares_with_their_counts() -> None:
    drawn = chart(answer("mix", figure=rate(3, 4), **parts([("Email", rate(530, 1000))])))
    assert (drawn.marks[0].value, drawn.marks[0].text) == (0.53, "53.0%")
    assert drawn.marks[0].note == "530"


def test_ages_are_bars_of_counts_so_that_each_has_its_name() -> None:
    drawn = chart(answer("aging", bands=bands([120, 96, 80, 51, 33, 22]), series=SERIES))
    assert (drawn.kind, drawn.scale.unit) == (ChartKind.BARS, Unit.COUNT)
    assert [mark.text for mark in drawn.marks] == ["120", "96", "80", "51", "33", "22"]


def test_a_chart_without_a_value_is_empty() -> None:
    assert chart(answer(series=weekly([wait(None, 0)] * 12))).empty
    assert chart(answer(series=())).empty


def test_the_target_of_each_window_is_the_one_of_its_time() -> None:
    points = [replace(p, target=t) for p, t in zip(SERIES[-3:], STEPS, strict=True)]
    drawn = chart(answer(series=tuple(points), target=target(10800)))
    assert [mark.target for mark in drawn.marks] == [None, 14400, 10800]
    assert drawn.scale.top >= 14400
    assert "orange: target at most 3h since W47" in drawn.notes


def test_a_target_set_after_the_window_is_not_drawn() -> None:
    assert chart(answer(series=SERIES, target=Target.later(10800))).target is None


def test_an_outside_figure_is_drawn_where_it_fits_and_else_said() -> None:
    near = Reference(low=7200, high=10800, label="B2B 2h to 3h")
    far = Reference(low=86400 * 9, high=86400 * 9, label="B2B 9d")
    drawn = chart(answer(series=SERIES, reference=near)).outside
    assert drawn
    assert "grey dashes: B2B 2h to 3h" in chart(answer(series=SERIES, reference=near)).notes
    assert list(drawn.values) == [7200, 10800]
    off = chart(answer(series=SERIES, reference=far))
    assert off.outside is None
    assert "B2B 9d is off this scale" in off.notes
    assert chart(answer(**parts([("Chat", wait(60))]), reference=near)).outside is None
