"""What is offered below an answer."""

from __future__ import annotations

import pytest

from bot.commands.offers import moved, offers
from bot.grammar import asked, parse
from metrics.catalogue import CATALOGUE
from metrics.query import Directory, Filter, Query
from metrics.records import Dimension
from metrics.result import Change, Verdict
from tests.bot.samples import answer

DESK = Directory(teams={str(n): f"A team with quite a long name {n}" for n in range(60)})


def offered(words: str, **more: bool) -> dict[str, str]:
    found = offers(parse(words, DESK), DESK, "3f9a01bc", **{"share": False, **more})
    return dict([*found.buttons, *found.periods])


@pytest.mark.parametrize("key", CATALOGUE)
def test_whatever_is_offered_can_be_asked_as_it_stands(key: str) -> None:
    for label, words in offered(key).items():
        assert asked(words, DESK).query.metric == key, label


def test_a_split_that_says_nothing_new_is_not_offered() -> None:
    assert "By channel" not in offered("frt email")
    assert "By team" in offered("frt email")
    split = offered("frt by team")
    assert "By team" not in split
    assert split["Trend"] == "frt"


def test_why_is_offered_only_where_there_is_a_change_to_split() -> None:
    assert "Why" not in offered("frt by team")
    assert offered("frt by team", why=True)["Why"] == "frt by team why"


def test_a_clear_change_of_what_adds_up_can_be_split() -> None:
    for key, verdict, split in (
        ("frt", Verdict.WORSE, True),
        ("frt", Verdict.UNCLEAR, False),
        ("oldest", Verdict.WORSE, False),
    ):
        change = Change(difference=60.0, relative=0.1, verdict=verdict)
        query = Query(metric=key, period=CATALOGUE[key].default_period)
        assert moved(answer(query=query, change=change)) is split


def test_the_period_at_hand_is_not_offered() -> None:
    assert "Last week" not in offered("frt")
    assert offered("frt last month")["Last week"] == "frt"


def test_words_too_long_for_a_menu_name_the_receipt_in_their_place() -> None:
    teams = Filter(Dimension.TEAM, tuple(sorted(DESK.teams)))
    query = Query(metric="frt", where=(teams,), period=CATALOGUE["frt"].default_period)
    found = offers(query, DESK, "3f9a01bc", share=True)
    assert dict(found.periods)["Last month"] == "re:3f9a01bc last month"
    assert dict(found.buttons)["By channel"] == "re:3f9a01bc by channel"
    assert dict(found.buttons)["Tickets"] == "re:3f9a01bc list"
    assert found.share == "share 3f9a01bc"


def test_what_else_it_can_be_compared_with_is_in_the_menu() -> None:
    assert offered("frt email")["vs last year"] == "frt email vs last year"
    assert "vs period before" not in offered("frt email")
    assert offered("frt email vs chat")["vs period before"] == "frt email"
    assert "vs target" not in offered("volume")


def test_between_channels_there_is_no_change_to_split() -> None:
    change = Change(difference=60.0, relative=0.1, verdict=Verdict.HIGHER)
    assert not moved(answer(query=parse("frt email vs chat", DESK), change=change))
