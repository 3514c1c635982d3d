"""Cuts of time in words: what is typed, and which question it is."""

from __future__ import annotations

import pytest

from bot.grammar import parse, read_inquiry, render
from metrics.periods.time_cuts import HEAT, TimeCut
from tests.bot.grammar.desk import DESK, refusal

CUTS = [
    # What is typed, how it is said again, by what it is cut.
    ("volume by weekday", "volume last 12 weeks by weekday", (TimeCut.WEEKDAY,)),
    ("busiest hour", "volume last 12 weeks by hour", (TimeCut.HOUR,)),
    ("busiest hour email last month", "volume email last month by hour", (TimeCut.HOUR,)),
    ("busiest times", "volume last 12 weeks by weekday and hour", HEAT),
    ("when are we busiest?", "volume last 12 weeks by weekday and hour", HEAT),
    ("volume by hour by weekday", "volume last 12 weeks by weekday and hour", HEAT),
    ("volume by weekday and hour", "volume last 12 weeks by weekday and hour", HEAT),
    ("volume heatmap", "volume last 12 weeks by weekday and hour", HEAT),
    ("tickets per day last week", "volume last week by day", (TimeCut.DAY,)),
    ("frt last 90 days by week", "frt last 90 days by week", (TimeCut.WEEK,)),
    ("frt last 90 days weekly", "frt last 90 days by week", (TimeCut.WEEK,)),
    ("frt daily", "frt last 14 days by day", (TimeCut.DAY,)),
    ("frt weekly", "frt last 12 weeks by week", (TimeCut.WEEK,)),
    ("csat monthly", "csat last 12 months by month", (TimeCut.MONTH,)),
    ("backlog by week", "backlog last 12 weeks by week", (TimeCut.WEEK,)),
    ("frt by day of the week", "frt last 12 weeks by weekday", (TimeCut.WEEKDAY,)),
    ("frt p90 chat by hour yesterday", "frt chat p90 yesterday by hour", (TimeCut.HOUR,)),
    ("mix by month", "mix last 12 months by month", (TimeCut.MONTH,)),
]


@pytest.mark.parametrize(("typed", "again", "over"), CUTS)
def test_a_cut_of_time_is_understood_and_said_again(
    typed: str, again: str, over: tuple[TimeCut, ...]
) -> None:
    query = parse(typed, DESK)
    assert query.over == over
    assert render(query, DESK) == again
    assert parse(again, DESK) == query


@pytest.mark.parametrize(
    ("typed", "why", "meant"),
    [
        ("backlog by hour", "whole days and longer", "backlog last 14 days by day"),
        ("frt by channel by week", "one at a time", "frt by channel"),
        ("frt by channel by week", "one at a time", "frt last 12 weeks by week"),
        ("frt by week and day", "by week or day?", "frt last 14 days by day"),
    ],
)
def test_what_cannot_be_cut_so_is_said_with_what_can(typed: str, why: str, meant: str) -> None:
    error = refusal(typed)
    assert why in str(error)
    assert meant in error.suggestions


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("forecast", "volume last 12 weeks by weekday"),
        ("forecast next week", "volume last 12 weeks by weekday"),
        ("predict volume email next month", "volume email last 12 weeks by weekday"),
        ("frt tomorrow", "frt last 12 weeks by weekday"),
        ("csat next monday", "csat last 12 weeks by weekday"),
        ("backlog next week", "volume last 12 weeks by weekday"),
    ],
)
def test_the_future_is_not_told_but_what_is_usual(typed: str, meant: str) -> None:
    error = refusal(typed)
    assert "not what will be" in str(error)
    assert error.suggestions[0] == meant


def test_the_next_reply_is_none_of_the_future() -> None:
    assert read_inquiry("next reply time last week", DESK).query.metric == "next_reply"


@pytest.mark.parametrize(
    ("about", "said", "again"),
    [
        ("frt email july", "by weekday", "frt email july by weekday"),
        ("frt july by channel", "by day", "frt july by day"),
        ("frt july by day", "by channel", "frt july by channel"),
        ("frt july by day", "chat", "frt chat july by day"),
        ("frt july by day", "trend", "frt july"),
    ],
)
def test_in_a_thread_the_newer_cut_takes_the_place_of_the_older(
    about: str, said: str, again: str
) -> None:
    found = read_inquiry(said, DESK, about=parse(about, DESK))
    assert found.phrase(DESK) == again


def test_time_beside_a_split_offers_one_part_by_time_and_each_cut_alone() -> None:
    error = refusal("frt july by team by week")
    assert "one at a time" in str(error)
    assert error.suggestions == (
        'frt team "Billing" july by week',
        "frt july by team",
        "frt july by week",
    )
    assert "frt team Chat july by week" in refusal("frt team chat july by team by week").suggestions


def test_no_single_agent_is_offered_by_time() -> None:
    assert not any("agent " in words for words in refusal("frt by agent by week").suggestions)
