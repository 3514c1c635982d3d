"""Why a figure is not what the helpdesk says, asked for in words."""

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


def said(words: str, services: Services, **more: object) -> Reply:
    asked = {"words": words, "person": "U1", "channel": "C1", **more}
    return answer(Request(**asked), services)  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["explain frt email", "frt email by team explain"])
def test_both_figures_go_to_the_one_who_asks(services: Services, words: str) -> None:
    reply = said(words, services)
    assert "Asked: frt email 17..23 nov 2026 explain. Only you see this." in str(reply.tail)
    assert "Zendesk counts from creation to" in str(reply.tail)
    assert reply.audience is Audience.ME


def test_under_a_card_one_word_asks_it(services: Services) -> None:
    card = said("frt email last month", services)
    assert card.receipt is not None
    services.posts.place("C1", "1.5", None, card.receipt)
    reply = said("explain", services, thread="1.5", reply=True)
    assert "Asked: frt email oct 2026 explain." in str(reply.tail)


@pytest.mark.parametrize("words", ["explain backlog", "explain resolution net", "explain ces"])
def test_where_the_helpdesk_has_no_figure_the_definition_is_told(
    services: Services, words: str
) -> None:
    reply = said(words, services)
    assert "no figure of its own" in reply.text
    assert "How it is computed" in reply.text


def test_it_needs_a_metric(services: Services) -> None:
    with pytest.raises(AskError, match="Which metric") as caught:
        said("explain", services)
    assert "frt explain" in caught.value.suggestions


def test_it_is_refused_where_the_figure_is(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_LEADS="U9")
    with desk.services(chosen) as made, pytest.raises(AskError, match="for leads"):
        said("explain frt by agent", made)
