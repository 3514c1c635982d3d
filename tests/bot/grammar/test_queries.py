"""A question must be one, and one that its metric can answer."""

from __future__ import annotations

import pytest

from bot.grammar import parse, render
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.question.query import Query
from tests.bot.grammar.desk import DESK, refusal


@pytest.mark.parametrize(
    ("words", "message", "suggestions"),
    [
        ("frt csat email", "one metric at a time: frt or csat", ("frt email", "csat email")),
        ("frt june july", "one period at a time: june or july", ("frt june", "frt july")),
        ("frt p50 p90", "one percentile", ("frt p50", "frt p90")),
        ("frt business calendar", "never mix", ("frt business", "frt")),
        ("frt by team by agent by channel", "at most 2", ("frt by team and agent",)),
        ("frt by status", "can be split by channel, team", ("frt",)),
        ("frt pending email", "can be narrowed by channel, team", ("frt email",)),
        ("csat business hours", "no business hours", ("csat",)),
        ("volume p90 email", "no percentiles", ("volume email",)),
        ("csat p90 business", "no business hours", ()),
    ],
)
def test_what_cannot_be_answered_says_why_and_what_can(
    words: str, message: str, suggestions: tuple[str, ...]
) -> None:
    error = refusal(words)
    assert message in str(error)
    assert error.suggestions == suggestions


@pytest.mark.parametrize("words", ["", "  ", "please", "email last month"])
def test_without_a_metric_some_are_offered(words: str) -> None:
    error = refusal(words)
    assert "Which metric" in str(error)
    assert len(error.suggestions) >= 3


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("frt email", "by agent", "frt email by agent"),
        ("frt email by agent", "last month", "frt email last month by agent"),
        ("frt email", "chat", "frt chat"),
        ("frt email team support", "chat", "frt chat team Support"),
        ("frt business p90", "calendar", "frt p90"),
        ("frt business p90 email by team", "csat", "csat email by team"),
        ("frt july", "csat", "csat july"),
        ("backlog status pending by status", "frt", "frt"),
        ("frt email", "", "frt email"),
    ],
)
def test_words_can_change_an_earlier_question(before: str, words: str, after: str) -> None:
    about = parse(before, DESK)
    assert render(parse(words, DESK, about=about), DESK) == after


def test_an_earlier_question_by_a_metric_that_is_gone_does_not_help() -> None:
    about = Query(metric="gone", period=CATALOGUE["frt"].default_period)
    assert parse("frt", DESK, about=about) == parse("frt", DESK)


@pytest.mark.parametrize(
    ("words", "metric", "variant"),
    [
        ("frt any email", "frt", "any"),
        ("frt including bots", "frt", "any"),
        ("mean frt", "frt", "mean"),
        ("resolution net", "resolution", "net"),
        ("resolution time net all last month", "resolution", "net all"),
        ("mttr", "resolution", "mean"),
        ("solves", "solved", "events"),
        ("queue_time total", "queue_time", "total"),
        ("queue time in total last month", "queue_time", "total"),
        ("total queue time", "queue_time", ""),
        ("fcr all", "fcr", "all"),
        ("fcr basis=all", "fcr", "all"),
        ("fcr basis=survey", "fcr", "survey"),
        ("first contact resolution of all last month", "fcr", "all"),
        ("all fcr", "fcr", ""),
        ("repeat 30", "repeat", "30"),
        ("repeat contacts 30 days by team", "repeat", "30"),
        ("repeat last 30 days", "repeat", ""),
        ("aging since reopened", "aging", "reopened"),
        ("handoff mean", "handoff", "mean"),
        ("churn after support july", "churn", "after support"),
        ("customer churn after a ticket last quarter", "churn", "after support"),
        ("lost after a ticket", "churn", "after support"),
        ("customers lost", "churn", ""),
        ("handoffs per ticket last month", "handoff", "mean"),
        ("frt from=handover", "frt", "handover"),
        ("frt from handover email", "frt", "handover"),
        ("frt after bot", "frt", "handover"),
        ("first response time handover", "frt", "handover"),
        ("takeover", "takeover", ""),
        ("reopen strict", "reopen", "strict"),
        ("backlog age reopened", "aging", "reopened"),
    ],
)
def test_a_variant_is_said_beside_its_metric_or_by_a_name_of_its_own(
    words: str, metric: str, variant: str
) -> None:
    query = parse(words, DESK)
    assert (query.metric, query.variant) == (metric, variant)


@pytest.mark.parametrize(
    ("words", "message", "suggestions"),
    [
        ("backlog net", "no variant “net”", ("backlog",)),
        ("resolution any", "It has resolution net", ("resolution", "resolution net")),
        ("frt any mean", "one of these at a time: any or mean", ("frt any", "frt mean")),
        ("frt mean p90", "no percentiles", ("frt mean",)),
    ],
)
def test_a_variant_that_cannot_be_is_told_with_those_that_can(
    words: str, message: str, suggestions: tuple[str, ...]
) -> None:
    with pytest.raises(AskError, match=message) as refused:
        parse(words, DESK)
    assert refused.value.suggestions[: len(suggestions)] == suggestions


def test_a_follow_up_keeps_the_variant_until_a_metric_is_named() -> None:
    about = parse("frt any email", DESK)
    assert parse("last month", DESK, about=about).variant == "any"
    assert parse("frt", DESK, about=about).variant == ""
    assert parse("mean", DESK, about=about).variant == "mean"
