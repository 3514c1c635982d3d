"""A figure that slowly gets worse than its own weeks before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.alerts.kinds import watch
from bot.alerts.kinds.drift import NEW_WEEKS, OLD_WEEKS, Weeks
from bot.alerts.kinds.kind import Sight
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.store.database.engine import Store
from tests.bot.alerts.desk import alert, services
from tests.bot.alerts.kinds.conftest import WEEK
from tests.metrics.desk import Told, at, told

HOUR = 3600.0
USUAL = (4.0, 3.8, 4.2, 3.6, 4.4) * 6


def weeks(new: list[float], metric: str = "frt", old: tuple[float, ...] = USUAL) -> Weeks:
    """Those of first response are told in hours."""
    unit = HOUR if metric == "frt" else 1.0
    return Weeks(
        new=tuple(unit * each for each in new),
        old=tuple(unit * each for each in old[:OLD_WEEKS]),
        metric=CATALOGUE[metric],
    )


def seen(
    store: Store, folder: Path, hours: list[float], each: int = 6, watched: str = "frt email"
) -> Sight:
    """What is seen after weeks of so many first replies, each after its week's hours."""
    stories = [
        Told(f"{back}-{n}", 33 - WEEK * back).said(33 - WEEK * back + after, "ann")
        for back, after in zip(range(len(hours), 0, -1), hours, strict=True)
        for n in range(each)
    ]
    asker = told(store, stories, days=300)
    return watch(alert("drift", watched, minimum=5), services(asker, folder), at(10))


def test_weeks_that_are_clearly_worse_than_those_before(store: Store, tmp_path: Path) -> None:
    sight = seen(store, tmp_path, [*USUAL[:OLD_WEEKS], *(4.6, 4.8, 4.7, 5.0, 4.9, 5.2, 5.1, 5.3)])
    assert (sight.observation.beyond, sight.observation.over) == (True, False)
    assert sight.fires == "First response time has been getting worse"
    assert sight.now == (
        "4h 57m in the middle of the last 8 weeks \u00b7 4h 0m in the 26 before \u00b7 "
        "by chance at most once in 1,000,000 times"
    )
    assert sight.phrase == "frt email 16 mar..8 nov 2026"
    assert sight.result is not None
    assert sight.say(5.3 * HOUR) == "5h 18m"


def test_weeks_that_only_vary_are_not_worse(store: Store, tmp_path: Path) -> None:
    sight = seen(store, tmp_path, [*USUAL[:OLD_WEEKS], *(4.2, 3.9, 4.4, 4.0, 4.3, 4.1, 4.2, 4.3)])
    assert (sight.observation.beyond, sight.observation.over) == (False, True)
    assert sight.now.endswith("which may be chance")
    assert sight.result is None


@pytest.mark.parametrize(("each", "known"), [(4, OLD_WEEKS + NEW_WEEKS), (6, 20)])
def test_few_replies_and_few_weeks_say_neither(
    store: Store, tmp_path: Path, each: int, known: int
) -> None:
    hours = [*USUAL[:OLD_WEEKS], *([9.0] * NEW_WEEKS)][-known:]
    sight = seen(store, tmp_path, hours, each)
    assert (sight.observation.beyond, sight.observation.over) == (None, None)
    assert sight.now.startswith("Only ")
    assert sight.now.endswith("6 and 13 are needed")


def test_nobody_is_watched(store: Store, tmp_path: Path) -> None:
    with pytest.raises(AskError):
        seen(store, tmp_path, [4.0], watched="frt agent ann")


@pytest.mark.parametrize(
    ("new", "beyond", "over"),
    [
        pytest.param([4.6, 4.7, 4.8, 4.9, 5.0, 5.0, 5.1, 5.2], True, False, id="worse"),
        pytest.param([4.2, 4.3, 4.2, 4.3, 4.2, 4.3, 4.2, 4.3], False, True, id="by little"),
        pytest.param([3.9, 4.0, 3.8, 4.0, 4.9, 5.0, 5.1, 5.2], False, False, id="for few weeks"),
        pytest.param([4.8, 4.9, 5.0, 5.0, 5.1, 5.2, 4.9, 3.9], False, False, id="one good week"),
        pytest.param([4.8, 4.9, 5.0, 5.0, 5.1, 3.8, 4.0, 3.9], False, True, id="good again"),
        pytest.param([3.0] * 8, False, True, id="better"),
    ],
)
def test_it_must_be_clear_beyond_chance_and_last(
    new: list[float], beyond: bool, over: bool
) -> None:
    one = weeks(new)
    assert (one.beyond, one.over) == (beyond, over)


def test_of_what_should_be_high_less_is_worse() -> None:
    old = (0.90, 0.91, 0.92, 0.93) * 7
    assert weeks([0.86, 0.87, 0.85, 0.86, 0.86, 0.87, 0.85, 0.86], "csat", old).beyond
    assert not weeks([0.96] * 8, "csat", old).beyond


def looks(varies: float, declines: float, seed: int) -> list[bool]:
    """What a weekly look finds over a year, half of which gets worse by so much in ten weeks."""
    chance = np.random.default_rng(seed)
    steps = np.clip((np.arange(86) - 60 + 1) / 10, 0, 1)
    values = 4 * np.exp(chance.normal(0, varies, 86)) * (1 + declines * steps)
    return [
        weeks(
            values[at - NEW_WEEKS : at].tolist(),
            old=tuple(values[at - NEW_WEEKS - OLD_WEEKS : at - NEW_WEEKS].tolist()),
        ).beyond
        for at in range(NEW_WEEKS + OLD_WEEKS, 87)
    ]


def test_years_that_only_vary_are_quiet_and_slow_declines_are_found() -> None:
    quiet = [any(looks(0.13, 0.0, seed)) for seed in range(60)]
    found = [looks(0.13, 0.3, seed) for seed in range(60)]
    before, within = 61 - NEW_WEEKS - OLD_WEEKS, 61 - NEW_WEEKS - OLD_WEEKS + 20
    assert sum(quiet) <= 4
    assert sum(any(each[before:within]) for each in found) >= 54
