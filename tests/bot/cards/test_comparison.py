"""What a figure is compared with, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.cards.card import card
from bot.cards.compact import compact
from bot.cards.comparison import change
from bot.cards.glance import glance, sentence
from metrics.periods import Period, PeriodKind, Window, year_before
from metrics.periods.windows import window
from metrics.question.query import Against, Filter, Query, Rival
from metrics.question.result import Change, Figure, Movement, Result, Target, Versus
from metrics.statistics.estimates import Estimate
from metrics.tickets.records import Dimension
from sandbox.slack.rules import faults
from tests.bot.samples import BERLIN, HOSTILE, WEEK, answer, rate, wait

CHAT = Filter(Dimension.CHANNEL, ("chat",))
UNCLEAR = Change(difference=60.0, relative=0.01, movement=Movement.UNCLEAR)
SPAN: Window = window(PeriodKind.SPAN, date(2026, 8, 17), date(2026, 11, 15), BERLIN)


def compared(against: Rival, label: str, key: str = "frt", **more: Any) -> Result:
    where = (Filter(Dimension.CHANNEL, ("email",)),)
    query = Query(metric=key, period=Period.of("last week"), where=where, against=against)
    named = {name: more.pop(name) for name in ("missing", "goal") if name in more}
    versus = Versus(label=label, missing=named.get("missing", ""), target=named.get("goal"))
    return answer(key, **{"query": query, "versus": versus, **more})


def test_a_year_ago_is_named_with_its_year() -> None:
    result = compared(Against.YEAR, "a year ago", previous_window=year_before(WEEK, BERLIN))
    assert dict(glance(result))["Against last year"] == (
        "\u25bc 12% faster \u00b7 better (Week 47 of 2025: 2h 33m)"
    )
    assert sentence(result).startswith(
        "First response time, Email, Week 47 (16\u201322 Nov 2026), vs a year ago: 2h 14m median."
    )


def test_without_data_a_year_ago_there_is_no_zero() -> None:
    none: dict[str, Any] = {"previous": None, "previous_window": None, "change": None}
    result = compared(Against.YEAR, "a year ago", missing="no data a year ago", **none)
    assert dict(glance(result))["Against last year"] == "no data a year ago"


def test_other_tickets_have_their_sample_and_are_judged_by_their_own_target() -> None:
    slower = Change(difference=7920.0, relative=66.0, movement=Movement.HIGHER)
    goals: dict[str, Any] = {
        "target": Target(value=14400, met=True, words="met"),
        "goal": Target(value=60, met=False, words="not met"),
    }
    result = compared(CHAT, "Chat", previous=wait(120, 97), change=slower, **goals)
    shown = dict(glance(result))
    assert shown["Compared"] == (
        "\u25b2 67 times slower (Chat: 2m 0s, 97 first replies, target at most 1m \u00b7 not met)"
    )
    assert shown["Target"] == "at most 4h \u00b7 met"


def test_what_chance_alone_may_do_is_no_clear_difference() -> None:
    result = compared(CHAT, "Chat", previous=wait(8000, 97), change=UNCLEAR)
    assert (change(result) or "").startswith("no clear difference (Chat: ")


def test_other_tickets_are_told_though_there_are_none_of_ones_own() -> None:
    result = compared(CHAT, "Chat", figure=wait(None, 0), previous=wait(120, 97), change=None)
    assert change(result) == "Chat: 2m 0s, 97 first replies"


def test_too_few_of_the_others_show_their_count() -> None:
    result = compared(CHAT, "Chat", previous=wait(120, 3), change=None)
    assert change(result) == "Chat: too few to tell (3), 3 first replies"


def test_against_a_target_it_is_said_once_and_how_far() -> None:
    far = Change(difference=-0.1, relative=None, movement=Movement.WORSE)
    goal = Target(value=0.9, met=False, words="not met")
    result = compared(
        Against.TARGET,
        "target",
        "csat",
        figure=rate(240, 300),
        previous=None,
        change=far,
        target=goal,
    )
    shown = dict(glance(result))
    assert shown["Against target"] == (
        "\u25bc 10.0 points lower \u00b7 worse (at least 90% \u00b7 not met)"
    )
    assert "Target" not in shown


def test_without_a_target_it_is_said_how_to_set_one() -> None:
    result = compared(Against.TARGET, "target", missing="none is set", previous=None, change=None)
    assert change(result) == (
        "none is set: /kpi target frt email 4h sets one, /kpi baseline proposes one"
    )


def test_a_baseline_says_how_many_weeks_it_is_of() -> None:
    before = Window(SPAN.start, SPAN.end, SPAN.kind, "13 weeks before", SPAN.first, SPAN.last)
    usual = Figure(estimate=Estimate(9180.0, 13, 9000.0, 9400.0))
    result = compared(Against.BASELINE, "baseline", previous=usual, previous_window=before)
    assert dict(glance(result))["Against baseline"] == (
        "\u25bc 12% faster \u00b7 better (median of 13 weeks before: 2h 33m)"
    )


@pytest.mark.parametrize("label", [HOSTILE, "X" * 300, "\u6771" * 90])
def test_slack_takes_the_card_whatever_the_other_is_called(label: str) -> None:
    result = compared(CHAT, label, caveats=(f"{label} and Email are unlike work.",))
    for reply in (card(result, "frt"), compact(result, "frt", None, None)):
        assert faults({"text": reply.text, "blocks": [*reply.head, *reply.tail]}) == []
        assert "<!" not in str(reply.head) + reply.text
