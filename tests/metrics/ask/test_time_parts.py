"""Figures cut by time: whole windows, hours and weekdays, by the team's clocks."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import pytest

from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.periods.time_cuts import HEAT, TimeCut
from metrics.question.query import Query
from metrics.question.result import Result
from metrics.store.database.engine import Store
from tests.metrics.desk import DAY, HOUR, MONDAY, NOW, Told, told

# Hours after Monday, 9 November, 00:00: Monday 9:00 twice and 10:00, Tuesday 9:00, Sunday 23:30.
CREATED = (9, 9.5, 10, 24 + 9, 6 * 24 + 23.5)


def tickets(hours: Iterable[float], weeks: int = 1) -> list[Told]:
    return [
        Told(f"{week}-{n}", hour - 168 * week).solved(hour - 168 * week + 2, hour - 168 * week + 3)
        for week in range(weeks)
        for n, hour in enumerate(hours)
    ]


def cut(
    store: Store,
    *over: TimeCut,
    metric: str = "volume",
    period: str = "2026-W46",
    now: int = NOW,
    zone: str = "",
    weeks: int = 1,
) -> Result:
    asker = told(store, tickets(CREATED, weeks))
    query = Query(metric=metric, period=Period.of(period), over=over, zone=zone)
    return asker.answer(query, now)


def shown(result: Result) -> dict[str, float | None]:
    """The parts that there is something of."""
    return {part.label: part.figure.value for part in result.parts if part.figure.n}


@pytest.mark.parametrize(
    ("over", "zone", "parts"),
    [
        ((TimeCut.HOUR,), "", {"09:00": 3, "10:00": 1, "23:00": 1}),
        ((TimeCut.WEEKDAY,), "", {"Monday": 3, "Tuesday": 1, "Sunday": 1}),
        (HEAT, "", {"Mon 09:00": 2, "Mon 10:00": 1, "Tue 09:00": 1, "Sun 23:00": 1}),
        ((TimeCut.HOUR,), "Asia/Kolkata", {"14:00": 2, "15:00": 2}),
        ((TimeCut.WEEKDAY,), "Asia/Kolkata", {"Monday": 3, "Tuesday": 1}),
        ((TimeCut.DAY,), "", {"Mon 9 Nov": 3, "Tue 10 Nov": 1, "Sun 15 Nov": 1}),
        ((TimeCut.WEEK,), "", {"Week 46 (9–15 Nov)": 5}),
        ((TimeCut.MONTH,), "", {"November 2026 so far": 5}),
    ],
)
def test_parts_are_counted_by_the_clocks_of_the_place(
    store: Store, over: tuple[TimeCut, ...], zone: str, parts: dict[str, float]
) -> None:
    assert shown(cut(store, *over, zone=zone)) == parts


@pytest.mark.parametrize(
    ("over", "count"),
    [((TimeCut.HOUR,), 24), ((TimeCut.WEEKDAY,), 7), (HEAT, 168), ((TimeCut.DAY,), 7)],
)
def test_what_was_empty_is_there_too_and_all_stand_in_the_order_of_time(
    store: Store, over: tuple[TimeCut, ...], count: int
) -> None:
    result = cut(store, *over)
    assert len(result.parts) == count
    assert sum(part.figure.value or 0 for part in result.parts) == result.figure.value == 5
    keys = [tuple(int(n) if n.isdigit() else n for n in part.key) for part in result.parts]
    assert keys == sorted(keys)


def test_a_duration_has_its_own_figure_in_each_part(store: Store) -> None:
    result = cut(store, TimeCut.HOUR, metric="frt", weeks=8)
    by_hour = {part.label: part.figure for part in result.parts}
    assert (by_hour["11:00"].n, by_hour["09:00"].n) == (3, 0)
    assert by_hour["09:00"].value is None


def test_the_running_window_is_marked_and_what_is_to_come_is_not_there(store: Store) -> None:
    now = MONDAY + 7 * DAY + 30 * HOUR
    result = cut(store, TimeCut.DAY, period="this week", now=now)
    assert [part.label for part in result.parts] == ["Mon 16 Nov", "Tue 17 Nov so far"]
    assert [point.complete for point in result.series] == [True, False]
    assert not any("whole one" in caveat for caveat in result.caveats)


def test_a_level_is_told_at_the_end_of_each_window(store: Store) -> None:
    result = cut(store, TimeCut.DAY, metric="backlog")
    assert len(result.parts) == 7
    assert [point.figure for point in result.series] == [part.figure for part in result.parts]


@pytest.mark.parametrize(
    ("over", "period", "said"),
    [
        (TimeCut.WEEK, "10 nov 2026..13 nov 2026", "Each week is a whole one"),
        (TimeCut.WEEKDAY, "2 nov 2026..10 nov 2026", "Mon, Tue came 2 times"),
        (TimeCut.DAY, "1 jun 2026..15 nov 2026", "Only the newest 92 days"),
        (TimeCut.HOUR, "2026-W46", "Times are those of UTC."),
    ],
)
def test_what_must_be_known_of_the_parts_is_said(
    store: Store, over: TimeCut, period: str, said: str
) -> None:
    asker = told(store, tickets(CREATED), days=300)
    result = asker.answer(Query(metric="volume", period=Period.of(period), over=(over,)), NOW)
    assert any(said in caveat for caveat in result.caveats)


def test_whole_weeks_have_each_weekday_equally_often(store: Store) -> None:
    result = cut(store, TimeCut.WEEKDAY)
    assert not any("times in this period" in caveat for caveat in result.caveats)


def test_an_hour_that_comes_twice_is_one(store: Store) -> None:
    # Clocks in Berlin show 2:30 twice on 25 October 2026.
    hours = [(-15 * 24) + 0.5, (-15 * 24) + 1.5]
    asker = told(store, tickets(hours))
    asker.calendar = Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-17:00"))
    query = Query(
        metric="volume", period=Period.of("25 oct 2026"), over=(TimeCut.HOUR,), zone="Europe/Berlin"
    )
    assert shown(asker.answer(query, NOW)) == {"02:00": 2}
