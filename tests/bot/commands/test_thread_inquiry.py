"""What words are about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.commands.thread_inquiry import read_thread_inquiry
from bot.services import Services
from bot.talk import Request
from bot.workspace import FixedWorkspace, Person
from metrics.errors import AskError
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


@pytest.fixture
def thread(services: Services) -> str:
    """A thread under a card about e-mail, with an answer about chat in it."""
    for words, ts, parent in (("frt email", "1.5", None), ("csat chat", "2.5", "1.5")):
        reply = answer(Request(words=words, person="U1", channel="C1"), services)
        assert reply.receipt is not None
        services.posts.place("C1", ts, parent, reply.receipt)
    return "1.5"


def said(words: str, thread: str | None, channel: str = "C1") -> Request:
    return Request(words=words, person="U2", channel=channel, thread=thread, reply=True)


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("by team", "frt email 17..23 nov 2026 by team"),
        ("last month", "frt email oct 2026"),
        ("only chat", "frt chat 17..23 nov 2026"),
        ("and last month", "csat chat oct 2026"),
        ("Then by team", "csat chat 17..23 nov 2026 by team"),
        ("worst 5", "frt email 17..23 nov 2026 worst 5"),
    ],
)
def test_a_reply_is_about_the_card_or_going_on_about_the_newest_answer(
    services: Services, thread: str, words: str, phrase: str
) -> None:
    asked = read_thread_inquiry(said(words, thread), services).inquiry
    assert asked.phrase(services.asker.directory()) == phrase


def told(services: Services, words: str, ts: str, thread: str = "3.5") -> str:
    """What a reply in a thread of e-mail is told, all its words in one; it stands there then."""
    reply = answer(replace(said(words, thread), words=words), services)
    assert reply.receipt is not None
    services.posts.place("C1", ts, thread, reply.receipt)
    shown = json.dumps([*reply.head, *reply.tail], ensure_ascii=False)
    assert ("About the card" in shown) == ("About the card" in reply.text)
    return reply.text


def test_where_the_newest_answer_is_of_another_time_it_says_which_card_it_is_about(
    services: Services,
) -> None:
    card = answer(Request(words="frt email", person="U1", channel="C1"), services)
    assert card.receipt is not None
    services.posts.place("C1", "3.5", None, card.receipt)
    assert "About the card" not in told(services, "by priority", "3.6")
    assert "About the card" not in told(services, "by team", "3.7")
    assert "About the card" not in told(services, "last month", "3.8")
    assert told(services, "by team", "3.9").endswith(
        "About the card at the top (frt email 17..23 nov 2026). To go on from the newest answer "
        "(frt email oct 2026), say: and by team."
    )
    assert "About the card" not in told(services, "by priority", "4.0")
    assert "About the card" not in told(services, "last month", "4.1")
    assert "About the card" not in told(services, "and by team", "4.2")
    assert "About the card" not in told(services, "last month", "4.3")
    assert "About the card" not in told(services, "chat oct 2026", "4.4")
    assert "say: and by team." in told(services, "by team", "4.5")


def test_a_list_of_tickets_says_so_too(services: Services, thread: str) -> None:
    for words in ("worst 5", "tickets"):
        reply = answer(said(words, thread), services)
        assert f"say: and {words}." in reply.text
    fresh = answer(Request(words="frt email", person="U1", channel="C1"), services)
    assert "About the card" not in fresh.text


def test_in_a_thread_of_others_words_are_a_question_of_their_own(
    services: Services, thread: str
) -> None:
    with pytest.raises(AskError, match="Which metric"):
        read_thread_inquiry(said("email", "9.5"), services)
    with pytest.raises(AskError, match="Which metric"):
        read_thread_inquiry(said("email", thread, "C2"), services)


def test_what_a_button_carries_is_whole_and_not_a_change(services: Services, thread: str) -> None:
    click = Request(words="csat", person="U2", channel="C1", thread=thread)
    assert (
        read_thread_inquiry(click, services).inquiry.phrase(services.asker.directory())
        == "csat 17..23 nov 2026"
    )


def test_a_receipt_stands_for_its_question(services: Services, thread: str) -> None:
    (card, _) = services.posts.thread("C1", thread)
    click = Request(words=f"re:{card.id} by channel", person="U2", channel="C1")
    assert read_thread_inquiry(click, services).inquiry.phrase(services.asker.directory()) == (
        "frt email 17..23 nov 2026 by channel"
    )
    with pytest.raises(AskError, match="no answer with that receipt"):
        read_thread_inquiry(
            Request(words="re:nothing by team", person="U2", channel="C1"), services
        )


@pytest.mark.parametrize(
    ("locale", "first"),
    [("en-US", "frt 11 jan 2026"), ("en-GB", "frt 1 nov 2026"), ("", "frt 1 nov 2026")],
)
def test_dates_in_numbers_are_offered_in_the_order_of_whoever_asks(
    services: Services, locale: str, first: str
) -> None:
    people = {"U2": Person("U2", locale=locale)}
    there = replace(services, workspace=FixedWorkspace(people=people))
    with pytest.raises(AskError, match="can be") as caught:
        read_thread_inquiry(said("frt 01/11/2026", None), there)
    assert caught.value.suggestions[0] == first
    assert len(caught.value.suggestions) == 2


def test_list_in_a_thread_lists_the_tickets_of_its_card(services: Services, thread: str) -> None:
    reply = answer(said("list", thread), services)
    assert "What you can ask" not in reply.text
    assert "ticket" in reply.text
    assert "What you can ask" in answer(said("list", None), services).text
