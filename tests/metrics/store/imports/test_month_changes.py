"""What a file changes in months that have a cost or hours already."""

from __future__ import annotations

from metrics.imports.outcome import MonthCost
from metrics.sources.standing_cost import MonthlyCost
from metrics.sources.standing_hours import WeeklyHours
from metrics.store.database.engine import Store
from metrics.store.imports.standing_cost import set_cost
from metrics.store.imports.standing_hours import StandingHours, set_hours
from tests.metrics.test_importing import AROUND, COSTS, brought

SHIFTS = "agent,started_at,ended_at,productive_seconds\n"


def test_a_month_comes_to_what_it_has_with_the_rows_of_the_file(store: Store) -> None:
    first = brought(store, "costs", f"{COSTS}2026-10,5,EUR,tools\n2026-11,7,EUR,tools\n")
    assert first.month_costs == (MonthCost("2026-10", 500, "EUR"), MonthCost("2026-11", 700, "EUR"))
    text = f"{COSTS}2026-10,5,EUR,tools\n2026-11,9,EUR,tools\n2026-11,20.50,EUR,salaries\n"
    for dry_run in (True, False):
        outcome = brought(store, "costs", text, dry_run=dry_run)
        assert outcome.month_costs == (MonthCost("2026-11", 2950, "EUR", 700),)
    assert brought(store, "costs", text).month_costs == ()


def test_a_file_takes_the_place_of_what_stands(store: Store) -> None:
    cost = MonthlyCost("2026-11", 1_200_000, "EUR")
    with store.write() as connection:
        set_cost(connection, cost, AROUND.zone, AROUND.now)
    outcome = brought(store, "costs", f"{COSTS}2026-11,60,EUR,\n2026-10,1,EUR,\n", dry_run=True)
    assert outcome.month_costs == (
        MonthCost("2026-10", 100, "EUR"),
        MonthCost("2026-11", 6000, "EUR", 1_200_000, stood=True),
    )


def test_a_file_of_shifts_hides_the_hours_that_stand_in_its_months(store: Store) -> None:
    with store.write() as connection:
        set_hours(connection, WeeklyHours("2026-09", 160, 120), AROUND.zone, AROUND.now)
    text = f"{SHIFTS}A,2026-10-01T00:05,2026-10-01T08:00,60\n"
    text += "A,2026-08-31T23:55,2026-09-01T08:00,60\n"
    for dry_run in (True, False):
        assert brought(store, "shifts", text, dry_run=dry_run).hidden_hours == ("2026-10",)
    assert brought(store, "shifts", text).hidden_hours == ()
    assert StandingHours(store).months_of_files(AROUND.zone) == ("2026-08", "2026-10")
