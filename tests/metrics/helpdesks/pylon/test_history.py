"""What issues went through, from stamps and sums."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.pylon import history
from metrics.helpdesks.pylon.normalise import Reading, ticket
from metrics.helpdesks.pylon.vocabulary import CATEGORIES
from metrics.tickets.pieces import Timeline
from metrics.tickets.records import Event, Role, Status
from metrics.tickets.timeline import timeline
from tests.metrics.helpdesks.pylon import examples
from tests.metrics.helpdesks.pylon.examples import CREATED, stamp

STATUSES = {**CATEGORIES, "resolved": Status.SOLVED, "with_vendor": Status.HOLD}
READING = Reading(statuses=STATUSES)


def told(**changes: Any) -> list[tuple[int, str | None]]:
    """When an issue got which status, in seconds after its creation."""
    events = history.changes(examples.issue(**changes), READING)
    return [(event.at - CREATED, event.new) for event in events]


def line(*readings: dict[str, Any]) -> Timeline:
    """The timeline of an issue that was read several times."""
    rows = [examples.issue(**changes) for changes in readings]
    events: dict[str, Event] = {}
    for row in rows:
        events |= {event.id: event for event in history.changes(row, READING)}
    return timeline(ticket(rows[-1], READING), tuple(events.values()), lambda *_: Role.AGENT)


def test_a_new_issue_is_new_and_one_that_waits_does_so_since_its_last_change() -> None:
    assert told(state="new") == [(0, "new")]
    assert told(state="waiting_on_customer") == [(0, "new"), (3600, "pending")]


def test_one_that_came_solved_came_so() -> None:
    both = {"first_resolution_time": stamp(0), "resolution_time": stamp(0)}
    assert told(state="closed", **both) == [(0, "solved")]


def test_a_solve_is_told_by_its_stamp_with_or_without_the_first() -> None:
    for stamps in (
        {"resolution_time": stamp(1200)},
        {"resolution_time": stamp(1200), "first_resolution_time": stamp(1200)},
    ):
        assert told(state="resolved", **stamps) == [(0, "new"), (1200, "solved")]
    assert told(state="resolved") == [(0, "new"), (3600, "solved")]


SOLVED_TWICE = {
    "state": "resolved",
    "first_resolution_time": stamp(1000),
    "resolution_time": stamp(3000),
    "updated_at": stamp(3000),
}


@pytest.mark.parametrize(
    "spent",
    [
        # Pylon's own statuses hold the team's within; read at the solve, or long after.
        {"new": 500, "waiting_on_you": 1300, "closed": 1200, "resolved": 1200},
        {"new": 500, "waiting_on_you": 1300, "closed": 9200, "resolved": 9200},
        # The team's statuses are not within Pylon's own.
        {"new": 500, "waiting_on_you": 1000, "with_vendor": 300, "resolved": 1200},
    ],
)
def test_one_reopening_is_worked_out_of_the_time_in_each_status(spent: dict[str, int]) -> None:
    assert told(**SOLVED_TWICE, time_in_status_seconds=spent) == [
        (0, "new"),
        (1000, "solved"),
        (2200, "open"),
        (3000, "solved"),
    ]


@pytest.mark.parametrize(
    "spent",
    [None, {}, {"new": 500}, {"new": 2500, "waiting_on_you": 900, "closed": 10}, {"new": "x"}],
)
def test_without_sums_that_fit_a_reopening_was_before_the_latest_solve(spent: Any) -> None:
    assert told(**SOLVED_TWICE, time_in_status_seconds=spent) == [
        (0, "new"),
        (1000, "solved"),
        (3000, "open"),
        (3000, "solved"),
    ]


OPEN_AGAIN = {
    "state": "waiting_on_you",
    "first_resolution_time": stamp(1000),
    "updated_at": stamp(2600),
}


def test_one_that_is_open_again_was_reopened_after_the_time_it_was_solved() -> None:
    spent = {"new": 1000, "closed": 1200, "waiting_on_you": 700}
    assert told(**OPEN_AGAIN, time_in_status_seconds=spent) == [
        (0, "new"),
        (1000, "solved"),
        (2200, "open"),
        (2600, "open"),
    ]
    for unfit in (None, {"closed": 90_000, "new": 1000}):
        steps = told(**OPEN_AGAIN, time_in_status_seconds=unfit)
        assert steps == [(0, "new"), (1000, "solved"), (2600, "open")]


def test_read_again_and_again_several_reopenings_are_seen() -> None:
    """Solved after 1000 s, 3000 s and 7000 s; reopened after 2200 s and 5000 s."""
    first = {**OPEN_AGAIN, "time_in_status_seconds": {"new": 1000, "closed": 1200, "on_hold": 500}}
    spent = {"new": 1000, "closed": 1200, "on_hold": 800}
    second = {**SOLVED_TWICE, "time_in_status_seconds": spent}
    spent = {"new": 1000, "closed": 3200, "on_hold": 800}
    third = {
        **OPEN_AGAIN,
        "updated_at": stamp(5000),
        "time_in_status_seconds": spent,
    }
    spent = {"new": 1000, "closed": 3200, "on_hold": 2800}
    last = {
        **SOLVED_TWICE,
        "updated_at": stamp(7000),
        "resolution_time": stamp(7000),
        "time_in_status_seconds": spent,
    }
    seen = line(first, second, third, last)
    assert [solve.at - CREATED for solve in seen.solves] == [1000, 3000, 7000]
    assert seen.solves[0].reopened_at == CREATED + 2200
    alone = line(last)
    assert [solve.at - CREATED for solve in alone.solves] == [1000, 7000]
    open_seconds = sum((span.ended_at or 0) - span.started_at for span in alone.spans)
    assert open_seconds == 1000 + 800 + 2000


def test_read_again_nothing_is_told_otherwise() -> None:
    row = examples.issue(**SOLVED_TWICE, time_in_status_seconds={"new": 1800, "closed": 1200})
    later = {**row, "time_in_status_seconds": {"new": 1800, "closed": 99_000}}
    assert list(history.changes(row, READING)) == list(history.changes(later, READING))
