"""Zendesk's business schedules in our words."""

from __future__ import annotations

from typing import Any

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.zendesk.normalise import Reading
from metrics.helpdesks.zendesk.schedules import schedule, troubles
from metrics.tickets.office import DeskSchedule

SEEN = 1772445600


def raw(*intervals: tuple[int, int], **given: Any) -> dict[str, Any]:
    return {
        "id": 36012,
        "name": "East coast",
        "time_zone": "Eastern Time (US & Canada)",
        "intervals": [{"start_time": start, "end_time": end} for start, end in intervals],
        "holidays": [],
        "default": False,
        "seen_at": SEEN,
        **given,
    }


def read(*intervals: tuple[int, int], **given: Any) -> DeskSchedule:
    return schedule(raw(*intervals, **given), Reading())


def test_minutes_since_sunday_become_the_hours_of_a_week() -> None:
    # Sunday 10:00-12:00; Monday 09:00-12:00 and 13:00-18:00; Saturday 22:00 to midnight.
    found = read((600, 720), (1980, 2160), (2220, 2520), (9960, 10080), default=True)
    assert found.hours == "Mon 09:00-12:00 13:00-18:00; Sat 22:00-24:00; Sun 10:00-12:00"
    assert (found.id, found.name, found.zone) == ("36012", "East coast", "America/New_York")
    assert (found.default, found.since_at, found.holidays) == (True, SEEN, "")


def test_the_end_of_the_week_may_read_zero() -> None:
    assert read((9960, 0)).hours == "Sat 22:00-24:00"


def test_all_days_from_midnight_to_midnight_are_always() -> None:
    days = [(day * 1440, (day + 1) * 1440) for day in range(7)]
    assert read(*days).hours == "24x7"


def test_the_last_day_of_a_holiday_belongs_to_it() -> None:
    days = [
        {"id": 2, "name": "Christmas", "start_date": "2026-12-25", "end_date": "2026-12-27"},
        {"id": 1, "name": "May Day", "start_date": "2026-05-01", "end_date": "2026-05-01"},
    ]
    assert read((1980, 2520), holidays=days).holidays == (
        "2026-05-01, 2026-12-25, 2026-12-26, 2026-12-27"
    )


def test_a_zone_nobody_knows_is_no_schedule_and_is_told() -> None:
    reading, odd = Reading(), raw((1980, 2520), time_zone="Atlantis")
    with pytest.raises(MalformedError, match="time_zone"):
        schedule(odd, reading)
    assert reading.unknown == {"time zone:Atlantis": 1}
    (told,) = troubles([odd, raw((1980, 2520)), "nonsense", {}])
    assert '"Atlantis" of the schedule "East coast"' in told
    assert "DESKPULSE_SCHEDULES" in told


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"intervals": []}, "intervals"),
        ({"intervals": [{"start_time": 0, "end_time": 1500}]}, "intervals"),
        ({"intervals": [{"start_time": 10080, "end_time": 0}]}, "intervals"),
        ({"intervals": [{"start_time": "9:00", "end_time": "5 pm"}]}, "intervals"),
        ({"holidays": [{"start_date": "soon", "end_date": "2026-01-01"}]}, "no dates"),
        ({"holidays": [{"start_date": "2026-01-02", "end_date": "2026-01-01"}]}, "before it"),
        ({"id": None}, "id"),
        ({"seen_at": None}, "seen_at"),
    ],
)
def test_what_makes_no_sense_is_set_aside(given: dict[str, Any], why: str) -> None:
    with pytest.raises(MalformedError, match=why):
        read((1980, 2520), **given)
