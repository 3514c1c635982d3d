"""The ways people say when, and what they are told where that is not clear."""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.errors import AskError
from metrics.recurrence import Rule
from metrics.recurrence.words import rule_of, schedule_words

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("every monday at 9", "weekly monday 09:00"),
        ("mondays 9:00", "weekly monday 09:00"),
        ("Tues 9h30", "weekly tuesday 09:30"),
        ("weekly", "weekly monday 09:00"),
        ("once a week at noon", "weekly monday 12:00"),
        ("weekdays 9:15", "daily mon-fri 09:15"),
        ("Monday to Friday 17.30", "daily mon-fri 17:30"),
        ("mon \N{EN DASH} wed 8", "daily mon-wed 08:00"),
        ("mon,thu 9", "daily mon,thu 09:00"),
        ("mondays and thursdays 9:00", "daily mon,thu 09:00"),
        ("weekly fri-mon 9", "daily mon,fri-sun 09:00"),
        ("weekends 23:59", "daily sat-sun 23:59"),
        ("every day at 9 p.m.", "daily 21:00"),
        ("daily 12am", "daily 00:00"),
        ("everyday midnight", "daily 00:00"),
        ("1st of the month 9am", "monthly 1 09:00"),
        ("on the 15th, 12pm", "monthly 15 12:00"),
        ("last day of the month", "monthly last 09:00"),
        ("end of month 17:00", "monthly last 17:00"),
        ("monthly 31 9:00", "monthly last 09:00"),
        ("monthly 1 9", "monthly 1 09:00"),
        ("9:00 2 monthly", "monthly 2 09:00"),
        ("monthly at 9", "monthly 1 09:00"),
        ("quarterly", "quarterly 1 09:00"),
        ("first day of each quarter 8am", "quarterly 1 08:00"),
    ],
)
def test_the_rule_that_words_mean(said: str, meant: str) -> None:
    assert str(Rule.parse(said, BERLIN)) == f"{meant} Europe/Berlin"


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        ("weekly 9:00 asia/kolkata", "Asia/Kolkata"),
        ("weekly US/EASTERN 9:00", "US/Eastern"),
        ("weekly utc", "UTC"),
    ],
)
def test_a_zone_that_is_said_goes_before_the_usual_one(said: str, zone: str) -> None:
    assert str(Rule.parse(said, BERLIN).zone) == zone


@pytest.mark.parametrize(
    ("said", "told", "offered"),
    [
        ("", "How often?", ()),
        ("9:00", "How often?", ()),
        ("hourly", "I do not know \u201chourly\u201d. Say it like weekly monday", ()),
        ("mondey 9", "Did you mean monday?", ("weekly monday 09:00 Europe/Berlin",)),
        ("weekly 9 europe/pariss", "Europe/Paris", ("weekly monday 09:00 Europe/Paris",)),
        ("weekly 9 tokyo", "Asia/Tokyo", ("weekly monday 09:00 Asia/Tokyo",)),
        ("weekly 9 EST", "America/New_York", ("weekly monday 09:00 America/New_York",)),
        ("weekly 9 17", "One time of day at a time: 09:00 or 17:00?", ()),
        ("weekly utc asia/tokyo", "One time zone at a time: UTC or Asia/Tokyo?", ()),
        ("monthly 1st 15th", "One day of the month at a time: 1 or 15?", ()),
        ("weekly 25:00", "\u201c25:00\u201d is no time of day", ()),
        ("weekly 13pm", "is no time of day", ()),
        ("first monday", "A day of the month is for monthly", ()),
        ("monthly monday", "not on a weekday. Say monthly 1 09:00, or weekly monday", ()),
        ("monthly 32", "No month has a day 32", ()),
        ("monthly 0", "No month has a day 0", ()),
        ("quarterly last", "on a day from 1 to 30", ("quarterly 1 09:00",)),
        ('weekly "monday"', "I do not know", ("weekly monday 09:00 Europe/Berlin",)),
        ("weekly " + "x" * 150, "I do not know \u201cxxx", ()),
        ("weekly " + "monday " * 500, "too long to say when", ()),
    ],
)
def test_what_is_unclear_is_refused_with_what_may_be_meant(
    said: str, told: str, offered: tuple[str, ...]
) -> None:
    with pytest.raises(AskError) as refused:
        Rule.parse(said, BERLIN)
    assert told in str(refused.value)
    assert len(str(refused.value)) < 250
    assert refused.value.suggestions[: len(offered)] == offered


def test_other_words_are_left_for_others() -> None:
    found = schedule_words('weekly team "Monday crew" email and chat mondays 9 am')
    assert found.words == ["weekly", "mondays", "9am"]
    assert found.rest == ["team", '"Monday crew"', "email", "and", "chat"]
    assert str(rule_of(found, BERLIN)) == "weekly monday 09:00 Europe/Berlin"


@pytest.mark.parametrize(
    ("said", "usual", "meant"),
    [
        ("9:00", "daily mon-fri 08:30", "daily mon-fri 09:00"),
        ("", "daily mon-fri 08:30", "daily mon-fri 08:30"),
        ("daily", "daily mon-fri 08:30", "daily 08:30"),
        ("friday", "weekly monday 08:30", "weekly friday 08:30"),
        ("2nd", "quarterly 1 08:30", "quarterly 2 08:30"),
        ("2nd", "weekly monday 08:30", "monthly 2 08:30"),
        ("2 9:00", "monthly 1 08:30", "monthly 2 09:00"),
        ("monthly", "weekly monday 08:30", "monthly 1 08:30"),
    ],
)
def test_what_is_usual_holds_where_nothing_else_is_said(said: str, usual: str, meant: str) -> None:
    made = rule_of(schedule_words(said), BERLIN, Rule.parse(usual))
    assert str(made) == f"{meant} Europe/Berlin"


@given(st.text(max_size=40))
def test_any_text_is_a_rule_or_is_refused(text: str) -> None:
    with suppress(AskError):
        made = Rule.parse(text, BERLIN)
        assert Rule.parse(str(made), BERLIN) == made
