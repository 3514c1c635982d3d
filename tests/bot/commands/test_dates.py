"""What is kept of a question is about the days that it was asked about, whenever it is used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.commands.kpi import answer
from bot.commands.overheard import small_talk
from bot.services import Services
from bot.talk import Reply, Request
from metrics.errors import AskError
from tests.bot import desk

WEEK = 8 * 86400
"""So much later another week has ended."""


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def said(words: str, services: Services, **more: Any) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1", **more), services)


def later(services: Services, seconds: int = WEEK) -> Services:
    return replace(services, now=lambda: desk.NOW + seconds)


def posted(words: str, services: Services, ts: str = "1.5") -> Reply:
    reply = said(words, services)
    assert reply.receipt is not None
    services.posts.place("C1", ts, None, reply.receipt)
    return reply


def controls(reply: Reply) -> Mapping[str, str]:
    """The words of each button and of each option of the menu, by its label."""
    elements = [e for block in reply.tail for e in block.get("elements", ()) if "type" in e]
    buttons = {e["text"]["text"]: e["value"] for e in elements if e["type"] == "button"}
    menus = [option for e in elements for option in e.get("options", ())]
    return {**buttons, **{option["text"]["text"]: option["value"] for option in menus}}


@pytest.mark.parametrize("label", ["By channel", "By team", "Tickets"])
def test_a_button_under_an_old_card_is_about_the_days_of_the_card(
    services: Services, label: str
) -> None:
    card = posted("frt", services)
    assert card.phrase == "frt 17..23 nov 2026"
    words = controls(card)[label]
    assert words.startswith("frt 17..23 nov 2026")
    reply = said(words, later(services), thread="1.5", pressed="1.5")
    assert "17\N{EN DASH}23 Nov 2026" in f"{reply.text} {reply.head} {reply.tail}"


def test_what_was_running_is_the_same_days_later(services: Services) -> None:
    card = posted("volume this month", services)
    assert card.phrase == "volume nov 2026 up to 24 nov"
    assert "November 2026 so far" in str(card.head)
    words = controls(card)["By channel"]
    reply = said(words, later(services), thread="1.5", pressed="1.5")
    assert "November 2026 up to 24 Nov" in str(reply.head)


@pytest.mark.parametrize(
    "words", ["frt by channel", "frt last week by channel", "re:{id} last week"]
)
def test_a_bare_button_that_stands_in_slack_is_about_its_card(
    services: Services, words: str
) -> None:
    """It was posted when a question without a period was about the last week."""
    card = posted("frt last week", services)
    pressed = words.format(id=card.receipt)
    reply = said(pressed, later(services), thread="1.5", pressed="1.5")
    assert reply.phrase is not None
    assert reply.phrase.startswith("frt 16..22 nov 2026")


def test_bare_words_of_a_person_mean_the_usual_period_of_their_day(services: Services) -> None:
    posted("frt", services)
    tomorrow = later(services, 86400)
    assert said("frt", tomorrow).phrase == "frt 18..24 nov 2026"
    assert said("frt", tomorrow, pressed="9.9").phrase == "frt 18..24 nov 2026"


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("by channel", "frt 17..23 nov 2026 by channel"),
        ("chat", "frt chat 17..23 nov 2026"),
        ("last week", "frt 23..29 nov 2026"),
        ("last month", "frt nov 2026"),
        ("csat", "csat 17..23 nov 2026"),
        ("reopen", "reopen 10..16 nov 2026"),
        ("backlog", "backlog 24 nov 2026"),
    ],
)
def test_a_reply_keeps_the_days_of_the_card_unless_it_says_others(
    services: Services, words: str, phrase: str
) -> None:
    posted("frt", services)
    reply = said(words, later(services), thread="1.5", posted="2.5", reply=True)
    assert reply.phrase == phrase


@pytest.mark.parametrize(
    ("words", "phrase"),
    [
        ("csat", "csat 16..22 nov 2026"),
        ("reopen", "reopen 16..22 nov 2026"),
        ("backlog", "backlog 24 nov 2026"),
    ],
)
def test_another_measure_below_a_card_of_the_last_week_is_asked_as_when_that_was_usual(
    services: Services, words: str, phrase: str
) -> None:
    posted("frt last week", services)
    reply = said(words, later(services), thread="1.5", posted="2.5", reply=True)
    assert reply.phrase == phrase


def test_a_reply_about_a_day_that_the_data_do_not_reach_says_so(services: Services) -> None:
    posted("frt", services)
    with pytest.raises(AskError, match="Wed 2 Dec 2026 is not known yet"):
        said("backlog today", later(services), thread="1.5", posted="2.5", reply=True)


def test_of_a_card_of_other_days_another_measure_is_asked_for_those_days(
    services: Services,
) -> None:
    posted("frt oct 2026", services)
    reply = said("backlog", later(services), thread="1.5", posted="2.5", reply=True)
    assert reply.phrase == "backlog oct 2026"


@pytest.mark.parametrize("words", ["thanks!", "Thank you so much", "ok", ":+1:", ":email:", "👍"])
def test_small_talk_in_a_thread_is_nothing_to_answer(words: str) -> None:
    assert small_talk(Request(words=words, person="U1", channel="C1", thread="1.5", posted="2.5"))


@pytest.mark.parametrize("words", ["", "?", "by team", "thanks, by team", "show me"])
def test_all_else_in_a_thread_is_answered(words: str) -> None:
    request = Request(words=words, person="U1", channel="C1", thread="1.5", posted="2.5")
    assert not small_talk(request)
    assert not small_talk(replace(request, thread=None))
