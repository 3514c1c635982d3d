"""A few sensible alerts over a made-up year: what went wrong in it is caught, the rest is quiet.

`python -m tests.scenarios.test_alerts_replay` replays the whole year and prints what was told.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot import app
from bot.alerts.kinds import watch
from bot.config import Settings
from bot.services import Services
from bot.web import Door
from metrics.posting.alerts import Alert, Care, Standing, Telling, step
from metrics.tickets.records import Instant
from sandbox.desks import LOOPBACK
from sandbox.helpdesks.zendesk import zendesk_app
from sandbox.slack.server import Running
from sandbox.slack.workspace import Workspace
from sandbox.year import Year
from sandbox.year.plan import TicketPlan
from tests.scenarios.town import clock_from, commands

ENDS_AT = 1_795_568_400  # Wed 25 Nov 2026 02:00 in Berlin: every run replays the same year
ZONE = ZoneInfo("Europe/Berlin")
HOURLY, DAILY = range(7, 21, 2), (9,)
OPEN = {"DESKPULSE_BUSINESS_HOURS": "mon-fri 08:00-18:00"}
RECENT_DAYS, YEAR_DAYS = 90, 364
GROWS_FROM, FEW_WEEKS = date(2026, 8, 3), timedelta(weeks=9)
NOT_LONG_BEFORE = {"DESKPULSE_SINCE": "2026-05-01"}
"""A growing backlog is looked for over ten weeks: what lies further back need not be read."""


def made(kind: str, watched: str, value: float, clear: float, minimum: int) -> Alert:
    return Alert(
        id=kind,
        kind=kind,
        phrase=watched,
        watch=watched,
        value=value,
        clear=clear,
        minimum=minimum,
        channel="C1",
        owner="U1",
        made_at=0,
        care=Care(checks=1, remind_seconds=0),
    )


RUSH = made("spike", "", 3.0, 2.25, 10)
SLOW_DAY = made("threshold", "frt email today business", 7200.0, 6480.0, 10)
DECLINE = made("threshold", "frt email p90 last 28 days business", 10_500.0, 9_900.0, 20)
DRIFT = made("drift", "frt email business", 0.0, 0.0, 20)
GROWING = made("growing", "", 0.0, 0.0, 0)


@dataclass(frozen=True)
class Episode:
    """What was told, and when by the clocks there."""

    telling: Telling
    at: datetime
    now: str


def neglected(year: Year) -> Year:
    """The year in which one ticket of ten is left lying from a day on: the backlog grows."""

    def left(plan: TicketPlan) -> TicketPlan:
        begun = replace(plan, steps=plan.steps[:1], holders=plan.holders[:1], replies=(), solves=())
        return replace(begun, reopened_at=(), survey=None, removal=None, removed_at=None)

    from_at = datetime(GROWS_FROM.year, GROWS_FROM.month, GROWS_FROM.day, tzinfo=ZONE).timestamp()
    plans = (
        left(plan) if plan.created_at >= from_at and plan.id % 10 == 0 else plan
        for plan in year.plans
    )
    return replace(year, plans=tuple(plans))


@contextmanager
def replaying(
    folder: Path, told: Callable[[Year], Year] = lambda year: year, **more: str
) -> Iterator[tuple[Year, Services]]:
    """A year of a small team's in a store, and what is needed to look at it."""
    year = told(Year.plan_until(ends_at=ENDS_AT, tickets_per_weekday=20))
    desk = zendesk_app(year, clock=lambda: float(ENDS_AT), exports_per_minute=100_000)
    door = Door(desk, LOOPBACK, 0)
    door.start()
    with Running(Workspace(clock=clock_from(ENDS_AT))) as slack:
        bot = commands(folder, f"http://{LOOPBACK}:{door.port}", slack, **OPEN, **more)
        bot.run("sync")
    door.stop()
    chosen = Settings.model_validate(bot.environment)
    store = app.store(chosen)
    services = app.make_services(chosen, store, lambda: ENDS_AT)
    yield year, replace(services, asker=services.asker.still())
    store.close()


def replay(
    alert: Alert, services: Services, days: int, hours: range | tuple[int, ...], every: int = 1
) -> list[Episode]:
    """What is told of an alert that is checked at these hours, every so many of the last days."""
    standing, told = Standing(), list[Episode]()
    first = datetime.fromtimestamp(ENDS_AT, ZONE).date() - timedelta(days=days)
    for day in (first + timedelta(days=n) for n in range(0, days, every)):
        for hour in hours:
            at: Instant = int(datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).timestamp())
            sight = watch(alert, services, at)
            standing, telling = step(alert.care, standing, sight.observation)
            if telling is not None:
                told.append(Episode(telling, datetime.fromtimestamp(at, ZONE), sight.now))
    return told


def fired(told: list[Episode]) -> list[date]:
    return [each.at.date() for each in told if each.telling is Telling.FIRED]


@pytest.fixture(
    scope="module",
    params=[NOT_LONG_BEFORE, pytest.param({}, marks=pytest.mark.thorough)],
    ids=["half a year", "the whole year"],
)
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Year, Services]]:
    with replaying(tmp_path_factory.mktemp("replay"), **request.param) as made:
        yield made


def test_the_outage_is_caught_on_its_day_and_calm_weeks_are_quiet(
    town: tuple[Year, Services],
) -> None:
    year, services = town
    rushes = fired(replay(RUSH, services, RECENT_DAYS, HOURLY))
    assert set(rushes) == {year.outage_on}


def test_answers_that_get_slower_are_caught(town: tuple[Year, Services]) -> None:
    year, services = town
    told = fired(replay(DECLINE, services, RECENT_DAYS, DAILY))
    assert [day for day in told if day >= year.slower_from] != []


def test_a_figure_that_only_varies_does_not_drift(town: tuple[Year, Services]) -> None:
    year, services = town
    told = fired(replay(DRIFT, services, YEAR_DAYS, DAILY, every=7))
    assert [day for day in told if day < year.slower_from] == []


def test_a_backlog_that_only_varies_is_not_called_growing(town: tuple[Year, Services]) -> None:
    _, services = town
    assert replay(GROWING, services, YEAR_DAYS, DAILY, every=7) == []


def test_a_backlog_that_grows_is_caught_within_weeks(tmp_path: Path) -> None:
    with replaying(tmp_path, neglected, **NOT_LONG_BEFORE) as (_, services):
        told = replay(GROWING, services, YEAR_DAYS, DAILY, every=7)
    (day,) = fired(told)
    assert GROWS_FROM < day <= GROWS_FROM + FEW_WEEKS
    assert "more than chance does" in told[0].now


def main() -> None:
    """Replay the whole year and print what was told."""
    with tempfile.TemporaryDirectory() as folder, replaying(Path(folder)) as (year, services):
        write = sys.stdout.write
        write(f"outage on {year.outage_on}, e-mail slower from {year.slower_from}\n")
        for alert, hours in (
            (RUSH, HOURLY),
            (SLOW_DAY, HOURLY),
            (DECLINE, DAILY),
            (GROWING, DAILY),
            (DRIFT, DAILY),
        ):
            told = replay(alert, services, YEAR_DAYS, hours)
            write(f"{alert.kind} {alert.watch}: {len(fired(told))} fired\n")
            for each in told:
                write(f"  {each.at:%a %d %b %H:%M} {each.telling}: {each.now}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
