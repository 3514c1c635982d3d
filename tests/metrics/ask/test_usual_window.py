"""Without a period: the last seven full days, or those that are settled, or now."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker
from metrics.catalogue import CATALOGUE, measure
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.periods.windows import local_date
from metrics.question.query import Against, Query
from metrics.question.result import Result
from metrics.store.database.engine import Store
from metrics.tickets.records import Instant
from tests.filled import fill

BERLIN = ZoneInfo("Europe/Berlin")
END = int(datetime(2026, 11, 30, 16, tzinfo=BERLIN).timestamp())
"""A Monday afternoon; the data reach that far."""
LAST_WEEK = Period.of("last week")
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def asker(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    """One for all tests here, none of which writes anything."""
    path = tmp_path_factory.mktemp("usual") / "store.db"
    shutil.copy(sqlite_template, path)
    with closing(Store.open(f"sqlite:///{path}")) as store:
        fill(store, 2500, END)
        yield Asker(store, Calendar(BERLIN, parse_hours("mon-fri 09:00-18:00"))).still()


def usual(
    asker: Asker, key: str, now: Instant, variant: str = "", against: Against = Against.BEFORE
) -> Result:
    period = measure(key, variant).default_period
    return asker.answer(Query(metric=key, variant=variant, period=period, against=against), now)


def noon(day: date) -> Instant:
    return int(datetime.combine(day, time(12), BERLIN).timestamp())


@pytest.mark.parametrize("back", range(7))
@pytest.mark.parametrize("key", ["frt", "volume", "csat", "backlog_growth", "mix"])
def test_whatever_the_day_the_seven_full_days_before_it_are_told(
    asker: Asker, key: str, back: int
) -> None:
    today = date(2026, 11, 30) - back * DAY
    result = usual(asker, key, noon(today))
    assert (result.window.first, result.window.last) == (today - 7 * DAY, today - DAY)
    assert result.complete
    assert result.previous_window
    before = result.previous_window
    assert (before.first, before.last) == (today - 14 * DAY, today - 8 * DAY)


@pytest.mark.parametrize("key", ["frt", "volume", "csat", "backlog_growth", "mix"])
def test_on_a_monday_it_is_all_that_last_week_is(asker: Asker, key: str) -> None:
    week = asker.answer(Query(metric=key, period=LAST_WEEK), END)
    assert usual(asker, key, END) == week


def test_the_trend_has_whole_weeks_that_end_on_the_same_weekday(asker: Asker) -> None:
    sunday = date(2026, 11, 29)
    for against in (Against.BEFORE, Against.YEAR):
        series = usual(asker, "frt", noon(sunday), against=against).series
        assert len(series) == 12
        assert all(point.complete and point.window.is_week for point in series)
        assert {point.window.last.weekday() for point in series} == {5}
        assert all(a.window.end == b.window.start for a, b in pairwise(series))
        assert series[-1].window.last == sunday - DAY


RIPENING = [
    ("reopen", "", 7),
    ("resolution_rate", "", 7),
    ("fcr", "", 7),
    ("fcr", "all", 14),
    ("fcr", "touch", 0),
    ("repeat", "", 7),
    ("repeat", "30", 30),
    ("csat_response", "", 7),
    ("omni", "first-contact", 7),
    ("csat", "", 0),
]


@pytest.mark.parametrize(("key", "variant", "days"), RIPENING)
def test_of_what_ripens_the_last_seven_days_are_those_that_are_ripe(
    asker: Asker, key: str, variant: str, days: int
) -> None:
    result = usual(asker, key, END, variant)
    assert result.window.last == date(2026, 11, 29) - days * DAY
    assert result.window.last - result.window.first == 6 * DAY
    assert result.provisional_until is None
    assert all(point.complete for point in result.series)
    said = [caveat for caveat in result.caveats if "final figures" in caveat]
    assert said == (
        [f"The latest seven days with final figures: newer days can still change for {days} days."]
        if days
        else []
    )


def test_a_day_later_would_not_be_ripe_and_other_days_are_not_called_settled(asker: Asker) -> None:
    later = Period.of("7 days ending 6 days ago")
    result = asker.answer(Query(metric="reopen", period=later), END)
    assert result.provisional_until is not None
    assert not any("settled" in caveat for caveat in result.caveats)
    month = asker.answer(Query(metric="reopen", period=Period.of("sep 2026")), END)
    assert not any("settled" in caveat for caveat in month.caveats)


@pytest.mark.parametrize("key", ["backlog", "unassigned", "aging", "oldest", "pending_reply"])
def test_what_stands_is_told_as_it_is_now_beside_a_week_ago(asker: Asker, key: str) -> None:
    sunday = noon(date(2026, 11, 29))
    result = usual(asker, key, sunday)
    assert result.window.last == date(2026, 11, 29)
    assert not result.complete
    assert result.previous_window
    assert result.previous_window.end == sunday - 7 * 86_400


def test_what_is_told_by_the_month_or_quarter_still_is() -> None:
    own = {key: str(m.own_period) for key, m in CATALOGUE.items() if m.own_period is not None}
    assert {key for key, words in own.items() if words == "last quarter"} == {"nps", "enps"}
    assert {key for key, words in own.items() if words == "last month"} == {
        *("churn", "cost_ticket", "cost_resolution", "contact_rate")
    }
    assert {key for key, words in own.items() if words == "today"} == {
        *("sla_risk", "backlog", "aging", "oldest", "unassigned", "pending_reply")
    }
    for key, metric in CATALOGUE.items():
        for variant in metric.variants:
            assert variant.metric.own_period == metric.own_period, key


def test_seven_days_that_add_up_have_a_baseline_of_whole_weeks(asker: Asker) -> None:
    result = usual(asker, "volume", noon(date(2026, 11, 26)), against=Against.BASELINE)
    assert result.previous is not None
    assert result.previous_window is not None
    assert result.previous_window.first.weekday() == 0
    assert local_date(result.previous_window.end, BERLIN) <= result.window.first
