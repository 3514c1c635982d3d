from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.intercom.normalise import Reading
from metrics.helpdesks.intercom.schedules import ONLY, schedule, troubles
from tests.metrics.helpdesks.intercom.examples import NOW

DAY = 1440


def hours(*spans: tuple[int, int], **more: Any) -> dict[str, Any]:
    return {
        "type": "office_hours_schedule",
        "id": "123",
        "name": "Standard Support Hours",
        "time_zone_name": "America/New_York",
        "time_intervals": [{"start_minute": a, "end_minute": b} for a, b in spans],
        "twenty_four_seven": False,
        "seen_at": NOW,
        ONLY: True,
        "exceptions": [],
        **more,
    }


def off(day: str, **more: Any) -> dict[str, Any]:
    return {"exception_date": day, "exception_type": "closed", "recurring_annually": False, **more}


def test_minutes_count_from_monday() -> None:
    week = [(day * DAY + 540, day * DAY + 1020) for day in range(5)]
    told = schedule(hours(*week), Reading())
    assert (told.hours, told.zone, told.default) == (
        "Mon-Fri 09:00-17:00",
        "America/New_York",
        True,
    )
    assert (told.id, told.name, told.since_at) == ("123", "Standard Support Hours", NOW)


def test_a_span_over_midnight_belongs_to_two_days() -> None:
    told = schedule(hours((22 * 60, DAY + 360), (6 * DAY, 7 * DAY)), Reading())
    assert told.hours == "Mon 22:00-24:00; Tue 00:00-06:00; Sun 00:00-24:00"


def test_round_the_clock_is_said_in_a_word() -> None:
    assert schedule(hours(twenty_four_seven=True), Reading()).hours == "24x7"


def test_days_off_are_holidays_and_some_come_again_each_year() -> None:
    reading = Reading()
    exceptions = [
        off("2026-12-24"),
        off("2024-02-29", recurring_annually=True),
        off("2026-05-01", exception_type="custom_hours"),
    ]
    told = schedule(hours((0, 60), exceptions=exceptions), reading)
    days = told.holidays.split(", ")
    assert days[:3] == ["2024-02-29", "2026-12-24", "2028-02-29"]
    assert days[-1] == "2044-02-29"
    assert dict(reading.unknown) == {"office hours exception:custom_hours": 1}


def test_of_several_none_is_the_usual_one_and_that_is_said() -> None:
    rows = [hours((0, 60)), hours((0, 60), id="124", time_zone_name="Mars/Base")]
    assert not schedule(hours((0, 60), **{ONLY: False}), Reading()).default
    said = list(troubles(rows))
    assert len(said) == 2
    assert "Mars/Base" in said[0]
    assert "2 schedules" in said[1]
    assert not list(troubles(rows[:1]))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (hours((0, 60), time_zone_name="Mars/Base"), "time_zone_name"),
        (hours((60, 60)), "time_intervals"),
        (hours((0, 7 * DAY + 1)), "time_intervals"),
        (hours(), "time_intervals"),
        (hours((0, 60), exceptions=[off("soon")]), "exception_date"),
    ],
)
def test_what_makes_no_sense_is_set_aside(row: dict[str, Any], words: str) -> None:
    with pytest.raises(MalformedError, match=words):
        schedule(row, Reading())
