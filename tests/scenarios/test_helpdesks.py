"""The made-up year through each helpdesk's own API: told as it was, or not, and then it is said."""

from __future__ import annotations

import random
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker
from metrics.helpdesks.vendors import HELPDESKS
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.public_holidays import parse_holidays
from metrics.store.database.engine import Store
from sandbox.year import Year
from tests.metrics.scripted import state
from tests.scenarios.forked import FORKING
from tests.scenarios.helpdesks import STAND_INS, Desk, line, opened, running
from tests.truth import quiet_moment

CALENDAR = Calendar(
    ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-17:00"), parse_holidays("DE-BE")
)
PERIODS = ("last week", "last month", "last 30 days", "last 90 days", "october")
DAYS = 130
DAY = 86_400
KILLS = (4, pytest.param(20, marks=pytest.mark.thorough))
MOST_ANSWERS = 9


@pytest.fixture(scope="module", params=STAND_INS)
def desk(request: pytest.FixtureRequest, year: Year, now: int) -> Iterator[Desk]:
    """A helpdesk whose clock stands still."""
    with running(request.param, year, now) as desk:
        yield desk


@pytest.fixture(scope="module")
def whole(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the last months in it."""
    with opened(tmp_path_factory.mktemp(desk.vendor) / "whole.db") as store:
        outcome = replace(desk, days=DAYS).sync(store)
        assert outcome.finished, outcome
        yield store


def test_the_year_is_told_as_it_was_or_it_is_said_why_not(
    desk: Desk, whole: Store, now: int
) -> None:
    _compare(desk, whole, now, PERIODS)


@pytest.mark.thorough
def test_the_whole_year_is_told_so(desk: Desk, tmp_path: Path, now: int) -> None:
    with opened(tmp_path / "year.db") as store:
        assert desk.sync(store).finished
        _compare(desk, store, now, (*PERIODS, "march"))


def _compare(desk: Desk, store: Store, now: int, periods: tuple[str, ...]) -> None:
    asker, stand_in = Asker(store, CALENDAR), STAND_INS[desk.vendor]
    unlike, fresh_until = stand_in.unlike, now - stand_in.lag_seconds
    assert asker.fresh_until() == fresh_until
    lines = [
        line(asker, desk, metric, words, fresh_until)
        for metric in stand_in.metrics
        for words in periods
    ]
    sys.stdout.write("\n".join(("", desk.vendor, *map(str, lines), "")))
    for each in lines:
        assert each.equal or unlike.get(each.metric, "\n") in each.says, each
    for metric in unlike:
        assert not all(each.equal for each in lines if each.metric == metric), metric


def test_read_again_nothing_changes(desk: Desk, whole: Store) -> None:
    before = state(whole)
    assert replace(desk, days=DAYS).sync(whole).rebuilt == 0
    assert state(whole) == before


@pytest.mark.parametrize("most", KILLS)
def test_killed_and_resumed_the_store_is_the_same(desk: Desk, tmp_path: Path, most: int) -> None:
    """Some weeks are read, and of what is older all that is unsolved."""
    chance, kills, weeks = random.Random(5), 0, replace(desk, days=2 * most)
    with opened(tmp_path / "calm.db") as calm, opened(tmp_path / "rough.db") as rough:
        assert weeks.sync(calm).finished
        while kills < most:
            kills += _killed(weeks, tmp_path / "rough.db", chance, full=kills % 4 == 2)
        assert weeks.sync(rough).finished
        assert weeks.sync(rough, full=True).finished
        assert state(rough) == state(calm)


def _killed(desk: Desk, path: Path, chance: random.Random, *, full: bool) -> bool:
    """Sync in a process of its own and kill it after some answers; False: it had ended before."""
    begun = desk.calls.total()
    process = FORKING.Process(target=_sync, args=(desk, path, full))
    process.start()
    after = chance.randint(1, MOST_ANSWERS)
    while process.is_alive() and desk.calls.total() < begun + after:
        time.sleep(0.001)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def _sync(desk: Desk, path: Path, full: bool) -> None:
    with opened(path) as store:
        desk.sync(store, full=full)


def test_a_hundred_changed_tickets_take_so_many_calls(
    year: Year, now: int, tmp_path: Path, desk: Desk
) -> None:
    stamps = sorted(
        max(step.at for step in plan.steps if step.at <= now)
        for plan in year.plans
        if plan.created_at <= now
    )
    before = quiet_moment(year, stamps[-100] - 1)
    with running(desk.vendor, year, before) as own, opened(tmp_path / "own.db") as store:
        own.days = 40
        assert own.sync(store).finished
        own.calls.clear()
        own.clock[0], began_at = float(now), time.monotonic()
        assert own.sync(store).finished
        seconds, calls = time.monotonic() - began_at, own.calls.total()
    sys.stdout.write(f"\n{desk.vendor}: {calls} calls, {seconds:.1f} s: {dict(own.calls)}\n")
    fewest, most = STAND_INS[desk.vendor].calls
    assert fewest <= calls <= most


@pytest.mark.parametrize("days", [3, pytest.param(7, marks=pytest.mark.thorough)])
def test_what_a_helpdesk_does_not_tell_is_observed_from_the_day_it_is_connected(
    year: Year, now: int, tmp_path: Path, desk: Desk, days: int
) -> None:
    """Read again and again for some days, of all of which but two everything is asked."""
    hours = 4 if days == 3 else 2
    if days == 3 and not any(each.observed for each in HELPDESKS[desk.vendor].supplies.values()):
        pytest.skip("it tells of each change")
    with running(desk.vendor, year, now - days * DAY) as own, opened(tmp_path / "o.db") as store:
        own.days = 40
        while own.clock[0] < now:
            assert own.sync(store).finished
            own.clock[0] = min(float(now), own.clock[0] + 3600 * hours)
        assert own.sync(store).finished
        asker = Asker(store, CALENDAR)
        until = now - STAND_INS[own.vendor].lag_seconds
        lines = [
            line(asker, own, metric, f"last {days - 2} days", until)
            for metric in ("reopen", "first_resolution", "solved", "resolution")
        ]
    sys.stdout.write("\n".join(("", desk.vendor, *map(str, lines), "")))
    assert all(each.equal for each in lines), lines
