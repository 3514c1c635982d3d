"""A phrase answered."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands import ask
from bot.commands.ask import drawn, reply_to
from bot.services import Services
from bot.talk import Audience
from metrics.errors import AskError
from metrics.result import Result
from tests.bot import desk
from tests.bot.samples import answer, wait, weekly


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def test_a_phrase_becomes_a_card_with_its_canonical_phrase_and_picture(services: Services) -> None:
    reply = reply_to("first response time EMAIL last week", services)
    assert reply.phrase == "frt email"
    assert reply.picture is not None
    assert reply.text


def test_the_canonical_phrase_answers_alike(services: Services) -> None:
    first = reply_to("frt email last week", services)
    assert first.phrase is not None
    assert reply_to(first.phrase, services) == first


def test_an_unknown_word_is_the_askers_to_mend(services: Services) -> None:
    with pytest.raises(AskError):
        reply_to("frt of the moon", services)


def test_before_the_first_sync_there_is_no_figure(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=0) as empty:
        reply = reply_to("frt last week", empty)
    assert reply.audience is Audience.ME
    assert reply.phrase is None


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
    assert drawn(answer(series=weekly([wait(3600.0 * n) for n in range(1, 9)]))) is not None


def test_figures_of_single_people_are_shown_to_the_asker_only(services: Services) -> None:
    assert reply_to("frt by agent", services).audience is Audience.ME
    assert reply_to("frt by team", services).audience is Audience.CHANNEL
