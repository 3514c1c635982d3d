"""Tokens are read the longest phrase first, in any order."""

from __future__ import annotations

import pytest

from bot.grammar.draft import Draft
from bot.grammar.mistakes import UnreadError
from bot.grammar.reader import read
from bot.grammar.tokens import tokenize
from bot.grammar.vocabulary import Percentile, vocabulary_of
from metrics.catalogue import CATALOGUE
from metrics.periods import Period
from metrics.question.query import Clock
from metrics.tickets.records import Dimension
from tests.bot.grammar.desk import DESK

WORDS = vocabulary_of(CATALOGUE, DESK)


def draft(words: str) -> Draft:
    return read(tokenize(words), WORDS)


def test_all_that_is_said_is_noted() -> None:
    found = draft("by team p90 last month business hours email frt")
    assert found == Draft(
        metrics=[CATALOGUE["frt"]],
        periods=[Period.of("last month")],
        clocks=[Clock.BUSINESS],
        percentiles=[Percentile(90)],
        where={Dimension.CHANNEL: {"email"}},
        split=[Dimension.TEAM],
    )


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("team billing", {Dimension.TEAM: {"1"}}),
        ("team billing emea", {Dimension.TEAM: {"5"}}),
        ("the billing team", {Dimension.TEAM: {"1"}}),
        ("teams billing, 'tier 2' and support", {Dimension.TEAM: {"1", "2", "3"}}),
        ("team billing and email", {Dimension.TEAM: {"1"}, Dimension.CHANNEL: {"email"}}),
        ("team billing and chat", {Dimension.TEAM: {"1", "4"}}),
        ("billing and chat", {Dimension.TEAM: {"1"}, Dimension.CHANNEL: {"chat"}}),
        ("team none", {Dimension.TEAM: {""}}),
        ("tier Gold", {Dimension.TIER: {"gold"}}),
        ("gold customers", {Dimension.TIER: {"gold"}}),
        ("customer tiers gold and free", {Dimension.TIER: {"gold", "free"}}),
        ("tier 2", {Dimension.TEAM: {"2"}}),
        ("tier none", {Dimension.TIER: {""}}),
        ("agent unassigned", {Dimension.AGENT: {""}}),
        ("@bob", {Dimension.AGENT: {"a2"}}),
        ("@bob @zoë", {Dimension.AGENT: {"a2", "a4"}}),
        ("@bob and high", {Dimension.AGENT: {"a2"}, Dimension.PRIORITY: {"high"}}),
        ("agent smith", {Dimension.AGENT: {"a1"}}),
        ("high priority", {Dimension.PRIORITY: {"high"}}),
        ("priority urgent, low", {Dimension.PRIORITY: {"urgent", "low"}}),
        ("status on hold", {Dimension.STATUS: {"hold"}}),
        ("status solved", {Dimension.STATUS: {"solved"}}),
        ("category how-to setup", {Dimension.CATEGORY: {"How-to: setup"}}),
        ("category july", {Dimension.CATEGORY: {"July"}}),
    ],
)
def test_values_are_read(words: str, where: dict[Dimension, set[str]]) -> None:
    assert draft(words) == Draft(where=where)


@pytest.mark.parametrize(
    ("words", "split"),
    [
        ("by team", [Dimension.TEAM]),
        ("per agent", [Dimension.AGENT]),
        ("by team and channel", [Dimension.TEAM, Dimension.CHANNEL]),
        ("by channels, by groups", [Dimension.CHANNEL, Dimension.TEAM]),
        ("split by the status", [Dimension.STATUS]),
        ("by team by team", [Dimension.TEAM]),
        ("by customer tier", [Dimension.TIER]),
    ],
)
def test_splits_are_read(words: str, split: list[Dimension]) -> None:
    assert draft(words) == Draft(split=split)


def test_a_dimension_with_a_value_after_a_split_is_a_filter() -> None:
    found = draft("by team, channel email")
    assert found == Draft(split=[Dimension.TEAM], where={Dimension.CHANNEL: {"email"}})


def test_a_period_may_hold_a_comma() -> None:
    assert draft("july 3, 2026").periods == [Period.of("2026-07-03")]


@pytest.mark.parametrize(
    ("words", "start", "stop"),
    [
        ("email nonsense", 1, 2),
        ("team last week", 0, 1),
        ("by email", 0, 2),
        ("email support", 1, 2),
    ],
)
def test_what_says_nothing_is_pointed_at(words: str, start: int, stop: int) -> None:
    with pytest.raises(UnreadError) as caught:
        draft(words)
    assert (caught.value.start, caught.value.stop) == (start, stop)
