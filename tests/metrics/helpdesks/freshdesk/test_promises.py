from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.freshdesk.normalise import Reading
from metrics.helpdesks.freshdesk.promises import steps
from metrics.service_levels.promises import Stretch, stretches
from metrics.tickets.records import SlaMeasure
from tests.metrics.helpdesks.freshdesk import examples
from tests.metrics.helpdesks.freshdesk.examples import CREATED, stamp, stats

DUE = {SlaMeasure.FRT: CREATED + 1800, SlaMeasure.RESOLUTION: CREATED + 7200}


def promised(*rows: dict[str, Any]) -> dict[SlaMeasure, Stretch]:
    """What the steps of all versions of a ticket come to."""
    events = {event.id: event for row in rows for event in steps(row, Reading())}
    return {stretch.measure: stretch for stretch in stretches(events.values())}


def test_what_runs_is_due_when_freshdesk_says() -> None:
    found = promised(examples.ticket())
    for measure, due_at in DUE.items():
        stretch = found[measure]
        assert stretch.started_at + stretch.target_seconds == due_at
        assert (stretch.breached_at, stretch.fulfilled_at) == (due_at, None)
        assert not stretch.business


def test_what_was_done_in_time_is_kept() -> None:
    before = examples.ticket()
    own = stats(first_responded_at=stamp(1800), resolved_at=stamp(7000))
    found = promised(before, examples.ticket(status=4, stats=own))
    assert found[SlaMeasure.FRT].fulfilled_at == CREATED + 1800
    assert found[SlaMeasure.FRT].breached_at is None
    assert found[SlaMeasure.RESOLUTION].fulfilled_at == CREATED + 7000
    assert found[SlaMeasure.RESOLUTION].breached_at is None


def test_what_was_done_late_was_broken_when_it_was_due() -> None:
    own = stats(first_responded_at=stamp(1801), resolved_at=stamp(7201))
    found = promised(examples.ticket(status=4, stats=own))
    assert {m: s.breached_at for m, s in found.items()} == DUE


def test_a_solve_without_a_word_ends_the_wait_for_the_first_reply() -> None:
    own = stats(resolved_at=stamp(900))
    assert promised(examples.ticket(status=4, stats=own))[SlaMeasure.FRT].breached_at is None


def test_a_new_due_time_takes_the_place_of_the_old_one() -> None:
    found = promised(examples.ticket(), examples.ticket(due_by=stamp(9000)))
    assert found[SlaMeasure.RESOLUTION].breached_at == CREATED + 9000
    assert found[SlaMeasure.RESOLUTION].target_seconds == 9000


def test_a_clock_that_may_stand_still_breaks_nothing_unless_freshdesk_says_so() -> None:
    waits = examples.ticket(status=3, stats=stats(status_updated_at=stamp(600)))
    paused = promised(waits)[SlaMeasure.RESOLUTION]
    assert (paused.breached_at, paused.ended_at) == (None, CREATED + 600)
    broken = promised({**waits, "is_escalated": True})[SlaMeasure.RESOLUTION]
    assert broken.breached_at == CREATED + 7200
    again = examples.ticket(due_by=stamp(9000), stats=stats(status_updated_at=stamp(1200)))
    resumed = promised(waits, again)[SlaMeasure.RESOLUTION]
    assert (resumed.breached_at, resumed.ended_at) == (CREATED + 9000, None)
    late = examples.ticket(status=3, stats=stats(status_updated_at=stamp(8000)))
    assert promised(late)[SlaMeasure.RESOLUTION].breached_at == CREATED + 7200


@pytest.mark.parametrize(
    ("row", "measures"),
    [
        ({"source": 10}, {SlaMeasure.RESOLUTION}),
        ({"fr_due_by": None, "due_by": None}, set()),
        ({"source": 10, "stats": stats(resolved_at=stamp(0), closed_at=stamp(0))}, set()),
    ],
)
def test_who_is_promised_nothing(row: dict[str, Any], measures: set[SlaMeasure]) -> None:
    assert set(promised(examples.ticket(**row))) == measures
