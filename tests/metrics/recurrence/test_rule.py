"""The instants of a rule where clocks change, written down by hand, and its phrase both ways."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.recurrence import Cadence, Rule, next_slots
from tests.metrics.periods.places import instants, zones

UTC = ZoneInfo("UTC")


def rule(text: str) -> Rule:
    return Rule.parse(text, UTC)


def moment(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


@pytest.mark.parametrize(
    ("text", "after", "due"),
    [
        ("daily 02:30 America/New_York", "2027-03-13T12:00Z", "2027-03-14T07:00Z"),
        ("daily 01:30 America/New_York", "2026-10-31T12:00Z", "2026-11-01T05:30Z"),
        ("daily 01:30 America/New_York", "2026-11-01T05:30Z", "2026-11-02T06:30Z"),
        ("daily 00:00 Africa/Cairo", "2026-04-23T12:00Z", "2026-04-23T22:00Z"),
        ("daily 00:00 Asia/Beirut", "2026-03-28T12:00Z", "2026-03-28T22:00Z"),
        ("daily 01:30 Europe/London", "2027-03-27T12:00Z", "2027-03-28T01:00Z"),
        ("daily 02:15 Australia/Lord_Howe", "2026-10-03T12:00Z", "2026-10-03T15:30Z"),
        ("daily 09:00 Pacific/Apia", "2011-12-30T09:00Z", "2011-12-30T10:00Z"),
        ("daily 09:00 Pacific/Apia", "2011-12-30T10:00Z", "2011-12-30T19:00Z"),
        ("daily 09:00 Asia/Kathmandu", "2026-01-01T00:00Z", "2026-01-01T03:15Z"),
        ("daily 09:00 America/New_York", "2027-03-13T12:00Z", "2027-03-13T14:00Z"),
        ("daily 09:00 America/New_York", "2027-03-13T14:00Z", "2027-03-14T13:00Z"),
        ("daily 23:59 America/Nuuk", "2024-03-30T12:00Z", "2024-03-31T01:00Z"),
        ("weekly monday 09:00 Europe/Berlin", "2026-10-24T00:00Z", "2026-10-26T08:00Z"),
        ("daily mon-fri 09:15 Asia/Kolkata", "2026-11-27T12:00Z", "2026-11-30T03:45Z"),
    ],
)
def test_where_clocks_change(text: str, after: str, due: str) -> None:
    assert next_slots(rule(text), moment(after), 1) == (moment(due),)


def test_an_instant_at_which_it_is_due_is_over_once_it_has_come() -> None:
    monday = moment("2026-11-30T09:00Z")
    assert next_slots(rule("weekly monday 09:00"), monday - 1, 1) == (monday,)
    assert next_slots(rule("weekly monday 09:00"), monday, 1) == (monday + 7 * 86400,)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("monthly 29 09:00", ["2027-01-29", "2027-02-28", "2027-03-29", "2027-04-29"]),
        ("monthly 30 09:00", ["2027-01-30", "2027-02-28", "2027-03-30", "2027-04-30"]),
        ("monthly last 09:00", ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("quarterly 2 09:00", ["2027-01-02", "2027-04-02", "2027-07-02", "2027-10-02"]),
    ],
)
def test_a_day_that_a_month_lacks_is_its_last(text: str, days: list[str]) -> None:
    due = [moment(f"{day}T09:00Z") for day in days]
    assert list(next_slots(rule(text), moment("2027-01-01T00:00Z"), 4)) == due


def test_leap_years_have_a_29_february() -> None:
    due = next_slots(rule("monthly last 09:00"), moment("2028-02-01T00:00Z"), 1)
    assert due == (moment("2028-02-29T09:00Z"),)


rules = st.builds(
    lambda cadence, weekdays, day, minute, zone: Rule(
        cadence=cadence,
        minute=minute,
        zone=zone,
        weekdays={
            Cadence.DAILY: tuple(sorted(weekdays)),
            Cadence.WEEKLY: (min(weekdays),),
        }.get(cadence, ()),
        day={Cadence.MONTHLY: day, Cadence.QUARTERLY: min(day, 30)}.get(cadence, 1),
    ),
    st.sampled_from(Cadence),
    st.sets(st.integers(0, 6), min_size=2),
    st.integers(1, 31),
    st.integers(0, 1439),
    zones,
)


@given(rules)
def test_a_phrase_is_read_as_the_rule_that_it_was_written_from(made: Rule) -> None:
    assert Rule.parse(str(made), UTC) == made
    assert Rule.parse(str(made).upper(), UTC) == made


@given(rules, instants)
@settings(deadline=None)
def test_instants_come_in_order_and_go_on_from_any_of_them(made: Rule, after_at: int) -> None:
    due = next_slots(made, after_at, 5)
    assert all(earlier < later for earlier, later in pairwise((after_at, *due)))
    assert next_slots(made, due[1], 3) == due[2:]


@pytest.mark.parametrize(
    "odd",
    [
        {"cadence": Cadence.WEEKLY, "weekdays": (0, 1)},
        {"cadence": Cadence.DAILY, "weekdays": (1, 0)},
        {"cadence": Cadence.DAILY, "weekdays": (3, 7)},
        {"cadence": Cadence.MONTHLY, "weekdays": (1,)},
        {"cadence": Cadence.MONTHLY, "day": 32},
        {"cadence": Cadence.MONTHLY, "minute": 1440},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(odd: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"cannot be|does not exist"):
        Rule(**{"minute": 540, "zone": UTC, **odd})  # type: ignore[arg-type]
