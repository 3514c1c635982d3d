"""What people say below a card and to nobody by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.gate import RefusedError
from bot.commands.kpi import answer
from bot.commands.overheard import answer_overheard, surely_meant
from bot.services import Services
from bot.talk import Audience, Reach, Request
from metrics.errors import AskError, StoreError
from metrics.store.database.engine import Store
from tests.bot import desk

REPLY = Request(words="", person="U1", channel="C1", thread="1.5", posted="2.5", reply=True)
MEANT = (
    *("by channel", "last week", "yesterday", "only email", "why", "and by team", "list"),
    *("email", "frt", "last 7 days", "csat"),
    *("ack", "snooze 1h", "take 31379", "who has ticket 31379"),
)
TALK = (
    *("thanks", "oh, that was slow", "", "x" * 100, "ack, but who will look at it?", "31379"),
    *("and?", "what about it", "please", "frrt emial", "the moon", "volume of cheese", ":tada:"),
)


@pytest.fixture(params=["there", "away"])
def services(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path), tickets=10) as made:
        made.posts.place("C1", "1.5", None, "aaaa")
        if request.param == "away":

            def away(*_: object) -> None:
                raise StoreError("The database is away.")

            monkeypatch.setattr(Store, "read", away)
        yield made


@pytest.mark.parametrize("words", MEANT)
def test_what_asks_something_of_a_card_is(services: Services, words: str) -> None:
    assert surely_meant(replace(REPLY, words=words), services)


@pytest.mark.parametrize("words", TALK)
def test_what_people_say_to_each_other_is_not(services: Services, words: str) -> None:
    assert not surely_meant(replace(REPLY, words=words), services)


def test_nor_is_what_is_said_elsewhere_or_where_no_figures_are_shown(services: Services) -> None:
    asks = replace(REPLY, words="by team")
    assert not surely_meant(replace(asks, thread="9.5"), services)
    assert not surely_meant(replace(asks, thread=None), services)
    assert not surely_meant(replace(asks, reach=Reach.FIGURES), services)


@pytest.fixture
def card(tmp_path: Path) -> Iterator[Services]:
    """A thread under a card about e-mail, with an answer about chat in it."""
    with desk.services(desk.settings(tmp_path)) as made:
        for words, ts, parent in (("frt email", "1.5", None), ("csat chat", "2.5", "1.5")):
            reply = answer(Request(words=words, person="U1", channel="C1"), made)
            assert reply.receipt is not None
            made.posts.place("C1", ts, parent, reply.receipt)
        yield made


@pytest.mark.parametrize(
    "words",
    [
        *("thanks", "yes, that is bad", "x" * 100, "", "the team was slow", "help"),
        *("and?", "so", "what about it", "please", "show me"),
    ],
)
def test_people_who_talk_in_a_thread_are_left_alone(card: Services, words: str) -> None:
    assert answer_overheard(replace(REPLY, words=words), card) is None


@pytest.mark.parametrize("words", ["email", "frt", "only email please", "first reply time"])
def test_who_asks_for_what_the_card_shows_is_told_so_alone(card: Services, words: str) -> None:
    reply = answer_overheard(replace(REPLY, words=words), card)
    assert reply is not None
    assert reply.audience is Audience.ME
    assert "shows that already" in reply.text
    assert answer_overheard(replace(REPLY, words=words, thread="9.5"), card) is None


def test_a_reply_to_nobody_that_is_understood_and_refused_is_told_why(card: Services) -> None:
    with pytest.raises(RefusedError, match="leads"):
        answer_overheard(replace(REPLY, words="by agent"), card)


def test_a_reply_to_nobody_that_changes_the_question_is_answered(card: Services) -> None:
    asks = replace(REPLY, words="last month")
    reply = answer_overheard(asks, card)
    assert reply is not None
    assert reply.phrase == "frt email oct 2026"
    assert answer_overheard(replace(asks, thread="9.5"), card) is None


def test_who_surely_asks_what_cannot_be_answered_reads_why(card: Services) -> None:
    with pytest.raises(AskError, match="Too few"):
        answer_overheard(replace(REPLY, words="why today"), card)
    with pytest.raises(AskError, match="no ticket"):
        answer_overheard(replace(REPLY, words="take 999999"), card)
