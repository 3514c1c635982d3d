"""Schedules in words: which digest, where, when, about which tickets."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grammar.schedules import ScheduleContext, SchedulePlan, read_schedule
from bot.grammar.ticket_filters import ABOUT, where_ids, where_of, where_words
from metrics.errors import AskError
from metrics.question.query import Directory, Filter
from metrics.recurrence import Rule
from metrics.tickets.records import Channel, Dimension
from tests.metrics.recurrence.test_rule import rules

TEAMS = (
    "Billing",
    "First line",
    "Monday",
    "executive",
    "R&D: EU/UK",
    "Support",
    "weekly 9:00",
    "8",
)
DESK = Directory(
    teams={str(id): name for id, name in enumerate((*TEAMS, "Billing at noon"), 1)},
    agents={"a1": "Ann Smith"},
    categories=("Refunds", "Support", "End of contract", "#general", "Europe/Berlin"),
)
DIGESTS = {
    "standup": Rule.parse("daily mon-fri 09:15"),
    "weekly": Rule.parse("weekly monday 09:00"),
    "monthly": Rule.parse("monthly 1 09:00"),
    "executive": Rule.parse("monthly 1 09:00"),
}
AROUND = ScheduleContext(
    digests=DIGESTS,
    here="C0HERE",
    zone=ZoneInfo("Europe/Berlin"),
    directory=DESK,
    channels={"support": "C0SUPPORT"},
)


def said(words: str) -> str:
    return AROUND.phrase(read_schedule(words, AROUND))


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        (
            "weekly #support monday 9:00 asia/kolkata team billing email",
            'weekly #C0SUPPORT weekly monday 09:00 Asia/Kolkata email team "Billing"',
        ),
        (
            "email, team billing; at 9 mondays, weekly in #support US/Eastern",
            'weekly #C0SUPPORT weekly monday 09:00 US/Eastern email team "Billing"',
        ),
        ("standup", "standup #C0HERE daily mon-fri 09:15 Europe/Berlin"),
        ("standup weekends here", "standup #C0HERE daily sat-sun 09:15 Europe/Berlin"),
        ("executive", "executive #C0HERE monthly 1 09:00 Europe/Berlin"),
        ("weekly executive", "executive #C0HERE weekly monday 09:00 Europe/Berlin"),
        ("executive weekly friday", "executive #C0HERE weekly friday 09:00 Europe/Berlin"),
        ("weekly monthly 2", "weekly #C0HERE monthly 2 09:00 Europe/Berlin"),
        (
            "send the monthly digest to #C0OTHER on the last day at 5pm",
            "monthly #C0OTHER monthly last 17:00 Europe/Berlin",
        ),
        (
            "weekly first line friday",
            'weekly #C0HERE weekly friday 09:00 Europe/Berlin team "First line"',
        ),
        (
            "weekly team monday friday",
            'weekly #C0HERE weekly friday 09:00 Europe/Berlin team "Monday"',
        ),
        (
            "weekly chat channel team executive",
            'weekly #C0HERE weekly monday 09:00 Europe/Berlin chat team "executive"',
        ),
        (
            'standup team "8", r&d: eu/uk 8:00',
            'standup #C0HERE daily mon-fri 08:00 Europe/Berlin team "R&D: EU/UK", "8"',
        ),
    ],
)
def test_words_in_any_order(words: str, phrase: str) -> None:
    assert said(words) == phrase
    assert said(phrase) == phrase


@pytest.mark.parametrize(
    ("words", "told", "offered"),
    [
        ("standap 9:15", "Did you mean standup?", "schedule standup daily mon-fri 09:15"),
        ("wekly #support fri", "Did you mean weekly?", "weekly #C0SUPPORT friday"),
        ("friday 9:00", "Which digest: standup, weekly", "standup weekly friday"),
        ("", "Which digest: standup, weekly", "standup daily mon-fri 09:15"),
        ("weekly mondey", "Did you mean monday?", "schedule weekly monday"),
        ("weekly europe/pariss", "Did you mean Europe/Paris", "09:00 Europe/Paris"),
        ("weekly tokyo email", "Did you mean Asia/Tokyo?", "09:00 Asia/Tokyo email"),
        (
            "weekly team biling fri",
            "Did you mean",
            'schedule weekly friday 09:00 Europe/Berlin team "Bil',
        ),
        ("monthly quarterly last", "from 1 to 30", "monthly quarterly 1 09:00"),
    ],
)
def test_near_misses_are_offered_as_whole_phrases(words: str, told: str, offered: str) -> None:
    with pytest.raises(AskError) as refused:
        read_schedule(words, AROUND)
    assert told in str(refused.value)
    assert offered in refused.value.suggestions[0]
    for phrase in refused.value.suggestions:
        short = phrase.removeprefix("schedule ")
        plan = read_schedule(short, AROUND)
        assert read_schedule(said(short), AROUND) == plan
        assert AROUND.suggestion(plan) == short


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("weekly #nowhere", "I cannot tell which channel \u201c#nowhere\u201d is"),
        ("weekly #a #b", "One channel at a time: #a or #b?"),
        ("weekly frt", "no metric, period or split"),
        ("weekly by team", "no metric, period or split"),
        ("weekly agent ann", "a team or a channel, not about one agent"),
        ("weekly high", "a team or a channel, not about one priority"),
        ("weekly 25:00", "is no time of day"),
        ("weekly xyzzy", "I do not know \u201cxyzzy\u201d"),
        ("weekly " * 200, "too long for a schedule"),
    ],
)
def test_what_cannot_be_planned_is_refused(words: str, told: str) -> None:
    with pytest.raises(AskError) as refused:
        read_schedule(words, AROUND)
    assert told in str(refused.value)


VALUES = {
    Dimension.CHANNEL: [channel.value for channel in Channel],
    Dimension.TEAM: ["", *DESK.teams],
}
plans = st.builds(
    lambda digest, channel, rule, where: SchedulePlan(
        digest=digest,
        channel=channel,
        rule=rule,
        where=tuple(Filter(d, tuple(sorted(where[d]))) for d in Dimension if where.get(d)),
    ),
    st.sampled_from(list(DIGESTS)),
    st.from_regex("[CGD][A-Z0-9]{5,9}", fullmatch=True),
    rules,
    st.fixed_dictionaries({d: st.sets(st.sampled_from(VALUES[d]), max_size=3) for d in ABOUT}),
)


@given(plans)
@settings(deadline=None)
def test_a_phrase_is_read_as_the_plan_that_it_was_written_from(plan: SchedulePlan) -> None:
    assert (
        read_schedule(AROUND.phrase(plan), replace(AROUND, here="C0X", zone=ZoneInfo("UTC")))
        == plan
    )


@given(plans)
@settings(deadline=None)
def test_tickets_are_kept_by_ids_and_shown_by_names(plan: SchedulePlan) -> None:
    assert where_of(where_ids(plan.where), DESK) == plan.where
    assert where_of(where_words(plan.where, DESK), DESK) == plan.where


def test_a_team_that_is_renamed_is_still_the_one_that_was_meant() -> None:
    kept = where_ids(read_schedule("weekly team billing", AROUND).where)
    assert kept == 'team "1"'
    renamed = replace(DESK, teams={**DESK.teams, "1": "Payments"})
    assert where_words(where_of(kept, renamed), renamed) == "team Payments"


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_is_a_plan_or_is_refused(text: str) -> None:
    with suppress(AskError):
        made = read_schedule(text, AROUND)
        assert read_schedule(AROUND.phrase(made), AROUND) == made
