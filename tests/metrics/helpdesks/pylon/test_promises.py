"""Due times as our promises."""

from __future__ import annotations

from typing import Any

from metrics.helpdesks.pylon import promises
from metrics.service_levels.promises import Stretch, stretches
from metrics.tickets.records import SlaEvent, SlaMeasure
from tests.metrics.helpdesks.pylon import examples
from tests.metrics.helpdesks.pylon.examples import CREATED, stamp

DUE = {"first_response_breach_time": stamp(1800), "resolution_breach_time": stamp(7200)}


def told(*readings: dict[str, Any]) -> dict[SlaMeasure, Stretch]:
    """What became of the promises of an issue that was read several times."""
    events: dict[str, SlaEvent] = {}
    for changes in readings:
        row = examples.issue(**changes)
        events |= {event.id: event for event in promises.steps(row)}
    return {stretch.measure: stretch for stretch in stretches(events.values())}


def test_due_times_become_promises_that_are_broken_unless_something_is_done() -> None:
    found = told(DUE)
    reply, solve = found[SlaMeasure.FRT], found[SlaMeasure.RESOLUTION]
    assert (reply.target_seconds, reply.breached_at) == (1800, CREATED + 1800)
    assert (solve.target_seconds, solve.breached_at) == (7200, CREATED + 7200)
    assert (reply.fulfilled_at, solve.fulfilled_at) == (None, None)
    assert not reply.business


def test_a_reply_and_a_solve_fulfil_them() -> None:
    row = {**DUE, "first_response_time": stamp(2000), "resolution_time": stamp(3000)}
    found = told(DUE, row)
    reply, solve = found[SlaMeasure.FRT], found[SlaMeasure.RESOLUTION]
    assert (reply.fulfilled_at, reply.breached_at) == (CREATED + 2000, CREATED + 1800)
    assert (solve.fulfilled_at, solve.breached_at) == (CREATED + 3000, None)


def test_a_solve_without_a_reply_fulfils_both() -> None:
    found = told({**DUE, "first_resolution_time": stamp(600)})
    assert found[SlaMeasure.FRT].fulfilled_at == CREATED + 600


def test_a_due_time_that_is_gone_when_it_is_solved_is_remembered() -> None:
    found = told(DUE, {"resolution_time": stamp(3000), "state": "closed"})
    solve = found[SlaMeasure.RESOLUTION]
    assert (solve.target_seconds, solve.fulfilled_at) == (7200, CREATED + 3000)
    assert solve.breached_at == CREATED + 7200
    assert not told({"resolution_time": stamp(3000)})


def test_a_due_time_that_moves_takes_the_earlier_one_away() -> None:
    found = told(DUE, {**DUE, "resolution_breach_time": stamp(9000)})
    solve = found[SlaMeasure.RESOLUTION]
    assert (solve.target_seconds, solve.breached_at) == (9000, CREATED + 9000)


def test_what_came_solved_is_owed_nothing() -> None:
    assert not told({**DUE, "resolution_time": stamp(0)})
