from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.freshdesk.normalise import Reading
from metrics.helpdesks.freshdesk.schedules import schedule, troubles
from metrics.tickets.office import DeskSchedule
from tests.metrics.helpdesks.freshdesk import examples
from tests.metrics.helpdesks.freshdesk.examples import CREATED


def test_business_hours_are_read() -> None:
    assert schedule(examples.business_hours(), Reading()) == DeskSchedule(
        id="58",
        name="Support",
        zone="Europe/Berlin",
        hours="Mon-Fri 08:00-17:30",
        default=True,
        since_at=CREATED,
    )


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("08:00:00 am", "05:30:00 pm", "Mon 08:00-17:30"),
        ("12:00 am", "11:59 pm", "Mon 00:00-24:00"),
        ("12:30 pm", "12:00 am", "Mon 12:30-24:00"),
        ("12:15 AM", "1:05 PM", "Mon 00:15-13:05"),
    ],
)
def test_times_of_day_have_two_forms(start: str, end: str, hours: str) -> None:
    week = {"monday": {"start_time": start, "end_time": end}}
    assert schedule(examples.business_hours(business_hours=week), Reading()).hours == hours


@pytest.mark.parametrize(
    "changes",
    [
        {"business_hours": {}},
        {"business_hours": {"monday": {"start_time": "late", "end_time": "5:00 pm"}}},
        {"business_hours": {"monday": {"start_time": "5:00 pm", "end_time": "8:00 am"}}},
    ],
)
def test_what_is_no_week_is_set_aside(changes: dict[str, Any]) -> None:
    with pytest.raises(MalformedError, match="business_hours"):
        schedule(examples.business_hours(**changes), Reading())


def test_a_zone_that_nobody_knows_is_said_with_what_mends_it() -> None:
    row, reading = examples.business_hours(time_zone="Atlantis"), Reading()
    with pytest.raises(MalformedError, match="time_zone"):
        schedule(row, reading)
    assert dict(reading.unknown) == {"time zone:Atlantis": 1}
    (sentence,) = troubles([row, examples.business_hours()])
    assert "Atlantis" in sentence
    assert "DESKPULSE_SCHEDULES" in sentence
