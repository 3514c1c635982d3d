"""The figures of the textbooks and of the metric catalogue, and what must hold for any sample."""

from __future__ import annotations

from math import comb, exp, factorial, inf, isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.statistics.estimates import (
    Difference,
    Estimate,
    Floats,
    count,
    count_difference,
    interval_ranks,
    mean_difference,
    mean_estimate,
    median_difference,
    net_estimate,
    percentile,
    percentile_estimate,
    round_half_away,
    share,
    share_difference,
    student_t,
    surplus,
)

NOTHING: Floats = np.array([], dtype=np.float64)
TWENTY = [2, 3, 3, 4, 5, 6, 8, 9, 11, 14, 18, 22, 27, 33, 41, 60, 75, 120, 480, 2880]

samples = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=120)
shares_of_one = st.floats(0, 1)


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def counting_to(n: int) -> Floats:
    """1..n in a scrambled order, so that a bound's value is its rank."""
    return np.random.default_rng(n).permutation(np.arange(1, n + 1)).astype(np.float64)


def bounds(estimate: Estimate, digits: int) -> tuple[float, float]:
    assert estimate.low is not None
    assert estimate.high is not None
    return round(estimate.low, digits), round(estimate.high, digits)


# Percentiles


@pytest.mark.parametrize(
    ("values", "p", "expected"),
    [
        ([60], 0.5, 60),
        ([60], 0.9, 60),
        ([10, 20, 30, 40], 0.5, 25),
        (TWENTY, 0.9, 156),
        ([7200] * 10 + [0] * 5, 0.5, 7200),
        ([5, 1, 9], 0, 1),
        ([5, 1, 9], 1, 9),
    ],
)
def test_percentile_gives_the_catalogue_figures(
    values: list[float], p: float, expected: float
) -> None:
    assert percentile(floats(*values), p) == pytest.approx(expected)


def test_percentile_of_nothing_is_no_value() -> None:
    assert percentile(NOTHING, 0.5) is None
    assert percentile_estimate(NOTHING, 0.5) == Estimate(None, 0)


def test_percentile_refuses_a_share_beyond_one() -> None:
    with pytest.raises(ValueError, match="from 0 to 1, not 90"):
        percentile(floats(1, 2), 90)


def test_percentile_leaves_its_values_in_their_order() -> None:
    values = floats(3, 1, 2)
    percentile_estimate(values, 0.5)
    assert values.tolist() == [3, 1, 2]


@given(samples, shares_of_one)
def test_percentile_is_numpys(values: list[float], p: float) -> None:
    ours = percentile(floats(*values), p)
    assert ours == pytest.approx(float(np.quantile(values, p)), rel=1e-9, abs=1e-6)


@given(samples, shares_of_one)
def test_the_estimate_has_the_value_of_the_percentile(values: list[float], p: float) -> None:
    estimate = percentile_estimate(floats(*values), p)
    assert (estimate.value, estimate.n) == (percentile(floats(*values), p), len(values))


@given(samples, shares_of_one)
def test_a_percentile_lies_within_its_interval(values: list[float], p: float) -> None:
    estimate = percentile_estimate(floats(*values), p)
    assert estimate.value is not None
    if estimate.low is not None and estimate.high is not None:
        assert estimate.low <= estimate.value <= estimate.high


# Order-statistic intervals


@pytest.mark.parametrize(
    ("n", "p", "ranks"),
    [
        (10, 0.5, (2, 9)),
        (20, 0.5, (6, 15)),
        (100, 0.5, (40, 61)),
        (100, 0.9, (84, 96)),
        (6, 0.5, (1, 6)),
        (36, 0.9, (29, 36)),
    ],
)
def test_the_interval_runs_between_the_ranks_of_the_catalogue(
    n: int, p: float, ranks: tuple[int, int]
) -> None:
    estimate = percentile_estimate(counting_to(n), p)
    assert (estimate.low, estimate.high) == ranks


@pytest.mark.parametrize(("n", "p"), [(1, 0.5), (5, 0.5), (35, 0.9), (100, 0.0), (100, 1.0)])
def test_a_sample_too_small_for_an_interval_has_none(n: int, p: float) -> None:
    estimate = percentile_estimate(counting_to(n), p)
    assert estimate.value is not None
    assert (estimate.low, estimate.high) == (None, None)


def coverage(n: int, p: float, low: int, high: int) -> float:
    return sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(low, high))


@given(st.integers(1, 300), st.sampled_from([0.1, 0.25, 0.5, 0.75, 0.9, 0.95]))
def test_the_ranks_cover_95_percent_and_no_narrower_ones_do(n: int, p: float) -> None:
    ranks = interval_ranks(n, p)
    if ranks is None:
        assert min(p, 1 - p) ** n > 0.025 or max(p, 1 - p) ** n > 0.025
        return
    low, high = ranks
    assert coverage(n, p, low, high) >= 0.95
    assert coverage(n, p, 0, low + 1) > 0.025
    assert coverage(n, p, high - 1, n + 1) > 0.025


def test_the_ranks_of_a_million_are_where_the_normal_law_puts_them() -> None:
    assert interval_ranks(1_000_000, 0.5) == (499_020, 500_981)


def test_the_median_interval_holds_the_true_median_as_often_as_it_says() -> None:
    draws = np.random.default_rng(7).exponential(1.0, (2000, 30))
    estimates = [percentile_estimate(draw, 0.5) for draw in draws]
    held = [
        e.low is not None and e.high is not None and e.low <= np.log(2) <= e.high for e in estimates
    ]
    assert 0.94 < np.mean(held) < 0.98


# Shares


@pytest.mark.parametrize(
    ("hits", "n", "percent"),
    [
        (80, 100, (71.1, 86.7)),
        (320, 400, (75.8, 83.6)),
        (50, 500, (7.7, 12.9)),
        (5, 5, (56.6, 100.0)),
    ],
)
def test_share_gives_wilsons_interval(hits: int, n: int, percent: tuple[float, float]) -> None:
    estimate = share(hits, n)
    assert (estimate.value, estimate.n) == (hits / n, n)
    assert bounds(estimate, 3) == tuple(round(bound / 100, 3) for bound in percent)


def test_share_of_nothing_is_no_value() -> None:
    assert share(0, 0) == Estimate(None, 0)


@pytest.mark.parametrize(("hits", "n"), [(3, 2), (-1, 4)])
def test_share_refuses_more_hits_than_cases(hits: int, n: int) -> None:
    with pytest.raises(ValueError, match="is not a share"):
        share(hits, n)


@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_and_its_bounds_stay_between_0_and_1(case: tuple[int, int]) -> None:
    estimate = share(*case)
    assert estimate.value is not None
    assert estimate.low is not None
    assert estimate.high is not None
    assert 0 <= estimate.low <= estimate.value <= estimate.high <= 1


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_and_its_opposite_mirror_each_other(case: tuple[int, int]) -> None:
    hits, n = case
    low, high = bounds(share(hits, n), 9)
    other_low, other_high = bounds(share(n - hits, n), 9)
    assert (low, high) == pytest.approx((1 - other_high, 1 - other_low), abs=1e-8)


# Counts


@pytest.mark.parametrize(
    ("events", "expected"),
    [(0, (0.0, 3.7)), (1, (0.0, 5.6)), (10, (4.8, 18.4)), (20, (12.2, 30.9)), (100, (81.4, 121.6))],
)
def test_count_gives_the_exact_poisson_interval(events: int, expected: tuple[float, float]) -> None:
    estimate = count(events)
    assert (estimate.value, estimate.n) == (events, events)
    assert bounds(estimate, 1) == expected


def poisson(k: int, mean: float) -> float:
    return sum(exp(-mean) * mean**i / factorial(i) for i in range(k + 1))


@pytest.mark.parametrize("events", [1, 2, 7, 20, 60, 100])
def test_each_bound_of_a_count_leaves_a_fortieth_beyond(events: int) -> None:
    estimate = count(events)
    assert estimate.low is not None
    assert estimate.high is not None
    assert 1 - poisson(events - 1, estimate.low) == pytest.approx(0.025, abs=1e-7)
    assert poisson(events, estimate.high) == pytest.approx(0.025, abs=1e-7)


def test_the_bounds_of_counts_rise_evenly_where_the_method_changes() -> None:
    highs = [bounds(count(events), 6)[1] for events in range(190, 211)]
    assert np.diff(highs) == pytest.approx(1.07, abs=0.01)


def test_count_refuses_a_negative_number() -> None:
    with pytest.raises(ValueError, match="-1 is not a number of events"):
        count(-1)


# Means


@pytest.mark.parametrize(
    ("degrees", "expected"),
    [(1, 12.706), (2, 4.303), (9, 2.262), (10, 2.228), (12, 2.179), (30, 2.042), (10**6, 1.960)],
)
def test_student_t_agrees_with_the_tables(degrees: int, expected: float) -> None:
    assert student_t(degrees) == pytest.approx(expected, abs=0.0005)


def test_mean_of_the_ces_answers_of_the_catalogue() -> None:
    answers = np.repeat(np.arange(1.0, 8.0), [80, 210, 140, 110, 160, 180, 120])
    estimate = mean_estimate(answers)
    assert estimate.value is not None
    assert round_half_away(estimate.value, 2) == 4.08
    assert bounds(estimate, 2) == (3.96, 4.2)


def test_mean_interval_of_a_textbook_sample() -> None:
    estimate = mean_estimate(floats(4, 5, 6, 7, 8))
    assert estimate.value == 6
    assert bounds(estimate, 3) == (4.037, 7.963)


def test_mean_of_ten_slow_and_five_instant_replies() -> None:
    assert mean_estimate(floats(*[7200] * 10, *[0] * 5)).value == 4800


def test_mean_of_one_value_has_no_interval() -> None:
    assert mean_estimate(floats(60)) == Estimate(60.0, 1)


def test_mean_of_nothing_is_no_value() -> None:
    assert mean_estimate(NOTHING) == Estimate(None, 0)


# Is it a change?


def test_share_difference_gives_newcombes_published_example() -> None:
    # 56 of 70 against 48 of 80 (Newcombe 1998, table II, method 10): 0.0524 to 0.3339.
    difference = share_difference(share(56, 70), share(48, 80))
    assert difference.difference == pytest.approx(0.2)
    assert (difference.low, difference.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)
    assert difference.clear


def test_a_swing_of_a_handful_of_ratings_is_no_clear_change() -> None:
    assert not share_difference(share(5, 5), share(8, 10)).clear


def test_a_share_that_fell_is_clear_too() -> None:
    difference = share_difference(share(300, 400), share(350, 400))
    assert difference.difference == -0.125
    assert difference.clear


def test_a_change_against_no_data_is_refused() -> None:
    with pytest.raises(ValueError, match="data in both periods"):
        share_difference(share(3, 4), share(0, 0))
    with pytest.raises(ValueError, match="data in both periods"):
        median_difference(Estimate(None, 0), Estimate(3.0, 9, 1.0, 5.0))


def test_medians_differ_clearly_if_their_intervals_are_apart() -> None:
    new, old = Estimate(40.0, 50, 35.0, 48.0), Estimate(60.0, 50, 50.0, 70.0)
    assert median_difference(new, old) == Difference(-20.0, -35.0, -2.0, clear=True)
    assert median_difference(old, new) == Difference(20.0, 2.0, 35.0, clear=True)


@pytest.mark.parametrize("low", [48.0, 45.0])
def test_medians_whose_intervals_meet_do_not_differ_clearly(low: float) -> None:
    new, old = Estimate(40.0, 50, 35.0, 48.0), Estimate(60.0, 50, low, 70.0)
    assert not median_difference(new, old).clear


def test_a_median_without_an_interval_is_never_clearly_different() -> None:
    new, old = Estimate(1.0, 3), Estimate(60.0, 50, 50.0, 70.0)
    assert median_difference(new, old) == Difference(-59.0, None, None, clear=False)


@pytest.mark.parametrize(
    ("new", "old", "clear"),
    [
        (6, 0, True),
        (5, 0, False),
        (0, 0, False),
        (30, 20, False),
        (34, 16, True),
        (16, 34, True),
        (40, 60, False),
        (39, 61, True),
        (10_000, 10_250, False),
        (10_000, 10_300, True),
    ],
)
def test_counts_differ_clearly_as_the_exact_test_says(new: int, old: int, *, clear: bool) -> None:
    assert count_difference(new, old) == Difference(float(new - old), None, None, clear)


@given(st.integers(0, 200), st.integers(0, 200))
def test_count_difference_is_the_coin_test(new: int, old: int) -> None:
    n, fewer = new + old, min(new, old)
    tail = sum(comb(n, k) for k in range(fewer + 1)) / 2**n
    assert count_difference(new, old).clear == (tail <= 0.025)


# Rounding


@pytest.mark.parametrize(
    ("x", "digits", "expected"),
    [
        (12.5, 0, 13),
        (-12.5, 0, -13),
        (11.5, 0, 12),
        (2.5, 0, 3),
        (0.5, 0, 1),
        (1.005, 2, 1.01),
        (0.285, 2, 0.29),
        (2.45, 1, 2.5),
        (1250, -2, 1300),
        (1e300, 2, 1e300),
    ],
)
def test_a_half_is_rounded_away_from_zero(x: float, digits: int, expected: float) -> None:
    assert round_half_away(x, digits) == expected


def test_a_small_loss_is_rounded_to_a_plain_zero() -> None:
    assert str(round_half_away(-0.4)) == "0.0"


def test_what_is_not_finite_stays_as_it_is() -> None:
    assert round_half_away(inf) == inf


@given(st.floats(-1e12, 1e12), st.integers(0, 4))
def test_rounding_moves_by_half_a_step_at_most_and_mirrors(x: float, digits: int) -> None:
    rounded = round_half_away(x, digits)
    assert abs(rounded - x) <= 0.5 * 10.0**-digits * (1 + 1e-9) or isclose(rounded, x)
    assert round_half_away(-x, digits) == -rounded


# Net scores


def net(promoters: int, passives: int, detractors: int) -> Floats:
    return np.repeat([100.0, 0.0, -100.0], (promoters, passives, detractors))


def test_sixty_promoters_and_fifteen_detractors_of_a_hundred_are_45() -> None:
    estimate = net_estimate(net(60, 25, 15))
    assert (estimate.value, estimate.n) == (45, 100)
    assert bounds(estimate, 1) == (30.5, 59.5)


def test_below_a_hundred_answers_the_interval_of_a_net_score_is_adjusted() -> None:
    estimate = net_estimate(net(59, 25, 15))
    low, high = bounds(estimate, 1)
    assert estimate.value == pytest.approx(100 * 44 / 99)
    assert (low + high) / 2 == pytest.approx(100 * 44 / 102, abs=0.1)


def test_a_net_score_stays_on_its_scale_and_is_never_certain_from_few() -> None:
    assert net_estimate(NOTHING) == Estimate(None, 0)
    estimate = net_estimate(net(5, 0, 0))
    assert (estimate.value, estimate.high) == (100, 100)
    assert estimate.low is not None
    assert estimate.low < 80


def test_two_net_scores_differ_clearly_where_the_interval_of_the_step_leaves_out_zero() -> None:
    old, new = net_estimate(net(60, 25, 15)), net_estimate(net(80, 15, 5))
    step = mean_difference(new, old)
    assert step.difference == 30
    assert step.clear
    assert not mean_difference(net_estimate(net(62, 25, 13)), old).clear
    assert step.low is not None
    assert step.high is not None
    half = np.hypot(1.96 * 7.40, 1.96 * 100 * np.sqrt((0.85 - 0.75**2) / 100))
    assert (step.high - step.low) / 2 == pytest.approx(half, rel=1e-3)


def test_a_mean_of_one_value_changes_unclearly() -> None:
    assert not mean_difference(mean_estimate(floats(7)), mean_estimate(floats(1, 2, 3))).clear
    with pytest.raises(ValueError, match="both periods"):
        mean_difference(mean_estimate(NOTHING), mean_estimate(floats(1, 2)))


@pytest.mark.parametrize(
    ("new", "old", "probability"),
    [
        (3, (0,), 1 / 8),
        (2, (1,), 1 / 2),
        (1, (0, 0), 1 / 3),
        (2, (1, 1), 1 - (2 / 3) ** 4 - 4 * (1 / 3) * (2 / 3) ** 3),
        (0, (5, 5), 1.0),
        (3, (), 1.0),
    ],
)
def test_a_surplus_is_judged_exactly(new: int, old: tuple[int, ...], probability: float) -> None:
    assert surplus(new, old) == pytest.approx(probability)


def test_a_surplus_far_beyond_is_next_to_impossible_and_a_lack_is_none() -> None:
    assert surplus(5_000, (10,) * 8) < 1e-12
    assert surplus(100, (5_000,) * 8) == 1.0
