"""Every promise of the made-up year is judged as planned: by Zendesk and by our own clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker
from metrics.errors import AskError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.question.result import Result
from metrics.service_levels.policies import Policies
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension, Priority
from sandbox.year import Year, cast, promises
from sandbox.year.plan import TicketPlan
from sandbox.year.shifts import is_holiday
from tests import truth
from tests.bench.filling import fill
from tests.truth import Asked

ZONE = ZoneInfo("Europe/Berlin")
MEASURES = {
    "sla": None,
    "sla_frt": promises.FRT,
    "sla_next_reply": promises.NEXT_REPLY,
    "sla_resolution": promises.RESOLUTION,
}
STAFF = {agent.id for agent in (*cast.AGENTS, cast.FORMER)}
PERIODS = ("last week", "yesterday", "last 30 days", "last 180 days", "last year", "this year")
OF_EACH_DATABASE = ("last 30 days", "last year")
"""The others are read from the same columns: they are asked of SQLite alone."""


def calendar(year: Year) -> Calendar:
    """The made-up team's own hours."""
    first = datetime.fromtimestamp(year.starts_at, ZONE).date()
    days = (first + timedelta(days=number) for number in range(-20, 800))
    return Calendar(ZONE, parse_hours("mon-fri 08:00-18:00"), frozenset(filter(is_holiday, days)))


def own_policies(year: Year) -> Policies:
    """The policies of the year, written as settings."""
    changed = promises.changed_at(year.ends_at)
    day = datetime.fromtimestamp(changed, UTC).date().isoformat()
    entries = []
    for since, at in (("", changed - 1), (f" since {day}", changed)):
        for policy in promises.policies(changed, at):
            channels = [c for c in Channel if (c.value in promises.LIVE) == policy.live]
            for measure, targets in policy.minutes.items():
                runs = " running while pending and on hold"
                clock = runs if measure == promises.RESOLUTION else " business"
                entries += [
                    f"{measure} {channel.value} {priority} {minutes}m{clock}{since}"
                    for priority, minutes in targets.items()
                    for channel in channels
                ]
    return Policies.parse(";".join(entries), ZoneInfo("UTC"))


@pytest.fixture
def store(town_url: str) -> Iterator[Store]:
    opened = Store.open(town_url)
    yield opened
    opened.close()


def test_promises_are_judged_as_planned(store: Store, town_url: str, year: Year, now: int) -> None:
    periods = PERIODS if town_url.startswith("sqlite") else OF_EACH_DATABASE
    told = Asker(store, calendar(year)).still()
    own = Asker(store, calendar(year), policies=own_policies(year)).still()
    all_of_them = truth.promised(year, now - 60)
    of_people = [(plan, each) for plan, each in all_of_them if not of_ai(plan, each, now - 60)]
    assert len(of_people) < len(all_of_them)
    for asker, promised in ((told, all_of_them), (own, of_people)):
        assert shares_agree(asker, promised, now, periods) > 20 * len(periods)
        assert risk_agrees(asker, year, promised, now)


def of_ai(plan: TicketPlan, promise: promises.Promise, now: int) -> bool:
    """Whether an AI agent alone has had the ticket: nobody promised that a human answers it."""
    people = any(step.who in STAFF and step.at <= now for step in plan.steps)
    alone = plan.holder(now).agent == cast.ASSISTANT.id and not people
    return alone and promise.measure != promises.RESOLUTION


def answer(asker: Asker, metric: str, words: str, now: int, **where: str) -> Result:
    filters = tuple(Filter(Dimension(name), (value,)) for name, value in where.items())
    return asker.answer(Query(metric=metric, period=Period.of(words), where=filters), now)


def cuts() -> Iterator[dict[str, str]]:
    yield {}
    yield from ({"channel": channel} for channel in cast.CHANNELS)
    yield from ({"priority": priority.value} for priority in Priority)


def shares_agree(
    asker: Asker, promised: list[truth.Promise], now: int, periods: tuple[str, ...]
) -> int:
    checked = 0
    for words in periods:
        for where in (*cuts(), *({"team": str(team)} for team in cast.TEAMS)):
            for key, measure in MEASURES.items():
                result = answer(asker, key, words, now, **where)
                window = result.window
                team = {"team": int(where["team"])} if "team" in where else where
                asked = Asked(start=window.start, end=window.end, now=now - 60, **team)
                kept, n = truth.sla(promised, asked, measure)
                assert (result.figure.hits, result.figure.n) == (kept, n), (key, words, where)
                checked += n > 0
    return checked


def risk_agrees(asker: Asker, year: Year, promised: list[truth.Promise], now: int) -> bool:
    planned = truth.sla_risk(year, promised, now - 60)
    assert answer(asker, "sla_risk", "today", now).figure.value == planned
    return planned > 0


def test_without_any_policy_it_is_said_how_to_have_one(sqlite_store_url: str) -> None:
    opened = Store.open(sqlite_store_url)
    fill(opened, 50, 1_795_500_000)
    asker = Asker(opened, Calendar(ZONE, parse_hours("mon-fri 08:00-18:00")))
    with pytest.raises(AskError, match=r"not available from Zendesk.*set DESKPULSE_SLA"):
        answer(asker, "sla", "last week", 1_795_500_000)
    opened.close()
