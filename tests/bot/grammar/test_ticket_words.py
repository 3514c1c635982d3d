"""Words about one ticket."""

from __future__ import annotations

import pytest

from bot.grammar.ticket_words import (
    Act,
    TicketWords,
    is_year,
    read_ticket_words,
    read_tickets,
)

SOURCES = {"zendesk:acme": "Acme", "zendesk:eu": "Acme EU"}
SHOW, TAKE, BACK = Act.SHOW, Act.TAKE, Act.GIVE_BACK


@pytest.mark.parametrize(
    ("words", "act", "id", "source"),
    [
        ("31076", SHOW, "31076", ""),
        ("#31076", SHOW, "31076", ""),
        (" #31076? ", SHOW, "31076", ""),
        ("ticket 31076", SHOW, "31076", ""),
        ("Ticket #31076.", SHOW, "31076", ""),
        ("the ticket no. 31076", SHOW, "31076", ""),
        ("who has 31076", SHOW, "31076", ""),
        ("Who has #31076?", SHOW, "31076", ""),
        ("who owns ticket 31076", SHOW, "31076", ""),
        ("who\u2019s on 31076", SHOW, "31076", ""),
        ("who took 31076", SHOW, "31076", ""),
        ("what about 31076", SHOW, "31076", ""),
        ("and what about #31076?", SHOW, "31076", ""),
        ("what's up with 31076", SHOW, "31076", ""),
        ("whats the story with 31076", SHOW, "31076", ""),
        ("any news on #31076?", SHOW, "31076", ""),
        ("status of ticket 31076", SHOW, "31076", ""),
        ("who is handling 31076", SHOW, "31076", ""),
        ("is anyone on 31076?", SHOW, "31076", ""),
        ("is ticket 31076 solved yet", SHOW, "31076", ""),
        ("has 31076 been answered", SHOW, "31076", ""),
        ("show me #31076", SHOW, "31076", ""),
        ("ticket zendesk:eu/abc-7", SHOW, "abc-7", "zendesk:eu"),
        ("Acme EU #7", SHOW, "7", "zendesk:eu"),
        ("who has acme eu 7", SHOW, "7", "zendesk:eu"),
        ("who has acme/7", SHOW, "7", "zendesk:acme"),
        ("bad rating 31076", Act.RATING, "31076", ""),
        ("the bad rating of ticket #31076", Act.RATING, "31076", ""),
        ("bad rating zendesk:eu/7", Act.RATING, "7", "zendesk:eu"),
        ("take 31076", TAKE, "31076", ""),
        ("I take #31076", TAKE, "31076", ""),
        ("i'll take ticket 31076!", TAKE, "31076", ""),
        ("take zendesk:acme/7", TAKE, "7", "zendesk:acme"),
        ("give back 31076", BACK, "31076", ""),
        ("give 31076 back", BACK, "31076", ""),
        ("give back zendesk:acme/7", BACK, "7", "zendesk:acme"),
    ],
)
def test_what_is_wanted_of_which_ticket(words: str, act: Act, id: str, source: str) -> None:
    bare = words.strip(" ?") == id
    expected = TicketWords(act=act, id=id, source=source, bare=bare)
    assert read_ticket_words(words, SOURCES) == expected


@pytest.mark.parametrize(
    "words",
    [
        "frt",
        "frt last 30 days",
        "worst 10",
        "last 7 days",
        "take",
        "take 10 minutes",
        "who has the most tickets",
        "tickets 2026",
        "q4 2025",
        "note 7 down",
        "Acme US #7",
        "alert 12345678",
        "1" * 19,
        "",
    ],
)
def test_other_words_are_about_no_ticket(words: str) -> None:
    assert read_ticket_words(words, SOURCES) is None


@pytest.mark.parametrize(
    ("words", "act", "ids"),
    [
        ("take 31379 31380", TAKE, ("31379", "31380")),
        ("I'll take #31379 and #31380", TAKE, ("31379", "31380")),
        ("give back 31379, 31380 and 31381", BACK, ("31379", "31380", "31381")),
        ("who has tickets 31379 and 31380?", SHOW, ("31379", "31380")),
        ("31379 31380 31379", SHOW, ("31379", "31380")),
        ("take 31379", TAKE, ("31379",)),
    ],
)
def test_several_tickets_are_each_asked_for(words: str, act: Act, ids: tuple[str, ...]) -> None:
    found = read_tickets(words, SOURCES)
    assert tuple(wish.id for wish in found) == ids
    assert {wish.act for wish in found} == {act}


@pytest.mark.parametrize(
    "words", ["2025 2026", "frt 31379 31380", "take 10 15", "last 30 60 days", "1 2 3", "frt"]
)
def test_other_numbers_are_no_tickets(words: str) -> None:
    assert read_tickets(words, SOURCES) == ()


@pytest.mark.parametrize("text", ["2025", "2026", "2099"])
def test_four_digits_may_be_a_year(text: str) -> None:
    assert is_year(text)
    assert not is_year(f"{text}0")
    assert not is_year("31076")


@pytest.mark.parametrize(
    ("words", "act", "source"),
    [
        ("500bxAAA", SHOW, ""),
        ("#500bxAAA?", SHOW, ""),
        ("take 500bxAAA", TAKE, ""),
        ("who has Acme EU #500bxAAA", SHOW, "zendesk:eu"),
        ("take acme eu 500bxAAA", TAKE, "zendesk:eu"),
        ("acme #500bxaaa", None, ""),
        ("500bxAAB", None, ""),
        ("frt 500bxAAA", None, ""),
    ],
)
def test_an_id_with_letters_is_one_only_where_it_is_stored(
    words: str, act: Act | None, source: str
) -> None:
    found = read_ticket_words(words, SOURCES, lambda id: id == "500bxAAA")
    assert found == (TicketWords(act=act, id="500bxAAA", source=source) if act else None)
    assert read_ticket_words(words, SOURCES) is None
