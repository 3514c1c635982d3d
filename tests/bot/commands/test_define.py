"""/kpi define."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


def said(words: str, services: Services) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1"), services)


@pytest.mark.parametrize("words", ["define frt", "define first response time", "define frt email"])
def test_a_metric_is_explained_by_any_of_its_names(services: Services, words: str) -> None:
    reply = said(words, services)
    assert reply.text.startswith("First response time: ")
    assert "How it is computed" in reply.text
    assert reply.audience is Audience.ME


def test_without_a_metric_some_are_offered(services: Services) -> None:
    with pytest.raises(AskError) as caught:
        said("define", services)
    assert "define frt" in caught.value.suggestions


def test_a_slip_is_mended_with_the_same_wish(services: Services) -> None:
    with pytest.raises(AskError) as caught:
        said("define bakclog", services)
    assert "define backlog" in caught.value.suggestions


def test_it_is_said_how_the_connected_helpdesk_counts_and_no_other(
    services: Services, tmp_path: Path
) -> None:
    assert "Elsewhere: Zendesk counts from creation to" in said("define frt", services).text
    assert "Zendesk" not in said("define volume", services).text
    (tmp_path / "empty").mkdir()
    with desk.services(desk.settings(tmp_path / "empty"), tickets=0) as alone:
        assert "Zendesk counts" not in said("define frt", alone).text
