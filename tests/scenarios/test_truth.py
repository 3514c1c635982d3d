"""Every figure of the made-up year, through Zendesk's API and the store, is the planned one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from metrics.ask import Asker
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.public_holidays import parse_holidays
from metrics.periods import Period
from metrics.question.query import Clock, Filter, Query
from metrics.question.result import Result
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension, Priority
from sandbox.year import Year, cast
from tests import truth, truth_of_work
from tests.truth import Asked, Hours, Pair

ZONE = "Europe/Berlin"
HOLIDAYS = parse_holidays("DE-BE")
CALENDAR = Calendar(ZoneInfo(ZONE), parse_hours("mon-fri 09:00-17:00"), HOLIDAYS)
HOURS = Hours(zone=ZONE, opens=time(9), closes=time(17), holidays=HOLIDAYS)
PERIODS = (
    "last week",
    "this week",
    "last month",
    "yesterday",
    "last 30 days",
    "last 90 days",
    "march",
    "october",
    "last year",
    "this year",
)
CHANNELS = (None, *(channel.value for channel in Channel))
SOME = ("last week", "october", "last year")
"""The others are read from the same columns: they are asked of SQLite alone, and there uncut."""
UNCUT: dict[str, str | None] = {"channel": None}
CUT = (SOME, pytest.param(PERIODS, marks=pytest.mark.thorough))
TIMES: dict[str, Callable[[Year, Asked], list[Pair]]] = {
    "frt": truth.frt,
    "next_reply": truth.next_reply,
    "art": truth.art,
    "resolution": truth.resolution,
    "first_resolution": truth.first_resolution,
}


@pytest.fixture
def asker(town_url: str, now: int) -> Iterator[Asker]:
    store = Store.open(town_url)
    asker = Asker(store, CALENDAR)
    assert asker.fresh_until() == now - 60
    yield asker.still()
    store.close()


def answer(asker: Asker, metric: str, words: str, now: int, **where: str | None) -> Result:
    filters = tuple(
        Filter(Dimension(name), (value,)) for name, value in where.items() if value is not None
    )
    query = Query(metric=metric, period=Period.of(words), where=filters)
    return asker.answer(query, now)


def asked(result: Result, now: int, **where: str | None) -> Asked:
    window = result.window
    return Asked(start=window.start, end=window.end, now=now - 60, **where)


def cuts(asker: Asker) -> Iterator[dict[str, str | None]]:
    for channel in CHANNELS:
        yield {"channel": channel}
    for priority in ("", *(priority.value for priority in Priority)):
        yield {"priority": priority}


@pytest.mark.parametrize("cut", CUT, ids=len)
def test_every_figure_is_the_planned_one(
    asker: Asker, town_url: str, year: Year, now: int, cut: tuple[str, ...]
) -> None:
    checked = 0
    for words in PERIODS if town_url.startswith("sqlite") else cut:
        for where in cuts(asker) if words in cut else (UNCUT,):
            checked += times_agree(asker, year, now, words, where)
            checked += counts_agree(asker, year, now, words, where)
    assert checked > 100 * len(cut)


def times_agree(
    asker: Asker, year: Year, now: int, words: str, where: dict[str, str | None]
) -> int:
    for key, planned in TIMES.items():
        for clock in Clock:
            filters = tuple(
                Filter(Dimension(name), (value,))
                for name, value in where.items()
                if value is not None
            )
            query = Query(metric=key, period=Period.of(words), where=filters, clock=clock)
            result = asker.answer(query, now)
            pairs = planned(year, asked(result, now, **where))
            spent = [
                end - start
                if clock is Clock.CALENDAR
                else truth.business_seconds((start, end), HOURS)
                for start, end in pairs
            ]
            assert result.figure.n == len(pairs), (key, words, where)
            if spent:
                assert result.figure.value == pytest.approx(np.median(spent)), (key, words, where)
    return 2 * len(TIMES)


def counts_agree(
    asker: Asker, year: Year, now: int, words: str, where: dict[str, str | None]
) -> int:
    volume = answer(asker, "volume", words, now, **where)
    about = asked(volume, now, **where)
    assert volume.figure.n == truth.volume(year, about), (words, where)
    for key, planned in (("reopen", truth.reopen), ("csat", truth.csat)):
        figure = answer(asker, key, words, now, **where).figure
        assert (figure.hits, figure.n) == planned(year, about), (key, words, where)
    at = min(volume.window.end, now - 60)
    ages = truth.ages(year, at, about)
    assert answer(asker, "backlog", words, now, **where).figure.n == len(ages), (words, where)
    aging = answer(asker, "aging", words, now, **where).figure
    assert aging.value == (pytest.approx(np.median(ages)) if ages else None), (words, where)
    if where.get("channel") is None:
        parts = answer(asker, "mix", words, now, **where).parts
        # A channel that only the period before had stands there with 0.
        shares = {part.key[0]: part.figure.hits for part in parts if part.figure.hits}
        assert shares == truth.mix(year, about), (words, where)
    return 6


@pytest.mark.parametrize("words", ["last year", "this year", "october"])
def test_the_rarer_kinds_count_where_they_should(
    asker: Asker, year: Year, now: int, words: str
) -> None:
    volume = answer(asker, "volume", words, now)
    about = asked(volume, now)
    children = [p for p in year.plans if p.child and about.holds(p.created_at)]
    assert children
    assert dict(volume.excluded) == {"opened in a side conversation": len(children)}
    query = replace(volume.query, variant="children")
    assert asker.answer(query, now).figure.n == volume.figure.n + len(children)
    alone = replace(volume.query, variant="side conversations")
    assert asker.answer(alone, now).figure.n == len(children)
    backlog, at = answer(asker, "backlog", words, now), min(about.end, now - 60)
    still = sum(truth.unsolved(replace(p, child=False), at) for p in year.plans if p.child)
    assert dict(backlog.excluded).get("opened in a side conversation", 0) == still
    alone = replace(backlog.query, variant="side conversations")
    assert asker.answer(alone, now).figure.n == still
    imported = sum(p.came_closed and about.holds(p.created_at) for p in year.plans)
    for metric in ("resolution", "first_resolution", "solved", "reopen"):
        excluded = dict(answer(asker, metric, words, now).excluded)
        assert excluded.get("created closed", 0) == imported, metric
    for agent, some in ((cast.FORMER, year.left_at > about.start), (cast.LIGHT, False)):
        found = answer(asker, "frt", words, now, agent=str(agent.id))
        planned = truth.frt(year, replace(about, agent=agent.id))
        assert (found.figure.n, found.figure.n > 0) == (len(planned), some), agent


def test_tickets_solved_are_the_planned_ones(asker: Asker, year: Year, now: int) -> None:
    for words in PERIODS:
        result = answer(asker, "solved", words, now)
        about = asked(result, now)
        planned = sum(
            any(about.holds(solve.at) for solve in plan.solves)
            for plan in truth.counted(year, about.now)
        )
        assert result.figure.n == planned, words


def test_the_telephone_is_answered_and_takes_as_long_as_planned(
    asker: Asker, year: Year, now: int
) -> None:
    figures = 0
    for words in PERIODS:
        for team in (None, *cast.TEAMS):
            where = {"team": None if team is None else str(team)}
            found = answer(asker, "asa", words, now, **where)
            window = found.window
            about = Asked(start=window.start, end=window.end, now=now - 60, team=team)
            pairs, given_up = truth_of_work.asa(year, about)
            waits = [end - start for start, end in pairs]
            assert found.figure.n == len(waits), (words, team)
            assert sum(n for _, n in found.excluded) == given_up, (words, team)
            if waits:
                assert found.figure.value == pytest.approx(np.median(waits)), (words, team)
            work = truth_of_work.aht(year, about)
            handled = answer(asker, "aht", words, now, **where).figure
            assert handled.n == len(work), (words, team)
            if work:
                assert handled.value == pytest.approx(np.mean(work)), (words, team)
            figures += bool(waits) + bool(work)
    assert figures > 40
