"""A phrase answered."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.commands import ask
from bot.commands.ask import draw, figure
from bot.commands.thread_inquiry import read_thread_inquiry
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError, StoreError
from metrics.question.result import Result
from metrics.store.books.posts import Posts
from tests.bot import desk
from tests.bot.samples import answer, wait, weekly


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U1")) as made:
        yield made


def reply_to(words: str, services: Services, **more: Any) -> Reply:
    request = Request(words=words, person="U1", channel="C1", **more)
    return figure(read_thread_inquiry(request, services), request, services)


def test_a_phrase_becomes_a_card_with_its_canonical_phrase_and_picture(services: Services) -> None:
    reply = reply_to("first response time EMAIL last week", services)
    assert reply.phrase == "frt email 16..22 nov 2026"
    assert reply.picture is not None
    assert reply.text


def test_the_canonical_phrase_answers_alike(services: Services) -> None:
    first = reply_to("frt email last week", services)
    assert first.phrase is not None
    assert reply_to(first.phrase, services) == first


def test_an_unknown_word_is_the_askers_to_mend(services: Services) -> None:
    with pytest.raises(AskError):
        reply_to("frt of the moon", services)


def test_a_chart_that_fails_never_stops_the_card(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(result: Result) -> None:
        raise MemoryError(result.title)

    monkeypatch.setattr(ask, "picture", broken)
    with caplog.at_level(logging.ERROR):
        reply = reply_to("frt last week", services)
    assert reply.picture is None
    assert reply.head
    assert "could not be drawn" in caplog.text


def test_a_result_is_drawn() -> None:
    assert draw(answer(series=weekly([wait(3600.0 * n) for n in range(1, 9)]))) is not None


def test_figures_of_single_people_are_shown_to_the_asker_only(services: Services) -> None:
    assert reply_to("frt by agent", services).audience is Audience.ME
    assert reply_to("frt by team", services).audience is Audience.CHANNEL


def test_an_answer_is_kept_under_the_receipt_that_its_card_names(services: Services) -> None:
    reply = reply_to("frt email", services)
    assert reply.receipt is not None
    kept = services.posts.receipt(reply.receipt)
    assert kept is not None
    assert (kept.phrase, kept.person) == ("frt email 17..23 nov 2026", "U1")
    assert reply.receipt in str(reply.tail)


def test_an_answer_that_cannot_be_kept_goes_out_all_the_same(
    services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise StoreError("The database is away.")

    monkeypatch.setattr(Posts, "keep", broken)
    with caplog.at_level(logging.ERROR):
        assert reply_to("frt email", services).phrase == "frt email 17..23 nov 2026"
    assert "could not be kept" in caplog.text


def test_in_a_thread_the_answer_is_short_and_has_a_picture_only_for_a_split(
    services: Services,
) -> None:
    whole, short = reply_to("frt email", services), reply_to("frt email", services, thread="1.5")
    assert len((*short.head, *short.tail)) < len((*whole.head, *whole.tail))
    assert short.picture is None
    assert reply_to("frt last 30 days by channel", services, thread="1.5").picture is not None
    begun = reply_to("frt email", services, thread="1.5", posted="1.5")
    assert begun.picture is not None


def test_a_headline_that_contradicts_its_thread_says_what_has_changed(services: Services) -> None:
    first = reply_to("frt email", services)
    assert first.receipt is not None
    kept = services.posts.receipt(first.receipt)
    assert kept is not None
    other = replace(kept, id="other", headline="9h median", figures="other", n=kept.n - 3)
    services.posts.keep(other)
    services.posts.place("C1", "1.5", None, "other")
    again = reply_to("email", services, thread="1.5", reply=True)
    assert "it was 9h median. 3 more first replies count now" in again.text
    services.posts.place("C1", "2.5", None, first.receipt)
    assert "it was" not in reply_to("email", services, thread="2.5", reply=True).text


def test_what_is_asked_in_private_stays_private(services: Services) -> None:
    assert reply_to("frt by team", services, private=True).audience is Audience.ME
