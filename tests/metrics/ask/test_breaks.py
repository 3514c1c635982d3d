"""What is not compared across a change in the way of measuring."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

from metrics.ask import Asker
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.schedules import Schedules
from metrics.periods import Period
from metrics.question.query import Clock, Query
from metrics.question.result import Movement, Result
from metrics.store.database.engine import Store
from tests.metrics.desk import DAY, MONDAY, NOW, Told, ask, told

NOTE = "The rubric changed on {}: before and after are not comparable."


def reviewed(store: Store, *told_: tuple[float, str, int]) -> Asker:
    """Ten reviews at each (day after Monday of week 46, version of the rubric, points of 20)."""
    asker = told(store, [Told("1", -500)])
    lines = ["reviewed_at,points,points_possible,rubric"]
    for day, rubric, points in told_:
        for n in range(10):
            at = datetime.fromtimestamp(MONDAY + round(day * DAY) + n * 60, UTC)
            lines.append(f"{at.isoformat()},{points - n % 2},20,{rubric}")
    around = CellContext(ZoneInfo("UTC"), NOW)
    assert not bring(
        store, KINDS["reviews"], BytesIO("\n".join(lines).encode()), around, dry_run=False
    ).faults
    return asker


def noted(result: Result) -> list[str]:
    return [said for said in result.caveats if "before and after" in said]


def test_across_a_new_rubric_nothing_is_better_or_worse(store: Store) -> None:
    result = ask(reviewed(store, (-16, "v1", 10), (-5, "v1", 10), (2, "v2", 20)), "qa")
    assert [(each.at, each.what) for each in result.breaks] == [(MONDAY + 2 * DAY, "rubric")]
    assert noted(result) == [NOTE.format("11 Nov 2026")]
    assert result.previous is not None
    assert result.change is None


def test_with_one_rubric_the_same_step_is_a_change(store: Store) -> None:
    result = ask(reviewed(store, (-16, "v1", 10), (-5, "v1", 10), (2, "v1", 20)), "qa")
    assert result.breaks == ()
    assert noted(result) == []
    assert result.change is not None
    assert result.change.movement is Movement.BETTER


def test_a_break_before_the_period_before_is_drawn_and_hinders_no_comparison(store: Store) -> None:
    result = ask(
        reviewed(store, (-16, "v1", 12), (-9, "v2", 10), (-5, "v2", 10), (2, "v2", 20)), "qa"
    )
    assert noted(result) == [NOTE.format("31 Oct 2026")]
    assert result.change is not None


def test_new_office_hours_break_what_is_measured_by_them(store: Store) -> None:
    told(store, [Told("1", 10).solved(11, 12)])
    calendar = Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-17:00"))
    new = Schedules.parse("New | hours: mon-fri 08:00-20:00 | since: 2026-11-11", calendar)
    asker = Asker(store, calendar, schedules=new)
    week = Period.of("2026-W46")
    business = Query(metric="frt", period=week, clock=Clock.BUSINESS)
    assert [each.what for each in asker.answer(business, NOW).breaks] == ["office hours"]
    assert asker.answer(Query(metric="frt", period=week), NOW).breaks == ()
