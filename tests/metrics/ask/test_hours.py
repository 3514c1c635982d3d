"""Questions on the business clock where teams have hours of their own, or promises are made."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.ask import Asker
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.schedules import Mode, Schedules
from metrics.periods import Period
from metrics.question.query import Clock, Filter, Query
from metrics.question.result import Result
from metrics.service_levels.policies import Policies
from metrics.store.database.engine import Store
from metrics.tickets.records import Dimension
from tests.filled import fill
from tests.metrics.ask.test_asker import CALENDAR, NOW

LATE = Calendar(CALENDAR.zone, parse_hours("mon-fri 14:00-22:00"))
TEXT = "Late | teams: t3 | hours: mon-fri 14:00-22:00"


def ask(asker: Asker, team: str) -> Result:
    where = (Filter(Dimension.TEAM, (team,)),)
    period = Period.of("last 60 days")
    query = Query(metric="frt", period=period, where=where, clock=Clock.BUSINESS)
    return asker.answer(query, NOW)


@pytest.mark.parametrize("mode", Mode)
def test_each_team_is_measured_by_its_own_hours(store: Store, mode: Mode) -> None:
    fill(store, 800, NOW)
    both = Asker(store, CALENDAR, schedules=Schedules.parse(TEXT, CALENDAR, mode))
    late, usual = Asker(store, LATE), Asker(store, CALENDAR)
    assert ask(both, "t3").figure == ask(late, "t3").figure
    assert ask(both, "t2").figure == ask(usual, "t2").figure
    assert ask(both, "t3").figure != ask(usual, "t3").figure
    assert "Late" in ask(both, "t3").clock_words


def test_the_list_behind_a_figure_is_measured_by_the_same_hours(store: Store) -> None:
    fill(store, 300, NOW)
    asker = Asker(store, CALENDAR, schedules=Schedules.parse(TEXT, CALENDAR))
    query = replace(ask(asker, "t3").query, where=())
    spent = sorted(int(str(line["business_seconds"])) for line in asker.tickets(query, NOW))
    assert len(spent) == asker.answer(query, NOW).figure.n
    assert (spent[(len(spent) - 1) // 2] + spent[len(spent) // 2]) / 2 == pytest.approx(
        asker.answer(query, NOW).figure.value
    )


def test_own_policies_are_laid_over_what_happened(store: Store) -> None:
    fill(store, 300, NOW)
    policies = Policies.parse("frt 2h; resolution 16h business", CALENDAR.zone)
    snapshot = Asker(store, CALENDAR, policies=policies)._cache().snapshot
    assert snapshot.promises is not None
    assert len(snapshot.promises.ticket) > 300
    assert Asker(store, CALENDAR)._cache().snapshot.promises is None
