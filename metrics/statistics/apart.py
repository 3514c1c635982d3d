"""How far the newest of some windows lies from those before, in deviations.

A step is measured against what chance does to samples of that size together with how far such
windows lie apart anyway, so that what always jumps does not stand out each week.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
WEEKS_OF_A_YEAR = 52


def bar(looks: int, a_year: float) -> float:
    """From so many deviations on chance alone makes only so many headlines `a_year`.

    So many figures are looked at each week: the more there are, the further one must lie off.
    """
    return NormalDist().inv_cdf(1 - a_year / WEEKS_OF_A_YEAR / max(1, looks))


def ranks(values: Floats, codes: NDArray[np.int64]) -> Floats:
    """The rank of each value among those of its kind, from 0 to 1: few long ones do not decide.

    Values that are alike have the same rank, the middle of theirs. `codes` say which kind.
    """
    order = np.lexsort((values, codes))
    own, sorted_values = codes[order], values[order]
    counts = np.bincount(codes)
    place = np.arange(len(values)) - (np.cumsum(counts) - counts)[own] + 0.5
    new = np.ones(len(values), np.bool_)
    new[1:] = (own[1:] != own[:-1]) | (sorted_values[1:] != sorted_values[:-1])
    group = np.cumsum(new) - 1
    middle = np.bincount(group, place) / np.bincount(group) if len(values) else place
    found = np.empty(len(values))
    found[order] = middle[group] / counts[own]
    return found


def mean_scores(n: Floats, total: Floats, square: Floats, spans: int = 1) -> Floats:
    """How many deviations the newest mean of each part (a row) lies above those before.

    Given are how many values each part has in each window, their sum and that of their squares.
    The newest may be so many `spans` together, of which each varies as those before do.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = square.sum(axis=1) - np.where(n > 0, total**2 / n, 0.0).sum(axis=1)
        within = inside / (n.sum(axis=1) - (n > 0).sum(axis=1))
        usual = total[:, :-1].sum(axis=1) / n[:, :-1].sum(axis=1)
        return _scores(total / n, usual, within[:, None] / n, spans)


def share_scores(n: Floats, hits: Floats, spans: int = 1) -> Floats:
    """The same of shares, on a scale on which chance is alike for small and for large ones."""

    def scaled(hits: Floats, n: Floats) -> Floats:
        turned: Floats = np.arcsin(np.sqrt((hits + 0.375) / (n + 0.75)))
        return turned

    usual = scaled(hits[:, :-1].sum(axis=1), n[:, :-1].sum(axis=1))
    return _scores(scaled(hits, n), usual, 1 / (4 * n + 2), spans)


def _scores(mean: Floats, usual: Floats, chance: Floats, spans: int) -> Floats:
    """The newest mean less the usual one, by what chance and the gaps of those before let expect.

    `chance` is the variance of each mean by chance; what lies further apart adds to it. The one
    before that lies furthest off counts as far as the next: one odd week hides no other.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        there = np.isfinite(chance[:, :-1]) & np.isfinite(mean[:, :-1])
        count = there.sum(axis=1)
        gaps = _less_the_oddest(np.where(there, (mean[:, :-1] - usual[:, None]) ** 2, 0.0))
        by_chance = np.where(there, chance[:, :-1], 0.0).sum(axis=1)
        between = np.maximum(0.0, gaps / (count - 1) - by_chance / count)
        of_usual = 1 / np.where(there, 1 / chance[:, :-1], 0.0).sum(axis=1)
        spread = chance[:, -1] + of_usual + between * (1 / spans + 1 / count)
        scores: Floats = (mean[:, -1] - usual) / np.sqrt(spread)
    return scores


def _less_the_oddest(gaps: Floats) -> Floats:
    """The sum of the gaps of each part, the largest no larger than the next."""
    largest = np.sort(gaps, axis=1)[:, -2:]
    total: Floats = gaps.sum(axis=1) - (largest[:, -1] - largest[:, 0])
    return total


def count_scores(n: Floats) -> Floats:
    """How many deviations the newest count of each part lies above those before."""
    before = n[:, :-1]
    usual = before.mean(axis=1)
    spread = np.maximum(before.var(axis=1, ddof=1), usual)
    return _by_spread(n[:, -1] - usual, spread, before.shape[1])


def step_scores(values: Floats, least: Floats | float = 0.0) -> Floats:
    """How many deviations the newest step of what stands lies above the usual ones.

    What stands is mostly the same from one window to the next, so that only its steps tell. Of each
    part steps of `least` squared are usual anyway.
    """
    steps = np.diff(values, axis=1)
    spread = np.maximum((steps[:, :-1] ** 2).mean(axis=1), least)
    return _by_spread(steps[:, -1], spread, steps.shape[1] - 1)


def _by_spread(step: Floats, spread: Floats, windows: int) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        scores: Floats = step / np.sqrt(spread * (1 + 1 / windows))
    return scores
