"""How far the newest of some windows lies from those before."""

from __future__ import annotations

import numpy as np
import pytest

from metrics.statistics.apart import (
    bar,
    count_scores,
    mean_scores,
    ranks,
    share_scores,
    step_scores,
)

WINDOWS = 12
ROUNDS = 2000


def sums(values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """How many there are in each window, their sum and that of their squares: parts x windows."""
    return np.full(values.shape[:2], values.shape[2], float), values.sum(2), (values**2).sum(2)


def test_what_only_varies_by_chance_lies_one_deviation_apart() -> None:
    chance = np.random.default_rng(7)
    scores = mean_scores(*sums(chance.random((ROUNDS, WINDOWS + 1, 30))))
    assert scores.mean() == pytest.approx(0, abs=0.1)
    assert 0.9 < scores.std() < 1.1
    assert (np.abs(scores) > 3).mean() < 0.01


def test_windows_that_always_lie_apart_make_less_of_a_step() -> None:
    chance = np.random.default_rng(8)
    jumps = chance.normal(0, 0.3, (ROUNDS, WINDOWS + 1, 1))
    restless = mean_scores(*sums(chance.random((ROUNDS, WINDOWS + 1, 30)) + jumps))
    assert (np.abs(restless) > 3).mean() < 0.02


def test_one_odd_week_before_hides_no_other() -> None:
    chance = np.random.default_rng(11)
    values = chance.random((ROUNDS, WINDOWS + 1, 36))
    values[:, 4] += 0.3
    values[:, -1] += 0.25
    assert (mean_scores(*sums(values)) > 3.5).mean() > 0.4


def test_the_more_is_looked_at_the_further_off_news_lies() -> None:
    assert bar(1, 2.0) == pytest.approx(1.769, abs=0.01)
    assert bar(150, 2.0) == pytest.approx(3.475, abs=0.01)


def test_a_step_shows_and_has_its_sign() -> None:
    chance = np.random.default_rng(9)
    values = chance.random((ROUNDS, WINDOWS + 1, 30))
    values[:, -1] += 0.3
    assert (mean_scores(*sums(values)) > 3).mean() > 0.9
    values[:, -1] -= 0.6
    assert (mean_scores(*sums(values)) < -3).mean() > 0.9


@pytest.mark.parametrize("share", [0.5, 0.9, 0.98])
def test_shares_near_the_end_of_the_scale_are_no_surprise(share: float) -> None:
    chance = np.random.default_rng(10)
    n = np.full((20 * ROUNDS, WINDOWS + 1), 12.0)
    scores = share_scores(n, chance.binomial(12, share, n.shape).astype(float))
    assert (np.abs(scores) > 3.9).mean() < 0.001


def test_half_of_the_good_ones_lost_shows() -> None:
    n = np.full((1, WINDOWS + 1), 40.0)
    hits = np.full_like(n, 36)
    hits[:, -1] = 18
    assert share_scores(n, hits)[0] < -4


def test_of_what_stands_the_step_is_told_and_of_arrivals_the_count() -> None:
    level = np.array([[100.0 + n % 2 * 4 for n in range(WINDOWS)] + [160.0]])
    assert step_scores(level, 10.0)[0] > 3
    rising = np.array([[100.0 + 5 * n for n in range(WINDOWS + 1)]])
    assert abs(step_scores(rising)[0]) < 1
    assert count_scores(np.full((1, WINDOWS + 1), 100.0))[0] == 0
    assert count_scores(np.array([[100.0] * WINDOWS + [140.0]]))[0] > 3


def test_ranks_are_those_within_a_part_and_of_like_values_the_middle() -> None:
    values = np.array([5.0, 1.0, 5.0, 9.0, 2.0])
    codes = np.array([0, 0, 0, 1, 1])
    assert ranks(values, codes).tolist() == pytest.approx([2 / 3, 1 / 6, 2 / 3, 0.75, 0.25])
    assert ranks(np.zeros(0), np.zeros(0, np.int64)).tolist() == []
