"""Which tickets a digest is about, as people type it."""

from __future__ import annotations

import pytest

from bot.grammar.ticket_filters import where_of
from metrics.errors import AskError
from metrics.question.query import Directory, Filter
from metrics.tickets.records import Dimension

DESK = Directory(teams={"t1": "Billing"})


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("", ()),
        ("email", (Filter(Dimension.CHANNEL, ("email",)),)),
        ("team t1", (Filter(Dimension.TEAM, ("t1",)),)),
    ],
)
def test_it_is_all_tickets_a_team_or_a_channel(words: str, where: tuple[Filter, ...]) -> None:
    assert where_of(words, DESK, "digest weekly") == where


@pytest.mark.parametrize("words", ["frt", "last week", "urgent", "by channel", "business"])
def test_nothing_else_is_and_whoever_says_so_is_told_what_is(words: str) -> None:
    with pytest.raises(AskError) as caught:
        where_of(words, DESK, "digest weekly")
    assert all(phrase.startswith("digest weekly") for phrase in caught.value.suggestions)
    assert caught.value.suggestions


def test_a_slip_is_mended() -> None:
    with pytest.raises(AskError) as caught:
        where_of("emial", DESK, "digest weekly")
    assert caught.value.suggestions == ("digest weekly email",)


def test_two_slips_are_mended() -> None:
    with pytest.raises(AskError) as caught:
        where_of("emial team bilingl", DESK, "standup")
    assert caught.value.suggestions == ("standup email team Billing",)


def test_where_nothing_was_said_ahead_nothing_is_suggested() -> None:
    with pytest.raises(AskError, match="emial") as caught:
        where_of("emial", DESK)
    assert caught.value.suggestions == ()
