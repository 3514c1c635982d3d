"""What could be found of a shift at all: by somebody who knows its part, measure and beginning.

They hold the planted weeks of that very part beside its twelve weeks before, by the test that fits
the measure best, and call as few false alarms a year as the digest may, though all its parts are
looked at. What they do not see no method can tell from chance.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.services import Services
from metrics.ask.deviations import cuts_of, sample_of, word_of
from metrics.ask.question import Question
from metrics.periods import Window, before
from metrics.question.query import Query
from metrics.statistics.apart import bar
from metrics.tickets.arrays import Floats
from metrics.tickets.columns import Ints
from tests.bench.plants import MOVED, SLOW_WEEKS, Kind, Plant

A_YEAR = 2.0
WEEKS = 12


def could_be_seen(services: Services, plant: Plant, query: Query, looks: int) -> bool:
    """Whether a shift that has been planted stands out to who knows all of it.

    `query` asks for any measure in its last week; so many `looks` share the false alarms.
    """
    asker = services.asker.still()
    question = asker.question(Query(metric=MOVED[plant.kind], period=query.period), services.now())
    steps = SLOW_WEEKS if plant.slow else 1
    windows: list[Window] = [question.window]
    while len(windows) < steps + WEEKS:
        windows.insert(0, before(windows[0], question.zone))
    with np.errstate(divide="ignore", invalid="ignore"):  # before the year begins there is nothing
        means, chance = _weeks(question, plant, windows)
    at = np.arange(len(windows))
    past, new = np.isfinite(chance) & (at < WEEKS), at >= WEEKS
    of_usual = 1 / (1 / chance[past]).sum()
    usual = (means[past] / chance[past]).sum() * of_usual
    weights = np.arange(1, steps + 1) / chance[new]
    spread = (weights**2 * chance[new]).sum() + weights.sum() ** 2 * of_usual
    score = (weights * (means[new] - usual)).sum() / np.sqrt(spread)
    return bool((-score if plant.kind is Kind.RATINGS else score) >= bar(looks, A_YEAR))


def _weeks(question: Question, plant: Plant, windows: Sequence[Window]) -> tuple[Floats, Floats]:
    """The mean of the part in each week, on a scale on which chance is alike, and its variance."""
    sample = sample_of(question, windows)
    codes = dict(cuts_of(question, sample))[plant.dimension]
    here = [c for c in np.unique(codes) if word_of(question, plant.dimension, c) == plant.key]
    own = np.isin(codes, here)
    n = _sums(sample.window, own.astype(np.float64), len(windows))
    if plant.kind is Kind.WAITS:
        means = _sums(sample.window, sample.values * own, len(windows)) / n
        return means, (sample.values - means[sample.window])[own].var() / n
    if plant.kind is Kind.RATINGS:
        hits = _sums(sample.window, sample.values * own, len(windows))
        return _turned(hits, n), 1 / (4 * n + 2)
    every = _sums(sample.window, np.ones(len(own)), len(windows))
    return _turned(n, every), 1 / (4 * every + 2)


def _turned(hits: Floats, n: Floats) -> Floats:
    turned: Floats = np.arcsin(np.sqrt((hits + 0.375) / (n + 0.75)))
    return turned


def _sums(window: Ints, values: Floats, weeks: int) -> Floats:
    return np.bincount(window, values, weeks).astype(np.float64)
