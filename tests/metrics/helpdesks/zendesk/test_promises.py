"""Zendesk's SLA policies and metric events in our words."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.helpdesks.zendesk.promises import step
from metrics.tickets.records import SlaMeasure, SlaStep


def event(**given: Any) -> dict[str, Any]:
    return {
        "id": 926232757371,
        "ticket_id": 155,
        "metric": "agent_work_time",
        "instance_id": 1,
        "type": "activate",
        "time": "2020-10-26T12:53:12Z",
        **given,
    }


def test_an_applied_target_comes_in_minutes_with_its_clock() -> None:
    sla = {"target": 60, "business_hours": True, "policy": {"id": 25, "title": "Incidents"}}
    read = step(event(metric="reply_time", type="apply_sla", sla=sla), Reading())
    assert read is not None
    assert (read.id, read.ticket, read.at) == ("926232757371", "155", 1603716792)
    assert (read.step, read.measure) == (SlaStep.APPLY, SlaMeasure.FRT)
    assert (read.target_seconds, read.business) == (3600, True)


@pytest.mark.parametrize(
    ("metric", "cycle", "measure"),
    [
        ("reply_time", 1, SlaMeasure.FRT),
        ("reply_time", 2, SlaMeasure.NEXT_REPLY),
        ("pausable_update_time", 4, SlaMeasure.UPDATE),
        ("requester_wait_time", 1, SlaMeasure.RESOLUTION),
    ],
)
def test_a_clock_and_its_cycle_say_what_is_promised(
    metric: str, cycle: int, measure: SlaMeasure
) -> None:
    read = step(event(metric=metric, instance_id=cycle), Reading())
    assert read is not None
    assert (read.measure, read.clock, read.cycle) == (measure, metric, cycle)
    assert (read.target_seconds, read.business, read.dropped) == (None, None, False)


def test_a_step_that_was_taken_back_says_so() -> None:
    read = step(event(type="breach", deleted=True), Reading())
    assert read is not None
    assert read.dropped


@pytest.mark.parametrize(
    "given",
    [
        {"type": "measure", "instance_id": 0},
        {"type": "update_status", "status": {"calendar": 5, "business": 5}},
        {"type": "apply_group_sla", "metric": "group_ownership_time"},
        {"type": "breach", "metric": "group_ownership_time"},
    ],
)
def test_what_is_no_step_of_a_promise_is_left_out_in_silence(given: dict[str, Any]) -> None:
    reading = Reading()
    assert step(event(**given), reading) is None
    assert not reading.unknown


def test_words_we_do_not_know_are_counted() -> None:
    reading = Reading()
    assert step(event(type="celebrate"), reading) is None
    assert step(event(metric="smile_time"), reading) is None
    assert reading.unknown == {"metric event:celebrate": 1, "sla metric:smile_time": 1}


def test_a_step_without_a_ticket_is_unreadable() -> None:
    with pytest.raises(MalformedError, match="ticket_id"):
        step(event(ticket_id=None), Reading())
