"""Schedules read from settings, and what held for whom when."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.office_hours.schedules import ALWAYS_BEFORE, EXAMPLE, Schedules, Version
from tests.metrics.office_hours.test_calendar import at

DEFAULT = Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-17:00"))


def words(schedules: Schedules, *team: str) -> list[tuple[int, str]]:
    """Since when a team has which hours."""
    base = (Version(ALWAYS_BEFORE, DEFAULT),)
    return [(v.since_at, v.calendar.words()) for v in schedules.history(base, *team)]


def test_a_team_has_its_own_hours_by_id_or_by_name() -> None:
    read = Schedules.parse("Night | teams: 17, Front Line | hours: mon 22:00-24:00", DEFAULT)
    own = (ALWAYS_BEFORE, "Mon 22:00-24:00, Europe/Berlin")
    assert own in words(read, "17", "Whatever")
    assert own in words(read, "4", "front line")
    assert words(read, "5", "Billing") == [(ALWAYS_BEFORE, DEFAULT.words())]
    assert read.teams == ("17", "Front Line")


def test_a_schedule_keeps_what_a_later_version_of_it_does_not_change() -> None:
    read = Schedules.parse(
        "US | teams: 1 | hours: mon-fri 8-16 | zone: America/New_York | holidays: 2026-07-03"
        ";;us | since: 2026-06-01 | hours: mon-thu 8-18",
        DEFAULT,
    )
    first, second = words(read, "1")
    assert first == (ALWAYS_BEFORE, "Mon-Fri 08:00-16:00, America/New_York")
    assert second[0] == at("2026-06-01 00:00", "America/New_York")
    assert second[1] == "Mon-Thu 08:00-18:00, America/New_York"
    assert read.entries[1].calendar.holidays == {date(2026, 7, 3)}


def test_a_schedule_of_no_team_holds_for_all_without_their_own_until_they_have_one() -> None:
    read = Schedules.parse(
        "Summer | since: 2026-06-01 | hours: mon-fri 8-12\n"
        "Late | teams: 2 | since: 2026-09-01 | hours: mon-fri 12-20",
        DEFAULT,
    )
    summer = (at("2026-06-01 00:00"), "Mon-Fri 08:00-12:00, Europe/Berlin")
    assert words(read, "1") == [(ALWAYS_BEFORE, DEFAULT.words()), summer]
    late = (at("2026-09-01 00:00"), "Mon-Fri 12:00-20:00, Europe/Berlin")
    assert words(read, "2") == [(ALWAYS_BEFORE, DEFAULT.words()), summer, late]


def test_the_example_can_be_read_and_nothing_means_the_default_alone() -> None:
    assert Schedules.parse(EXAMPLE, DEFAULT).teams == ("Billing", "Front line")
    assert Schedules.parse(" ;; \n", DEFAULT).entries == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Berlin", "lacks a name or its hours"),
        ("| hours: mon 9-10", "lacks a name or its hours"),
        ("B | mon-fri 9-17", "begins with none of"),
        ("B | opening: mon-fri 9-17", "begins with none of"),
        ("B | hours:", "begins with none of"),
        ("B | zone: Berlin", "no time zone"),
        ("B | since: June", "is no date"),
        ("B | hours: mon 9-8", "ends before it begins"),
        ("B | holidays: Nowhere", "No public holidays"),
        ("B | teams: x | hours: mon 9-10;;C | teams: X | hours: tue 9-10", "two schedules"),
        ("B | hours: mon 9-10;;C | hours: tue 9-10", "All other teams have two schedules"),
    ],
)
def test_what_cannot_be_read_is_told_with_what_to_write(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Schedules.parse(text, DEFAULT)
