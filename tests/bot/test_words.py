from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot import words
from metrics.catalogue.metric import Better, Unit
from tests.bot.samples import figure

BERLIN = ZoneInfo("Europe/Berlin")


def at(*clock: int) -> int:
    return int(datetime(*clock, tzinfo=BERLIN).timestamp())  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0s"),
        (0.4, "<1s"),
        (0.99, "<1s"),
        (45, "45s"),
        (59.4, "59s"),
        (59.6, "1m 0s"),
        (750, "12m 30s"),
        (3599.4, "59m 59s"),
        (3599.6, "1h 0m"),
        (11100, "3h 5m"),
        (86369, "23h 59m"),
        (86399, "1d 0h"),
        (187200, "2d 4h"),
        (86400 * 1200, "1,200d 0h"),
        (-90, "-1m 30s"),
    ],
)
def test_a_duration_is_said_in_its_two_largest_units(seconds: float, said: str) -> None:
    assert words.duration(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(40800, "11h 20m"), (187200, "52h 0m"), (3600 * 1204, "1,204h 0m")]
)
def test_business_durations_never_show_days(seconds: float, said: str) -> None:
    assert words.duration(seconds, days=False) == said


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [(12.5, 0, "13"), (-12.5, 0, "-13"), (13.5, 0, "14"), (2.25, 1, "2.3"), (-2.25, 1, "-2.3")],
)
def test_halves_are_rounded_away_from_zero(value: float, digits: int, said: str) -> None:
    assert str(words.round_half_up(value, digits)) == said


@pytest.mark.parametrize(
    ("value", "n", "said"),
    [
        (0.8, 30, "80%"),
        (0.025, 200, "2.5%"),
        (0.125, 40, "13%"),
        (23 / 40, 40, "58%"),
        (0.29, 40, "29%"),
        (0.8, 100, "80.0%"),
        (0.8, 99, "80%"),
        (1, 400, "100%"),
        (0, 400, "0%"),
    ],
)
def test_a_share_has_a_decimal_only_where_its_sample_bears_it(
    value: float, n: int, said: str
) -> None:
    assert words.share(value, n) == said


def test_a_fraction_has_thousands_separators() -> None:
    assert words.fraction(24, 30) == "24 of 30"
    assert words.fraction(1201, 1300) == "1,201 of 1,300"


def test_counts_have_separators_and_averages_a_decimal() -> None:
    assert words.count(1204) == "1,204"
    assert words.count(12.25) == "12.3"


@pytest.mark.parametrize(
    ("value", "unit", "better", "said"),
    [
        (14400, Unit.SECONDS, Better.LOWER, "at most 4h"),
        (5400, Unit.SECONDS, Better.LOWER, "at most 1h 30m"),
        (0.9, Unit.SHARE, Better.HIGHER, "at least 90%"),
        (1200, Unit.COUNT, Better.LOWER, "at most 1,200"),
    ],
)
def test_a_goal_says_its_direction(value: float, unit: Unit, better: Better, said: str) -> None:
    assert words.goal(value, unit, better) == said


def test_an_interval_names_its_level_and_bounds() -> None:
    said = words.interval(figure(8000, bounds=(6600.0, 8400.0)), Unit.SECONDS)
    assert said == "95% interval 1h 50m\N{EN DASH}2h 20m"


def test_a_figure_without_bounds_has_no_interval() -> None:
    assert words.interval(figure(8000, bounds=(None, None)), Unit.SECONDS) is None


def test_a_recent_instant_is_as_short_as_can_be() -> None:
    now = at(2026, 11, 23, 10, 45)
    assert words.lately(at(2026, 11, 23, 10, 42), now, "Europe/Berlin") == "10:42"
    assert words.lately(at(2026, 11, 20, 9, 5), now, "Europe/Berlin") == "Fri 20 Nov 09:05"
    assert words.lately(at(2025, 11, 20, 9, 5), now, "Europe/Berlin") == "Thu 20 Nov 2025 09:05"


def test_a_window_is_told_with_its_zone() -> None:
    start, end = at(2026, 11, 16), at(2026, 11, 23)
    said = words.stretch(start, end, end + 5, "Europe/Berlin")
    assert said == "Mon 16 Nov 00:00 \N{EN DASH} Mon 23 Nov 00:00 Europe/Berlin"


def test_a_window_that_leaves_the_year_says_the_years() -> None:
    start, end = at(2026, 12, 28), at(2027, 1, 4)
    said = words.stretch(start, end, end, "Europe/Berlin")
    assert said == "Mon 28 Dec 2026 00:00 \N{EN DASH} Mon 4 Jan 2027 00:00 Europe/Berlin"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (4.084, Unit.EASE, "4.08 of 7"),
        (85.55, Unit.POINTS, "85.6 of 100"),
        (45.2, Unit.NET, "+45"),
        (-12.5, Unit.NET, "-13"),
        (0.3, Unit.NET, "0"),
        (1234.5, Unit.MONEY, "1,234.50"),
        (4.256, Unit.RATIO, "4.26"),
        (12.34, Unit.RATIO, "12.3"),
    ],
)
def test_a_score_a_price_and_a_ratio_are_said_on_their_scale(
    value: float, unit: Unit, said: str
) -> None:
    assert words.amount(value, unit, 40) == said


@pytest.mark.parametrize(
    ("value", "n", "said"),
    [(1 / 5440, 5440, "<0.1%"), (0.002, 40, "<1%"), (0.9999, 5440, ">99.9%"), (0.0, 99, "0%")],
)
def test_one_of_many_is_not_called_none(value: float, n: int, said: str) -> None:
    assert words.share(value, n) == said


@pytest.mark.parametrize(
    ("size", "n", "said"),
    [
        (0.012, 40, "1 point"),
        (0.068, 400, "6.8 points"),
        (0.01, 400, "1.0 points"),
        (0.0004, 21, ""),
        (0.0004, 210, ""),
    ],
)
def test_a_step_of_a_share_has_the_digits_its_sample_bears(size: float, n: int, said: str) -> None:
    assert words.points_step(size, n) == said


def test_an_interval_says_its_scale_once() -> None:
    ease = figure(5.21, 33, bounds=(4.76, 5.66))
    assert words.interval(ease, Unit.EASE) == "95% interval 4.76\N{EN DASH}5.66 of 7"
