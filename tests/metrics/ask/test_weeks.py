"""The last whole weeks of a question."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Query
from metrics.store.database.engine import Store
from tests.filled import fill

NOW = 1_795_500_000
DAY = 86400


@pytest.fixture
def asker(store: Store) -> Asker:
    fill(store, 800, NOW)
    return Asker(store, Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-18:00")))


def test_they_are_those_that_are_over_whatever_period_is_asked_for(asker: Asker) -> None:
    query = Query(metric="volume", period=Period.of("today"))
    found = asker.weeks(query, NOW, 13)
    assert len(found) == 13
    assert found[-1].window.end <= NOW < found[-1].window.end + 7 * DAY
    last = asker.answer(Query(metric="volume", period=Period.of("last week")), NOW)
    assert found[-1].figure == last.figure


def test_a_week_that_still_ripens_is_left_for_an_older_one(asker: Asker) -> None:
    found = asker.weeks(Query(metric="reopen", period=Period.of("today")), NOW, 13)
    assert len(found) == 13
    assert found[-1].window.end <= NOW - 7 * DAY


def test_weeks_before_the_history_are_not_there(asker: Asker) -> None:
    found = asker.weeks(Query(metric="volume", period=Period.of("today")), NOW - 330 * DAY, 13)
    assert 0 < len(found) < 6
