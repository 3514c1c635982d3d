"""The settings that say how the team measures itself: its hours, its promises, its targets."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from bot.config import checks
from metrics.goals.benchmarks import Segment, segment
from metrics.goals.targets import Targets
from metrics.helpdesks.settings import ours
from metrics.office_hours.calendar import ALWAYS, Calendar, parse_hours
from metrics.office_hours.public_holidays import holiday_names, parse_holidays
from metrics.office_hours.schedules import EXAMPLE as SCHEDULE_EXAMPLE
from metrics.office_hours.schedules import Mode, Schedules
from metrics.periods.readings import DateOrder
from metrics.periods.reckoning import Reckoning, famous, one_day
from metrics.service_levels.policies import EXAMPLE as SLA_EXAMPLE
from metrics.service_levels.policies import Policies
from metrics.sources.identity import EXAMPLE as SAME_EXAMPLE
from metrics.sources.identity import SameTeams

_UTC = ZoneInfo("UTC")


class WeekStart(StrEnum):
    """The weekday on which weeks begin."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class MeasuringSettings(BaseSettings):
    """How figures are measured."""

    timezone: str = ours(
        "TIMEZONE", "UTC", "Europe/Berlin", "The time zone of days, weeks and business hours."
    )
    business_hours: str = ours(
        "BUSINESS_HOURS",
        "mon-fri 09:00-17:00",
        "mon-fri 09:00-17:00",
        "When the team is open, in that time zone. Where this is not set, the helpdesk's own "
        "schedules and their holidays hold, if it has any.",
    )
    holidays: str = ours(
        "HOLIDAYS",
        "",
        "DE, 2026-12-24",
        "Days on which the team is closed: a country, dates, both; or none.",
    )
    fiscal_month: int = ours(
        "FISCAL_MONTH",
        1,
        "4",
        "The month (1 to 12) in which the fiscal year opens; it is called by the year in which it "
        "ends, as fy26.",
        ge=1,
        le=12,
    )
    week_start: WeekStart = ours(
        "WEEK_START",
        WeekStart.MONDAY,
        "sunday",
        "The weekday on which this week, last week and weeks to cut by begin. Weeks with a number "
        "(w46) and the weekly digest keep to Monday.",
    )
    date_order: DateOrder = ours(
        "DATE_ORDER",
        DateOrder.DAY_FIRST,
        "month first",
        "How dates in numbers are written here: day first or month first. What has two readings, "
        "as 01/11/2026, is asked back; this one stands first where Slack does not say.",
    )
    schedules: str = ours(
        "SCHEDULES",
        "",
        SCHEDULE_EXAMPLE,
        "Hours of single teams, or later hours of all: a line each (or parted by ;;), with a name "
        "and any of teams, hours, zone, holidays and since (the date from which it holds).",
    )
    schedule_mode: Mode = ours(
        "SCHEDULE_MODE",
        Mode.START,
        "pieces",
        "What measures a span during which the schedule changed: start (the schedule in force when "
        "the clock started), pieces (each for its part) or last (the last one).",
    )
    same_teams: str = ours(
        "SAME_TEAMS",
        "",
        SAME_EXAMPLE,
        "Teams of several helpdesks that are one: a name that they share, or their names with = "
        "between them; entries are parted by semicolons. Without it equal names are two teams.",
    )
    sla: str = ours(
        "SLA",
        "",
        SLA_EXAMPLE,
        "The team's own service levels: frt, next_reply or resolution, a channel or a priority or "
        "both, and the time, with business for office hours. A resolution pauses while a ticket is "
        "pending and on hold, unless its entry ends with running while pending, running while on "
        "hold, or running while pending and on hold. In place of the helpdesk's policies.",
    )
    targets: str = ours(
        "TARGETS",
        "",
        "frt email 4h; frt category refunds high 2h; frt tier gold 1h; csat 90%",
        "What the team has set out to reach, for a channel, a priority, a category, a tier of "
        "customers or several of them; the one that says most holds, and a card says whether it "
        "is met.",
    )
    benchmarks: str = ours(
        "BENCHMARKS",
        "off",
        "b2b",
        "Whose outside figures are drawn into charts, faintly: off, b2b, b2c, smb or enterprise.",
    )

    @field_validator(
        *(
            "timezone",
            "business_hours",
            "holidays",
            "schedules",
            "same_teams",
            "sla",
            "targets",
            "benchmarks",
        )
    )
    @classmethod
    def _readable(cls, text: str, info: ValidationInfo) -> str:
        _READERS[info.field_name or ""](text)
        return text

    def calendar(self) -> Calendar:
        """When the team is open."""
        return Calendar(
            ZoneInfo(self.timezone), parse_hours(self.business_hours), parse_holidays(self.holidays)
        )

    def teams_that_are_one(self) -> SameTeams:
        """Which teams of several helpdesks are one."""
        return SameTeams.parse(self.same_teams)

    def all_schedules(self) -> Schedules:
        """The hours of single teams, and which of them measure what."""
        own = Schedules.parse(self.schedules, self.calendar(), self.schedule_mode)
        return replace(own, desk="business_hours" not in self.model_fields_set)

    def policies(self) -> Policies:
        """The team's own service levels."""
        return Policies.parse(self.sla, ZoneInfo(self.timezone))

    def reckoning(self) -> Reckoning:
        """The team's own words of time: its fiscal year, and days that have names."""
        own = ((name, one_day(day)) for name, day in holiday_names(self.holidays))
        opens = list(WeekStart).index(self.week_start)
        plain = Reckoning(self.fiscal_month, opens, self.date_order, famous())
        return plain.with_named(own)

    def segment(self) -> Segment | None:
        """Whose outside figures are drawn into charts."""
        return segment(self.benchmarks)


_READERS = {
    "timezone": checks.time_zone,
    "business_hours": parse_hours,
    "holidays": parse_holidays,
    "same_teams": SameTeams.parse,
    "schedules": lambda text: Schedules.parse(text, Calendar(_UTC, ALWAYS)),
    "sla": lambda text: Policies.parse(text, _UTC),
    "targets": Targets.parse,
    "benchmarks": segment,
}
