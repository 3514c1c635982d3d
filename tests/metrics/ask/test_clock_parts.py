"""A ticket's clock in parts: whom it waited for."""

from __future__ import annotations

import pytest

from metrics.ask import Asker
from metrics.ask.clock_parts import PARTS
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Age, Duration, Level
from metrics.errors import AskError
from metrics.periods import Period
from metrics.question.query import Clock, Query
from metrics.store.database.engine import Store
from tests.filled import fill
from tests.metrics.ask.test_asker import CALENDAR, NOW
from tests.metrics.desk import HOUR, Told, told
from tests.metrics.desk import NOW as TOLD_NOW

BACK = (
    Told("back", 0)
    .became(2, "open")
    .became(5, "pending")
    .became(9, "hold")
    .became(11, "open")
    .became(12, "solved")
    .became(20, "open")
    .became(30, "solved")
)


def hours(asker: Asker, metric: str, **more: object) -> dict[str, float]:
    """The parts of the one ticket behind a metric, in hours."""
    query = Query(metric=metric, period=Period.of("2026-W46"), **more)  # type: ignore[arg-type]
    (line,) = asker.tickets(query, TOLD_NOW)
    return {part: int(str(line[f"{part}_seconds"])) / HOUR for part in PARTS}


def test_each_part_is_the_time_in_its_statuses_and_the_rest_was_solved(store: Store) -> None:
    assert hours(told(store, [BACK]), "resolution") == {
        "waiting_for_us": 16.0,
        "waiting_for_customer": 4.0,
        "on_hold": 2.0,
        "solved": 8.0,
    }


def test_in_office_hours_only_working_time_is_parted(store: Store) -> None:
    # Open 9 to 17: on hold from 9 to 11, for us from 11 to 12, solved until 17, the next day shut
    # at 30 (6 in the morning).
    assert hours(told(store, [BACK]), "resolution", clock=Clock.BUSINESS) == {
        "waiting_for_us": 1.0,
        "waiting_for_customer": 0.0,
        "on_hold": 2.0,
        "solved": 5.0,
    }


def test_an_open_ticket_has_the_parts_of_its_age(store: Store) -> None:
    asker = told(store, [Told("open", 0).became(10, "pending")])
    assert hours(asker, "backlog") == {
        "waiting_for_us": 10.0,
        "waiting_for_customer": 158.0,
        "on_hold": 0.0,
        "solved": 0.0,
    }


def test_where_pauses_are_left_out_there_are_no_parts(store: Store) -> None:
    asker = told(store, [BACK])
    query = Query(metric="resolution", variant="net", period=Period.of("2026-W46"))
    (line,) = asker.tickets(query, TOLD_NOW)
    assert line["waiting_for_us_seconds"] is None


@pytest.mark.parametrize("clock", Clock)
def test_the_parts_add_up_to_what_was_measured(store: Store, clock: Clock) -> None:
    fill(store, 400, NOW)
    asker = Asker(store, CALENDAR)
    seen = 0
    for metric in CATALOGUE.values():
        if not isinstance(metric, Duration | Age | Level):
            continue
        query = Query(metric=metric.key, period=Period.of("last 30 days"), clock=clock)
        try:
            lines = list(asker.tickets(query, NOW))
        except AskError:
            continue
        for line in lines:
            parts = [line[f"{part}_seconds"] for part in PARTS]
            if None not in parts:
                assert min(int(str(part)) for part in parts) >= 0
                assert sum(int(str(part)) for part in parts) == line[f"{clock}_seconds"]
                seen += 1
    assert seen > 200
