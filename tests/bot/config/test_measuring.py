"""The settings that say how the team measures itself."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from bot.config import Settings
from metrics.goals.benchmarks import Segment
from metrics.office_hours.schedules import Mode
from metrics.tickets.records import SlaMeasure


def settings(**given: str) -> Settings:
    return Settings.model_validate(given)


def test_schedules_of_teams_stand_beside_the_default_one() -> None:
    made = settings(
        DESKPULSE_TIMEZONE="Europe/Berlin",
        DESKPULSE_SCHEDULES="Late | teams: Billing | hours: mon-fri 12:00-20:00",
        DESKPULSE_SCHEDULE_MODE="pieces",
    )
    late = made.all_schedules().history((), "Billing")[-1].calendar
    assert late.words() == "Mon-Fri 12:00-20:00, Europe/Berlin"
    assert made.all_schedules().mode is Mode.PIECES


def test_a_single_calendar_is_all_there_is_where_nothing_more_is_said() -> None:
    assert settings().all_schedules().entries == ()
    assert settings().policies().policies == ()


def test_the_helpdesks_hours_stand_in_until_somebody_sets_the_teams_own() -> None:
    assert settings(DESKPULSE_TIMEZONE="Europe/Berlin").all_schedules().desk
    assert settings(DESKPULSE_SCHEDULES="Late | teams: B | hours: mon 9-17").all_schedules().desk
    assert not settings(DESKPULSE_BUSINESS_HOURS="mon-fri 09:00-17:00").all_schedules().desk


def test_own_service_levels_are_read() -> None:
    (policy,) = settings(DESKPULSE_SLA="frt urgent 1h business").policies().policies
    assert (policy.measure, policy.target_seconds, policy.business) == (SlaMeasure.FRT, 3600, True)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("SCHEDULES", "Late | hours: mon 9-8", "ends before it begins"),
        ("SCHEDULE_MODE", "first", "'start', 'last' or 'pieces'"),
        ("SLA", "frt soon", "no time to answer in"),
        ("TIMEZONE", "Berlin", "no time zone"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_settings_name(
    name: str, text: str, told: str
) -> None:
    with pytest.raises(ValidationError, match=told) as refused:
        settings(**{f"DESKPULSE_{name}": text})
    assert refused.value.errors()[0]["loc"] == (f"DESKPULSE_{name}",)


def test_outside_figures_are_drawn_only_where_somebody_chose_whose() -> None:
    assert settings().segment() is None
    assert settings(DESKPULSE_BENCHMARKS="b2b").segment() is Segment.B2B
    with pytest.raises(ValidationError, match="off, b2b"):
        settings(DESKPULSE_BENCHMARKS="mine")


def test_the_teams_own_words_of_time_follow_from_its_settings() -> None:
    made = settings(
        DESKPULSE_FISCAL_MONTH="4",
        DESKPULSE_WEEK_START="sunday",
        DESKPULSE_HOLIDAYS="DE",
        DESKPULSE_DATE_ORDER="month first",
    )
    reckoning = made.reckoning()
    assert str(reckoning.period("fy26")) == "fy26"
    assert (reckoning.order, reckoning.week_opens) == ("month first", 6)
    day = reckoning.period("german unity day 2026")
    assert day
    assert day.days(date(2026, 11, 30))[1] == date(2026, 10, 3)
