"""Looking back for when something began: what broke it, what is not known, and how far it goes."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest

from metrics.ask.lasting import STEP, Lasting, lasting

BERLIN = ZoneInfo("Europe/Berlin")
NOW = 1_795_435_200  # Mon 23 Nov 2026 13:00 in Berlin
HOUR, DAY = 3600, 86400


def since(at: int) -> Callable[[int], bool | None]:
    return lambda instant: instant >= at


@pytest.mark.parametrize(
    ("ago", "within", "exact"),
    [
        (35 * 60, STEP, True),
        (5 * HOUR, STEP, True),
        (14 * HOUR, STEP, True),
        (3 * DAY + 7 * HOUR, STEP, True),
        (12 * DAY, DAY, False),
        (27 * DAY, DAY, False),
        (100 * DAY, DAY, False),
        (300 * DAY, DAY, False),
    ],
)
def test_it_is_found_to_the_minutes_of_late_and_to_the_day_before(
    ago: int, within: int, exact: bool
) -> None:
    found = lasting(since(NOW - ago), NOW, BERLIN, 0)
    assert 0 <= found.since_at - (NOW - ago) < within
    assert (found.exact, found.whole, found.more) == (exact, False, False)


def test_a_break_ends_it_however_long_it_was_so_before() -> None:
    def is_so(at: int) -> bool:
        return not NOW - 30 * HOUR <= at < NOW - 26 * HOUR and at >= NOW - 90 * DAY

    assert lasting(is_so, NOW, BERLIN, 0).since_at > NOW - 100 * DAY
    evening = NOW - 13 * HOUR  # the last instant of a day is looked at
    broken = lasting(lambda at: not evening - HOUR <= at <= evening, NOW, BERLIN, 0)
    assert evening < broken.since_at <= evening + STEP


def test_what_is_not_known_neither_makes_nor_breaks_it() -> None:
    began = NOW - 3 * DAY

    def is_so(at: int) -> bool | None:
        night = (at // HOUR) % 24 < 7
        return None if night else at >= began

    assert 0 <= lasting(is_so, NOW, BERLIN, 0).since_at - began < HOUR
    never_known = lasting(lambda _: None, NOW, BERLIN, NOW - 3 * DAY)
    assert never_known == Lasting(since_at=NOW)


@pytest.mark.parametrize(
    ("known_from", "expected"),
    [
        (NOW - 3 * DAY, {"whole": True, "more": False}),
        (NOW - 170 * DAY, {"whole": True, "more": False}),
        (0, {"whole": False, "more": True}),
    ],
)
def test_it_goes_back_as_far_as_data_reach_and_no_further_than_a_year(
    known_from: int, expected: dict[str, bool]
) -> None:
    looked: list[int] = []

    def is_so(at: int) -> bool:
        looked.append(at)
        return True

    found = lasting(is_so, NOW, BERLIN, known_from)
    assert {"whole": found.whole, "more": found.more} == expected
    assert min(looked) >= known_from
    assert len(looked) < 150


def test_it_never_costs_more_than_so_many_looks() -> None:
    for ago in (HOUR, 2 * DAY, 20 * DAY, 200 * DAY, 400 * DAY):
        looked: list[int] = []

        def is_so(at: int, ago: int = ago, looked: list[int] = looked) -> bool:
            looked.append(at)
            return at >= NOW - ago

        lasting(is_so, NOW, BERLIN, 0)
        assert len(looked) < 150
