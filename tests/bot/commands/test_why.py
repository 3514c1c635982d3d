"""Why a number moved, asked for in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Request
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path), tickets=2000) as made:
        yield made


@pytest.mark.parametrize("words", ["frt email last month why", "why frt email last month"])
def test_the_step_of_a_question_is_split(services: Services, words: str) -> None:
    reply = answer(Request(words=words, person="U1", channel="C1"), services)
    assert "A median cannot be split" in reply.text
    assert reply.listing is not None
    assert reply.audience is Audience.ME
    assert reply.receipt is None


def test_under_a_card_one_word_asks_it(services: Services) -> None:
    card = answer(Request(words="frt email last month", person="U1", channel="C1"), services)
    assert card.receipt is not None
    services.posts.place("C1", "1.5", None, card.receipt)
    asked = Request(words="why", person="U2", channel="C1", thread="1.5", reply=True)
    reply = answer(asked, services)
    assert "Asked: frt email oct 2026 why." in str(reply.tail)


def test_a_split_that_was_asked_for_is_the_one_that_is_told(services: Services) -> None:
    words = "frt last month by team why"
    reply = answer(Request(words=words, person="U1", channel="C1"), services)
    assert reply.listing is not None
    assert reply.listing.native["rows"][0][0]["text"] == "Team"
