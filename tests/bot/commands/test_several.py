"""Several measures in one question: short answers in one reply."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cards.terminal import terminal
from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U1")) as made:
        yield made


def reply_to(words: str, services: Services) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1"), services)


def test_each_measure_has_its_short_answer_about_the_same_tickets(services: Services) -> None:
    reply = reply_to("frt, csat and backlog email last week", services)
    text = terminal(reply)
    for title in ("First response time", "Customer satisfaction", "Backlog"):
        assert text.count(f"{title} \u00b7 Email") == 1
        assert title in reply.text
    assert text.count("data to ") == 3
    assert reply.receipt
    assert reply.figures


def test_there_is_at_most_one_picture(services: Services) -> None:
    assert reply_to("frt and csat", services).picture is None
    assert reply_to("frt and csat email vs chat", services).picture is not None


def test_what_cannot_be_answered_says_so_in_its_place(services: Services) -> None:
    text = terminal(reply_to("frt and nps last week", services))
    assert "First response time" in text
    assert "nps" in text
    assert "not available" in text


def test_where_nothing_can_be_answered_it_is_refused(services: Services) -> None:
    with pytest.raises(AskError, match="not available"):
        reply_to("nps and ces", services)


def test_what_one_of_them_may_tell_only_the_asker_stays_with_them(services: Services) -> None:
    reply = reply_to("frt and csat by agent", services)
    assert reply.audience is Audience.ME
    assert not reply.figures


def test_one_reason_is_said_once_with_what_is_known(services: Services) -> None:
    with pytest.raises(AskError) as refused:
        reply_to("frt and csat 2019", services)
    assert str(refused.value).count("My data begin") <= 1
