"""Why a figure is not what the helpdesk says, asked for in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from bot.commands.kpi import answer
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError
from metrics.store.syncs import ledger
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


@pytest.mark.parametrize(
    ("words", "differs"),
    [("explain backlog", True), ("explain resolution net", True), ("explain ces", False)],
)
def test_where_the_helpdesk_has_no_figure_the_definition_is_told(
    services: Services, words: str, *, differs: bool
) -> None:
    reply = said(words, services)
    assert ("no figure of its own" in reply.text) is not differs
    assert "How it is computed" in reply.text


def test_it_needs_a_metric(services: Services) -> None:
    with pytest.raises(AskError, match="Which metric") as caught:
        said("explain", services)
    assert "frt explain" in caught.value.suggestions


def test_it_is_refused_where_the_figure_is(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_LEADS="U9")
    with desk.services(chosen) as made, pytest.raises(AskError, match="for leads"):
        said("explain frt by agent", made)


def test_what_differs_elsewhere_is_said_in_place_of_that_there_is_no_figure(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []

    def differs(_metric: str, _variant: str, sources: Iterable[str]) -> tuple[str, ...]:
        asked.append(tuple(sources))
        return ("Acme counts its backlog by night.",)

    monkeypatch.setattr("bot.commands.explain.elsewhere", differs)
    with services.asker.store.write() as connection:
        ledger.register(connection, "zendesk", "eu", 0, title="Acme EU")
    reply = said('explain backlog source "Acme EU"', services)
    assert "Acme counts its backlog by night." in reply.text
    assert "no figure of its own" not in reply.text
    assert asked == [("zendesk:eu",)]
