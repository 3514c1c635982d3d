"""/kpi receipt and /kpi share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.commands.kpi import answer
from bot.grammar import parse
from bot.services import Services
from bot.talk import Audience, Reply, Request
from metrics.errors import AskError
from metrics.question.receipts import Receipt
from tests.bot import desk


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path, DESKPULSE_LEADS="U1")) as made:
        yield made


def said(words: str, services: Services) -> Reply:
    return answer(Request(words=words, person="U1", channel="C1"), services)


def kept(words: str, services: Services) -> Receipt:
    id = said(words, services).receipt
    found = services.posts.receipt(id) if id else None
    assert found is not None
    return found


def test_a_number_that_stands_is_the_same_also_later(services: Services) -> None:
    before = kept("frt", services)
    later = replace(services, now=lambda: desk.NOW + 30 * 86400)
    reply = said(f"receipt {before.id.upper()}", later)
    assert reply.text.startswith("Same: First response time")
    assert reply.audience is Audience.ME


def test_a_number_that_moved_is_restated_with_the_reason(services: Services) -> None:
    before = kept("frt", services)
    other = replace(before, id="other", headline="9h median", n=before.n - 2, figures="other")
    services.posts.keep(other)
    reply = said("receipt other", services)
    assert reply.text.startswith("Restated: ")
    assert "2 more first replies count now" in reply.text


def test_a_receipt_nobody_has_is_told(services: Services) -> None:
    with pytest.raises(AskError, match="no answer with that receipt"):
        said("receipt 00000000", services)
    with pytest.raises(AskError, match="Which receipt"):
        said("receipt", services)


def test_a_private_answer_is_shared_as_it_was_asked(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path, DESKPULSE_ANSWERS="private")) as private:
        before = kept("frt email", private)
        assert f"share {before.id}" in str(said("frt email", private).tail)
        reply = said(f"share {before.id}", replace(private, now=lambda: desk.NOW + 86400))
    assert reply.audience is Audience.CHANNEL
    assert reply.receipt == before.id


def test_figures_of_single_people_are_not_shared(services: Services) -> None:
    before = kept("frt by agent", services)
    assert "share" not in str(said("frt by agent", services).tail)
    with pytest.raises(AskError, match="single people"):
        said(f"share {before.id}", services)


def test_a_ticket_that_became_spam_later_restates_the_number(services: Services) -> None:
    before = kept("frt last month", services)
    query = parse("frt last month", services.asker.directory())
    (gone, *_) = services.asker.tickets(query, desk.NOW)
    changes = (
        "UPDATE timeline SET removal = 'spam', revision = 2 "
        "WHERE ticket = (SELECT key FROM ticket WHERE id = :id)",
        "UPDATE source SET revision = 2",
    )
    with services.asker.store.write() as connection:
        for change in changes:
            told = {"id": gone["ticket"]} if ":id" in change else {}
            connection.execute(text(change), told)
    reply = said(f"receipt {before.id}", replace(services, now=lambda: desk.NOW + 60))
    assert reply.text.startswith("Restated: ") or reply.text.startswith("Headline same: ")
    assert f"Then: {before.headline} ({before.n} first replies)" in reply.text
    assert f"({before.n - 1} first replies)" in reply.text
    assert "1 fewer first reply counts now" in reply.text
