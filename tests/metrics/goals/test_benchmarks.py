"""Outside figures: all there, each with its source, and never beside an unlike figure."""

from __future__ import annotations

import pytest

from metrics.goals.benchmarks import BENCHMARKS, SOURCES, Segment, benchmarks, reference, segment
from metrics.periods import Period
from metrics.question.query import Clock, Filter, Query
from metrics.tickets.records import Dimension

WEEK = Period.of("last week")


def said(metric: str, channel: str | None = None) -> list[str]:
    return [figure.words for figure in benchmarks(metric, channel)]


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("csat", ["85\u201390%", "80\u201385%", "about 86%", "about 83%"]),
        ("nps", ["30\u201345", "20\u201340", "about 35", "about 32"]),
        ("fcr", ["70\u201380%", "65\u201375%", "about 73%", "about 70%"]),
        ("aht", ["7\u201310 min", "5\u20138 min", "about 8 min", "about 7.5 min"]),
        ("frt", ["below 60 min", "below 15 min", "about 10 min", "about 25 min"]),
        ("escalation", ["below 10%", "below 12%", "about 8%", "about 10%"]),
        ("utilization", ["75\u201385%", "70\u201380%", "about 78%", "about 80%"]),
        ("cost_resolution", ["$6\u201312", "$3\u20138", "about $9", "about $6"]),
        ("sla", ["above 90%", "above 85%", "about 92%", "about 90%"]),
    ],
)
def test_the_table_by_segment_is_whole(metric: str, expected: list[str]) -> None:
    found = [b for b in BENCHMARKS if b.metric == metric and b.segment]
    assert [b.segment for b in found] == list(Segment)
    assert [b.words for b in found] == expected


def test_every_figure_has_a_source_and_says_something() -> None:
    for figure in BENCHMARKS:
        assert figure.source in SOURCES
        assert figure.words
        assert figure.origin.startswith(SOURCES[figure.source])


def test_a_channel_is_not_shown_another_channels_figures() -> None:
    assert said("frt", "email")[:3] == ["about 24 h", "about 24 h", "below 12 h"]
    assert "about 60 min" in said("frt", "social")
    assert "about 60 min" not in said("frt", "email")
    assert said("frt", "phone")[:2] == ["about 20 s", "about 30 s"]
    assert set(said("frt", "email")) < set(said("frt"))


def test_a_chart_has_the_figure_of_the_chosen_segment_in_the_metrics_own_unit() -> None:
    b2b = reference(Query(metric="frt", period=WEEK), Segment.B2B)
    assert b2b is not None
    assert (b2b.low, b2b.high) == (3600, 3600)
    assert b2b.label == "B2B below 60 min (benchmark table by segment, 2024\u20132026)"
    csat = reference(Query(metric="csat", period=WEEK), Segment.B2C)
    assert csat is not None
    assert (csat.low, csat.high) == pytest.approx((0.8, 0.85))


def test_nothing_is_drawn_beside_what_it_is_not_about() -> None:
    email = (Filter(Dimension.CHANNEL, ("email",)),)
    for query in (
        Query(metric="frt", period=WEEK, where=email),
        Query(metric="frt", period=WEEK, clock=Clock.BUSINESS),
        Query(metric="frt", period=WEEK, percentile=90),
        Query(metric="backlog", period=WEEK),
    ):
        assert reference(query, Segment.B2B) is None
    assert reference(Query(metric="frt", period=WEEK), None) is None


def test_a_setting_chooses_the_segment_or_none() -> None:
    assert (segment("off"), segment(" B2B ")) == (None, Segment.B2B)
    with pytest.raises(ValueError, match="off, b2b, b2c, smb, enterprise"):
        segment("mine")
