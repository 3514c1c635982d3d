"""What is offered below an answer."""

from __future__ import annotations

from datetime import date

import pytest

from bot.commands.offers import can_say_why, offers
from bot.grammar import parse, read_inquiry
from metrics.catalogue import CATALOGUE
from metrics.question.query import Directory, Filter, Query
from metrics.question.result import Change, Movement
from metrics.tickets.records import Dimension
from tests.bot.samples import answer

TODAY = date(2026, 11, 24)
DESK = Directory(teams={str(n): f"A team with quite a long name {n}" for n in range(60)})


def offered(words: str, **more: bool) -> dict[str, str]:
    found = offers(parse(words, DESK), DESK, "3f9a01bc", TODAY, share=False, **more)
    return dict([*found.buttons, *found.periods])


@pytest.mark.parametrize("key", CATALOGUE)
def test_whatever_is_offered_can_be_asked_as_it_stands(key: str) -> None:
    asked = offered(key)
    assert asked.pop("How this was made") == "made 3f9a01bc"
    for label, words in asked.items():
        assert read_inquiry(words, DESK).query.metric == key, label


def test_a_split_that_says_nothing_new_is_not_offered() -> None:
    assert "By channel" not in offered("frt email")
    assert "By team" in offered("frt email")
    split = offered("frt by team")
    assert "By team" not in split
    assert split["Trend"] == "frt"


def test_why_is_offered_only_where_there_is_a_change_to_split() -> None:
    assert "Why" not in offered("frt by team")
    assert offered("frt by team", why=True)["Why"] == "frt by team why"


def test_a_change_of_what_adds_up_can_be_split() -> None:
    cases = (("frt", 60.0, True), ("frt", 0.0, False), ("oldest", 60.0, False))
    for key, difference, split in cases:
        change = Change(difference=difference, relative=0.1, movement=Movement.UNCLEAR)
        query = Query(metric=key, period=CATALOGUE[key].default_period)
        assert can_say_why(answer(query=query, change=change)) is split


def test_the_period_at_hand_is_not_offered_and_the_others_are_with_their_dates() -> None:
    week = offered("frt 16..22 nov 2026")
    assert "Last week: 16\N{EN DASH}22 Nov 2026" not in week
    assert week["Last month: 1\N{EN DASH}31 Oct 2026"] == "frt oct 2026"
    running = week["This week: 23\N{EN DASH}29 Nov 2026"]
    assert running == "frt 23..29 nov 2026 up to 24 nov"


def test_words_too_long_for_a_menu_name_the_receipt_in_their_place() -> None:
    teams = Filter(Dimension.TEAM, tuple(sorted(DESK.teams)[3:]))
    query = Query(metric="frt", where=(teams,), period=CATALOGUE["frt"].default_period)
    found = offers(query, DESK, "3f9a01bc", TODAY, share=True)
    month = dict(found.periods)["Last month: 1\N{EN DASH}31 Oct 2026"]
    assert month == "re:3f9a01bc oct 2026"
    assert dict(found.buttons)["By channel"] == "re:3f9a01bc by channel"
    assert dict(found.buttons)["Tickets"] == "re:3f9a01bc list"
    assert found.share == "share 3f9a01bc"


def test_what_else_it_can_be_compared_with_is_in_the_menu() -> None:
    assert offered("frt email")["vs last year"] == "frt email vs last year"
    assert "vs period before" not in offered("frt email")
    assert offered("frt email vs chat")["vs period before"] == "frt email"
    assert "vs target" not in offered("volume")


def test_between_channels_there_is_no_change_to_split() -> None:
    change = Change(difference=60.0, relative=0.1, movement=Movement.HIGHER)
    assert not can_say_why(answer(query=parse("frt email vs chat", DESK), change=change))
