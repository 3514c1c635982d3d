from __future__ import annotations

import pytest

from metrics.helpdesks.fields import MalformedError
from metrics.helpdesks.salesforce.normalise import Reading
from metrics.helpdesks.salesforce.schedules import schedule, troubles
from metrics.office_hours.public_holidays import YEARS
from tests.metrics.helpdesks.salesforce import examples
from tests.metrics.helpdesks.salesforce.examples import SERVED

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def test_hours_are_those_of_a_clock_on_the_wall() -> None:
    found = schedule(examples.business_hours(), Reading())
    assert found
    assert (found.zone, found.hours) == ("Europe/Berlin", "Mon-Fri 08:00-18:00")
    assert (found.name, found.default, found.since_at) == ("Support", True, SERVED)


def test_from_midnight_to_midnight_is_all_day() -> None:
    always = {f"{day}{edge}Time": "00:00:00.000Z" for day in DAYS for edge in ("Start", "End")}
    found = schedule(examples.business_hours(**always), Reading())
    assert found
    assert found.hours == "24x7"
    late = schedule(examples.business_hours(MondayEndTime="00:00:00.000Z"), Reading())
    assert late
    assert late.hours == "Mon 08:00-24:00; Tue-Fri 08:00-18:00"


def test_hours_that_are_switched_off_are_none() -> None:
    assert schedule(examples.business_hours(IsActive=False), Reading()) is None


def test_holidays_are_days_and_yearly_ones_come_again() -> None:
    reading = Reading()
    rows = [
        examples.holiday(ActivityDate="2026-04-03"),
        examples.holiday(
            ActivityDate="2024-02-29", IsRecurrence=True, RecurrenceType="RecursYearly"
        ),
        examples.holiday(IsRecurrence=True, RecurrenceType="RecursYearlyNth"),
        examples.holiday(IsAllDay=False),
    ]
    found = schedule(examples.business_hours(holidays=rows), reading)
    assert found
    days = found.holidays.split(", ")
    leap = [year for year in YEARS if year % 4 == 0 and (year % 100 or not year % 400)]
    assert len(days) == 1 + len(leap)
    assert {"2026-04-03", "2028-02-29"} <= set(days)
    assert dict(reading.unknown) == {"holiday:RecursYearlyNth": 1, "holiday:part of a day": 1}


def test_a_yearly_holiday_comes_from_its_first_year_to_its_last() -> None:
    row = examples.holiday(
        IsRecurrence=True,
        RecurrenceType="RecursYearly",
        RecurrenceStartDate="2025-12-25",
        RecurrenceEndDateOnly="2027-12-24",
    )
    found = schedule(examples.business_hours(holidays=[row]), Reading())
    assert found
    assert found.holidays == "2025-12-25, 2026-12-25"


def test_a_holiday_without_a_date_takes_no_hours_away() -> None:
    reading = Reading()
    rows = [examples.holiday(ActivityDate=None), examples.holiday()]
    found = schedule(examples.business_hours(holidays=rows), reading)
    assert found
    assert found.holidays == "2026-12-25"
    assert dict(reading.unknown) == {"holiday:no date": 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"TimeZoneSidKey": "Atlantis"},
        {"MondayStartTime": "eight"},
        {"MondayStartTime": "19:00:00.000Z"},
    ],
)
def test_hours_that_make_no_sense_are_set_aside(changes: dict[str, object]) -> None:
    with pytest.raises(MalformedError):
        schedule(examples.business_hours(**changes), Reading())


def test_a_zone_that_nobody_knows_is_to_be_mended() -> None:
    row = examples.business_hours(TimeZoneSidKey="Atlantis")
    (sentence,) = troubles([row, examples.business_hours(), {**row, "IsActive": False}, "odd"])
    assert '"Atlantis" of the business hours "Support"' in sentence
