"""A question's Explanation: its window against the one before, split by what tells most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from metrics.ask import figures
from metrics.ask.figures import Rows
from metrics.ask.question import Question
from metrics.catalogue.metric import (
    Age,
    AnyMetric,
    Duration,
    Flow,
    Growth,
    Level,
    Mix,
    Share,
)
from metrics.errors import AskError
from metrics.periods import Window
from metrics.question.explanation import (
    Carrier,
    Explanation,
    Shift,
    Side,
    adds_up,
    carrying,
    shifts,
    telling,
)
from metrics.question.result import Result
from metrics.tickets.arrays import Floats
from metrics.tickets.columns import Codes, Facts, Ints
from metrics.tickets.records import Dimension

DIMENSIONS = (
    *(Dimension.CHANNEL, Dimension.TEAM, Dimension.PRIORITY),
    *(Dimension.CATEGORY, Dimension.TIER, Dimension.SOURCE),
)
"""What a step is split by. Single people never explain a number."""
MOST_TICKETS = 5
HOUR = "hour"
HOURS = 6
"""The day is split into stretches of so many hours."""


class Weights(NamedTuple):
    """The rows of a window, what each adds, and to what it is compared with."""

    rows: Rows
    amount: Floats
    of: Floats


def explain(question: Question, result: Result, by: Dimension | None) -> Explanation:
    """Why the headline moved, split by `by` or by what tells most. Raises AskError."""
    explainable(question, result)
    if by is not None and by.of_attribute:
        raise AskError(
            f"I cannot split a change by {by}, since its parts may overlap. A figure by {by} "
            "compares each part with the period before."
        )
    old, new = (_weigh(question, window) for window in (question.before, question.window))
    counts = _counts(question.metric)
    if not counts and not (old.of.sum() > 0 and new.of.sum() > 0):
        raise AskError("One of the two periods has nothing to compare; ask about a longer one.")
    splits = {
        dimension: _split(question, dimension, old, new)
        for dimension in _dimensions(question, new.rows)
    }
    split = _best(splits, by)
    code = next(iter(splits[split]))
    others = {str(d): parts for d, parts in splits.items() if d is not split}
    if not isinstance(question.metric, Level | Age | Growth):
        others[HOUR] = _by_hour(question, old, new)
    return Explanation(
        result=result,
        dimension=split,
        counts=counts,
        parts=tuple(splits[split].values()),
        also=tuple((d, next(iter(p.values()))) for d, p in others.items() if len(p) > 1),
        tickets=() if counts else _tickets(question, old, new, (split, code)),
    )


def _counts(metric: AnyMetric) -> bool:
    return isinstance(metric, Flow | Level | Growth)


def explainable(question: Question, result: Result) -> None:
    """Raises AskError where a step cannot be told by its parts."""
    metric, title = question.metric, question.metric.title
    if not adds_up(metric):
        raise AskError(f"I cannot split a change of {title}: it is not made of parts I may tell.")
    if result.previous is None:
        raise AskError(f"The history does not reach back to {question.before.label}.")
    if any(question.unread(window) for window in (question.window, question.before)):
        raise AskError(
            "I cannot say why yet: something of tickets that began before is still to be read."
        )
    if result.figure.hidden or result.previous.hidden:
        raise AskError("Too few stand behind one of the two periods; ask about a longer one.")


def _dimensions(question: Question, rows: Rows) -> list[Dimension]:
    about = question.split if isinstance(question.metric, Mix) else ()
    open = question.metric.dimensions & set(rows.cut) - set(about)
    if len(question.directory.sources) < 2:
        open -= {Dimension.SOURCE}
    candidates = [d for d in DIMENSIONS if d in open and len(question.query.values(d)) != 1]
    if not candidates:
        raise AskError(f"There is nothing to split {question.metric.title} by here.")
    return candidates


def _best(splits: Mapping[Dimension, dict[int, Shift]], by: Dimension | None) -> Dimension:
    nonempty = {dimension: parts for dimension, parts in splits.items() if parts}
    if not nonempty:
        raise AskError("There is nothing in either period, so nothing has changed.")
    if by in nonempty:
        return by
    return max(nonempty, key=lambda dimension: telling(list(nonempty[dimension].values())))


def _weigh(question: Question, window: Window) -> Weights:
    """The rows that count in a window with what each adds to the headline."""
    rows = figures.countable(question.rows_in(window))
    ones = np.ones(len(rows))
    at = min(window.end, question.as_of)
    match question.metric:
        case Duration() | Age():
            seconds = figures.seconds(rows, question.query.clock, question.hours, at)
            return Weights(rows, seconds.astype(np.float64), ones)
        case Share() as metric if isinstance(rows, Facts):
            hits = figures.hits(rows, metric.horizon_seconds, question.as_of)
            return Weights(rows, hits.astype(np.float64), ones)
        case Mix():
            value = question.mix_value[0] if question.mix_value else -1
            codes = rows.cut[question.split[0]]
            return Weights(rows, (codes == value).astype(np.float64), ones)
        case Growth() as metric if isinstance(rows, Facts):
            signs = np.array([sign for _, sign in metric.steps], dtype=np.float64)
            return Weights(rows, signs[rows.step], ones)
        case _:
            facts = rows if isinstance(rows, Facts) else None
            amount = ones if facts is None or facts.amount is None else facts.amount
            return Weights(rows, amount, ones if facts is None or facts.of is None else facts.of)


def _by_hour(question: Question, old: Weights, new: Weights) -> dict[int, Shift]:
    """The same by the time of day, in the team's zone, at which each began."""
    sides = (_sides(each, hours_of(question, each.rows)) for each in (old, new))
    parts = shifts(*sides, counts=_counts(question.metric))
    ends = {code: f"{code * HOURS:02}:00-{(code + 1) * HOURS:02}:00" for code in parts}
    return carrying({code: replace(shift, label=ends[code]) for code, shift in parts.items()})


def hours_of(question: Question, rows: Rows) -> Ints:
    """The stretch of the day in which each row began, in the zone of the question."""
    assert isinstance(rows, Facts)
    began = rows.start_at if isinstance(question.metric, Duration) else rows.at
    quarters, which = np.unique(began // 900, return_inverse=True)
    there = (datetime.fromtimestamp(int(at) * 900, question.zone).hour for at in quarters)
    return np.array([hour // HOURS for hour in there], dtype=np.int64)[which]


def _sides(side: Weights, codes: Ints | Codes) -> dict[int, Side]:
    """The sums of each code."""
    ns = np.bincount(codes)
    amounts = np.bincount(codes, weights=side.amount)
    weights = np.bincount(codes, weights=side.of)
    return {
        int(code): Side(
            Fraction(float(amounts[code])), Fraction(float(weights[code])), int(ns[code])
        )
        for code in np.flatnonzero(ns)
    }


def _split(question: Question, by: Dimension, old: Weights, new: Weights) -> dict[int, Shift]:
    """What each code of a dimension does to the step, the one that carries most first."""
    parts = shifts(
        _sides(old, old.rows.cut[by]),
        _sides(new, new.rows.cut[by]),
        counts=_counts(question.metric),
    )
    words, label = question.snapshot.words[by], question.directory.label
    labelled = {code: replace(shift, label=label(by, words[code])) for code, shift in parts.items()}
    return carrying(labelled)


def _tickets(
    question: Question, old: Weights, new: Weights, part: tuple[Dimension, int]
) -> tuple[Carrier, ...]:
    """The rows of the part that carry most: each adds what it is away from the mean before."""
    before, weight = old.amount.sum() / old.of.sum(), new.of.sum()
    adds = (new.amount - before * new.of) / weight
    within = np.flatnonzero(new.rows.cut[part[0]] == part[1])
    rose = adds.sum() >= 0
    order = within[np.argsort(-adds[within] if rose else adds[within], kind="stable")]
    order = order[adds[order] > 0] if rose else order[adds[order] < 0]
    first = order[:MOST_TICKETS]
    who = question.who([int(key) for key in new.rows.ticket[first]])
    return tuple(
        Carrier(
            ticket=who[int(new.rows.ticket[at])].id,
            amount=float(new.amount[at]),
            adds=Fraction(float(adds[at])),
            source=who[int(new.rows.ticket[at])].source,
            number=who[int(new.rows.ticket[at])].number,
            helpdesk=question.directory.helpdesk(who[int(new.rows.ticket[at])].source),
        )
        for at in first
        if int(new.rows.ticket[at]) in who
    )
