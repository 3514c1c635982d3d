"""Figures made of amounts, from rows worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from metrics.ask import amounts
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Rate, Ratio, Score
from metrics.errors import UnavailableError
from metrics.periods import PeriodKind, Window
from metrics.statistics.estimates import Estimate
from metrics.tickets.columns import Columns, Facts, facts

WINDOW = Window(100, 200, PeriodKind.DAYS, "those days", date(2026, 10, 1), date(2026, 10, 2))
NOTHING = cast("Columns", SimpleNamespace(imported={}))


def rows(*values: float, of: float | None = None) -> Facts:
    n = len(values)
    return facts(
        ticket=np.zeros(n, np.int64),
        at=np.arange(n) + 100,
        cut={},
        amount=np.array(values, np.float64),
        of=None if of is None else np.full(n, of),
    )


def score(key: str) -> Score:
    metric = CATALOGUE[key]
    assert isinstance(metric, Score)
    return metric


def rate(key: str, whole: float | None) -> Rate:
    metric = CATALOGUE[key]
    assert isinstance(metric, Rate)
    return replace(metric, whole=lambda _columns, _start, _end: whole)


def ratio() -> Ratio:
    metric = CATALOGUE["utilization"]
    assert isinstance(metric, Ratio)
    return metric


def test_a_mean_has_its_interval_and_a_median_where_that_is_told() -> None:
    figure = amounts.figure(score("aht"), rows(60, 120, 180, 240, 900))
    assert (figure.value, figure.median, figure.n) == (300, 180, 5)
    assert figure.estimate.low is not None
    assert figure.few
    assert not figure.hidden
    assert amounts.figure(score("ces"), rows(1, 2, 3, 4, 5)).median is None


def test_below_five_answers_a_score_is_hidden() -> None:
    assert amounts.figure(score("enps"), rows(100, 100, 100, 100)).hidden
    assert amounts.figure(score("enps"), rows()).value is None


def test_a_ratio_is_one_sum_over_the_other_and_nothing_over_nothing_is_nothing() -> None:
    assert amounts.figure(ratio(), rows(3, 1, of=5)).value == 0.4
    assert amounts.figure(ratio(), rows(of=5)).value is None


def test_a_rate_is_that_of_its_whole_window() -> None:
    def value(metric: Rate, n: int) -> float | None:
        return amounts.rate(metric, rows(*[1] * n), NOTHING, WINDOW, 300).value

    assert value(rate("contact_rate", 50), 10) == 20
    assert value(rate("cost_ticket", 50), 10) == 5
    assert value(rate("cost_ticket", 50), 0) is None
    assert value(rate("churn", 50), 10) == 0.2
    assert value(rate("churn", None), 10) is None
    with pytest.raises(ValueError, match="whole window"):
        amounts.figure(rate("churn", 50), rows(1))


@pytest.mark.parametrize(
    ("n", "few", "hidden"),
    [(0, False, False), (1, True, True), (4, True, True), (5, True, False), (30, False, False)],
)
def test_a_ratio_or_a_rate_of_few_is_marked_and_of_fewer_is_hidden(
    n: int, few: bool, hidden: bool
) -> None:
    told = rows(*[1] * n, of=2)
    some = [amounts.figure(ratio(), told)]
    for key in ("cost_ticket", "cost_resolution", "contact_rate"):
        some.append(amounts.rate(rate(key, 50), told, NOTHING, WINDOW, 300))
    assert [(figure.few, figure.hidden) for figure in some] == [(few, hidden)] * 4


def test_a_rate_of_counts_has_the_interval_of_its_count() -> None:
    estimate = amounts.rate(rate("contact_rate", 100), rows(*[1] * 20), NOTHING, WINDOW, 300)
    assert estimate.estimate.low == pytest.approx(12.2, abs=0.05)
    assert estimate.estimate.high == pytest.approx(30.9, abs=0.05)


def test_what_is_not_known_for_the_window_is_demanded() -> None:
    with pytest.raises(UnavailableError, match="not available for those days: not all of its cost"):
        amounts.demand(rate("cost_ticket", None), NOTHING, WINDOW, 300)
    with pytest.raises(UnavailableError, match="2026-10-01 or earlier"):
        amounts.demand(rate("churn", None), NOTHING, WINDOW, 300)
    amounts.demand(rate("churn", 5), NOTHING, WINDOW, 300)
    amounts.demand(CATALOGUE["volume"], NOTHING, WINDOW, 300)


def test_a_census_moves_for_sure_and_a_mean_only_clearly() -> None:
    known, bare = Estimate(5, 40, 4, 6), Estimate(5.5, 40)
    assert amounts.difference(ratio(), bare, Estimate(5, 40)).clear
    assert not amounts.difference(ratio(), bare, bare).clear
    assert not amounts.difference(score("ces"), Estimate(5.5, 40, 4.5, 6.5), known).clear
    assert amounts.difference(score("ces"), Estimate(9, 40, 8, 10), known).clear


def test_a_figure_outside_its_band_says_so() -> None:
    def said(productive: float) -> tuple[str, ...]:
        return amounts.notes(ratio(), amounts.figure(ratio(), rows(*[productive] * 5, of=100)))

    assert said(80) == ()
    assert said(86)[0].startswith("Above the band of 70 to 85 %")
    assert said(69)[0].startswith("Below")
    one = amounts.figure(ratio(), rows(69, of=100))
    assert amounts.notes(ratio(), one) == ()


def test_money_is_told_in_its_currency() -> None:
    costs = SimpleNamespace(words={"currency": np.array(["EUR", "EUR"])})
    columns: Any = SimpleNamespace(imported={"costs": costs})
    assert (
        amounts.with_currency("per ticket", CATALOGUE["cost_ticket"], columns) == "EUR per ticket"
    )
    assert amounts.with_currency("median", CATALOGUE["frt"], columns) == "median"


def test_no_figure_adds_two_currencies() -> None:
    def columns(*currencies: str) -> Columns:
        costs = SimpleNamespace(words={"currency": np.array(currencies)})
        return cast("Columns", SimpleNamespace(imported={"costs": costs}))

    metric = CATALOGUE["cost_ticket"]
    amounts.require_one_currency(metric, columns("EUR", "EUR"))
    amounts.require_one_currency(CATALOGUE["aht"], columns("EUR", "JPY"))
    with pytest.raises(UnavailableError, match="costs are stored in EUR and JPY"):
        amounts.require_one_currency(metric, columns("EUR", "JPY", "EUR"))
