"""Figures made of amounts: mean scores, one sum over another, and facts beside a whole window."""

from __future__ import annotations

import numpy as np

from metrics.catalogue.metric import AnyMetric, Rate, Ratio, Score, Unit
from metrics.errors import Missing, UnavailableError
from metrics.periods import Window
from metrics.question.result import Figure
from metrics.statistics.estimates import (
    Difference,
    Estimate,
    count,
    mean_difference,
    mean_estimate,
    net_estimate,
    percentile,
    share,
)
from metrics.tickets.columns import Columns, Facts, Spans
from metrics.tickets.records import Instant

SHOWN_FROM = 5
"""Below, a sample says nothing: only its count is shown (metric catalogue, 3.2)."""


def figure(metric: Score | Ratio | Rate, rows: Facts) -> Figure:
    """The figure of rows that count."""
    match metric:
        case Score():
            return score(metric, rows)
        case Ratio():
            return ratio(metric, rows)
        case Rate():
            raise ValueError("A rate is asked of a whole window.")


def statistic(metric: Score | Ratio | Rate) -> str:
    """What the headline is."""
    if isinstance(metric, Score):
        return "net score" if metric.net else "mean"
    return metric.per_words or "share"


def score(metric: Score, rows: Facts) -> Figure:
    """The mean of the points of rows, or their net score."""
    points = np.zeros(0) if rows.amount is None else rows.amount
    n = len(points)
    return Figure(
        estimate=net_estimate(points) if metric.net else mean_estimate(points),
        median=percentile(points, 0.5) if metric.median else None,
        few=0 < n < metric.minimum,
        hidden=0 < n < SHOWN_FROM,
    )


def ratio(metric: Ratio, rows: Facts) -> Figure:
    """One sum over the other. All there is was counted, so there is no interval."""
    if rows.amount is None or rows.of is None:
        raise ValueError("A ratio is made of facts with amounts.")
    total = float(rows.of.sum())
    value = float(rows.amount.sum()) / total if total else None
    return _figure(metric, Estimate(value, len(rows)))


def rate(
    metric: Rate, rows: Facts | Spans, columns: Columns, window: Window, as_of: Instant
) -> Figure:
    """Facts of a window beside what is known of it as a whole."""
    whole = metric.whole(columns, window.start, min(window.end, as_of))
    n = len(rows)
    if not whole:
        return Figure(estimate=Estimate(None, n))
    if metric.unit is Unit.SHARE:
        return _lost_share(n, round(whole))
    if metric.inverse:
        return _figure(metric, Estimate(whole / n if n else None, n))
    events, each = count(n), metric.per / whole
    low, high = (None if bound is None else bound * each for bound in (events.low, events.high))
    return _figure(metric, Estimate(n * each, n, low, high))


def _figure(metric: Ratio | Rate, estimate: Estimate) -> Figure:
    n = estimate.n
    return Figure(estimate=estimate, few=0 < n < metric.minimum, hidden=0 < n < SHOWN_FROM)


def census(metric: AnyMetric) -> bool:
    """Whether all there is was counted, so that a step is a fact and chance no question."""
    return isinstance(metric, Ratio) or (isinstance(metric, Rate) and metric.inverse)


def difference(metric: Score | Ratio | Rate, new: Estimate, old: Estimate) -> Difference:
    """The step between two figures that have a value."""
    if not census(metric):
        return mean_difference(new, old)
    step = (new.value or 0) - (old.value or 0)
    return Difference(step, None, None, clear=step != 0)


def with_currency(words: str, metric: AnyMetric, columns: Columns) -> str:
    """The words behind a number, with the currency where it is money."""
    if metric.unit is not Unit.MONEY:
        return words
    return " ".join((*columns.imported["costs"].words["currency"][:1].tolist(), words))


def require_one_currency(metric: AnyMetric, columns: Columns) -> None:
    """Raises UnavailableError where costs are stored in several, which no figure adds up."""
    if metric.unit is not Unit.MONEY:
        return
    currencies = np.unique(columns.imported["costs"].words["currency"]).tolist()
    if len(currencies) > 1:
        why = f"costs are stored in {' and '.join(currencies)}, which do not add up"
        how = (
            "import the costs of all months again in one file, in one currency; what was set with "
            "`/kpi spend` goes with `/kpi spend none from` its first month"
        )
        raise UnavailableError(
            f"{metric.title} is not available: {why}. To mend it, {how}.",
            missing=(Missing(why, "", how),),
        )


def demand(metric: AnyMetric, columns: Columns, window: Window, as_of: Instant) -> None:
    """Raises UnavailableError where what a rate needs is not known for all of a window."""
    if not isinstance(metric, Rate):
        return
    if not metric.whole(columns, window.start, min(window.end, as_of)):
        why = metric.unknown.format(window=window.label, start=window.first)
        message = f"{metric.title} is not available for {window.label}: {why}."
        missing = Missing(why, "", metric.supply.how if metric.supply else "")
        raise UnavailableError(message, missing=(missing,))


def notes(metric: AnyMetric, figure: Figure) -> tuple[str, ...]:
    """Where a figure lies outside of the band in which it is best."""
    if not isinstance(metric, Ratio) or metric.band is None:
        return ()
    if figure.value is None or figure.hidden:
        return ()
    low, high = metric.band
    if low <= figure.value <= high:
        return ()
    where = "Above" if figure.value > high else "Below"
    return (f"{where} the band of {low * 100:.0f} to {high * 100:.0f} % in which it is healthy.",)


def _lost_share(hits: int, n: int) -> Figure:
    """A share of the whole; more than there were at its start is no share."""
    return Figure(
        estimate=share(min(hits, n), n), hits=min(hits, n), few=n < 30, hidden=n < SHOWN_FROM
    )
