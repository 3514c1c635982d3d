"""Two plain ways to find what changed, beside which ours is measured in the same run."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from metrics.ask.deviations import Sample, cuts_of, sample_of, value_of, word_of
from metrics.ask.question import Question
from metrics.catalogue.metric import Better, Duration, Flow, Share
from metrics.periods import Window, before
from metrics.question.result import Result
from metrics.tickets.arrays import Floats
from metrics.tickets.columns import Facts, Ints

TENTH = 0.1
FEWEST = 8
WEEKS = 13
DAYS = 7
BEYOND = 3.0
"""So many robust deviations of weekly residuals are called a shift."""


@dataclass(frozen=True, slots=True)
class Call:
    """That a measure got worse, and the part named for it."""

    metric: str
    part: tuple[str, str]


def tenths(results: Sequence[Result], questions: Sequence[Question]) -> Iterator[Call]:
    """Each measure that got worse by more than a tenth; the part whose own figure did so most.

    More tickets count as worse, here as below.
    """
    for result, question in zip(results, questions, strict=True):
        was = result.previous.value if result.previous else None
        if _worse(question, result.figure.value, was) > TENTH:
            yield Call(question.metric.key, _tenth_part(question))


def _worse(question: Question, now: float | None, was: float | None) -> float:
    """By how much of what it was it is worse."""
    if now is None or not was:
        return 0.0
    change = (now - was) / was
    return -change if question.metric.better is Better.HIGHER else change


def _tenth_part(question: Question) -> tuple[str, str]:
    both = sample_of(question, [question.before, question.window])
    found = [(0.0, ("", ""))]
    for dimension, codes in cuts_of(question, both):
        for code in np.unique(codes):
            own = codes == code
            new, old = (both.told[own & (both.window == n)] for n in (1, 0))
            if min(len(new), len(old)) >= FEWEST:
                worse = _worse(question, *(value_of(question, each) for each in (new, old)))
                found.append((worse, (dimension, word_of(question, dimension, int(code)))))
    return max(found)[1]


def decomposed(questions: Sequence[Question]) -> Iterator[Call]:
    """Each measure whose week lies off its trend and its weekdays; the part that lies off most."""
    for question in questions:
        windows = [question.window]
        while len(windows) < WEEKS:
            windows.insert(0, before(windows[0], question.zone))
        if isinstance(question.metric, Duration | Share | Flow) and question.known(windows[0]):
            rows = sample_of(question, windows)
            days = _days(question, rows, windows[0])
            if _residual(question, rows.told, days) > BEYOND:
                yield Call(question.metric.key, _part_off(question, rows, days))


def _part_off(question: Question, rows: Sample, days: Ints) -> tuple[str, str]:
    scores = [(0.0, ("", ""))]
    for dimension, codes in cuts_of(question, rows):
        for code in np.unique(codes):
            own = codes == code
            if own[rows.window == WEEKS - 1].sum() >= FEWEST:
                score = _residual(question, rows.told[own], days[own])
                scores.append((score, (dimension, word_of(question, dimension, int(code)))))
    return max(scores)[1]


def _days(question: Question, rows: Sample, first: Window) -> Ints:
    """Which day of the windows each row began on."""
    by_start = isinstance(question.metric, Duration)
    began = np.concatenate(
        [each.start_at if by_start else each.at for each in rows.rows if isinstance(each, Facts)]
    )
    starts = [first.first + timedelta(days=n) for n in range(WEEKS * DAYS + 1)]
    edges = [datetime(d.year, d.month, d.day, tzinfo=question.zone).timestamp() for d in starts]
    return np.clip(np.searchsorted(edges, began, side="right") - 1, 0, WEEKS * DAYS - 1)


def _residual(question: Question, values: Floats, days: Ints) -> float:
    """How far the newest week lies from trend and weekday, in robust deviations of weeks before.

    The classical decomposition: the trend is a centred mean of seven days up to the week that is
    looked at, the season the median of each weekday, and what is left is taken week by week.
    """
    series = np.full(WEEKS * DAYS, np.nan)
    for day in np.unique(days):
        own = values[days == day]
        series[day] = (np.median if isinstance(question.metric, Duration) else np.mean)(own)
    if isinstance(question.metric, Flow):
        series = np.bincount(days, minlength=len(series)).astype(np.float64)
    if isinstance(question.metric, Duration):
        series = np.log1p(series)
    past = series[:-DAYS].reshape(-1, DAYS)
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore"):
        trend = np.nanmean(past, axis=1)
        season = np.nanmedian(past - trend[:, None], axis=0)
        left = np.nanmean(past - np.nanmedian(trend) - season, axis=1)
        newest = np.nanmean(series[-DAYS:] - np.nanmedian(trend) - season)
        spread = 1.4826 * np.nanmedian(np.abs(left - np.nanmedian(left)))
    if not spread or not np.isfinite(newest / spread):
        return 0.0
    score = float((newest - np.nanmedian(left)) / spread)
    return -score if question.metric.better is Better.HIGHER else score
