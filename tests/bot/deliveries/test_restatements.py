"""A post whose figures late data have moved says so in its thread, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cards.memory import receipt
from bot.deliveries.restatements import EVERY_SECONDS, restate
from bot.grammar import parse, render
from bot.services import Now, Services
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.question.receipts import Receipt
from metrics.store.books.outbox import Outbox
from tests.bot import desk

PHRASES = ("volume last week", "frt last week")
LATER = desk.NOW + EVERY_SECONDS + 1


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


@pytest.fixture
def post(services: Services) -> Delivery:
    """A digest that was posted with two figures."""
    kept = [_kept(services, phrase) for phrase in PHRASES]
    box = Outbox(services.outbox.store, "me")
    due = Delivery(
        id=delivery_id("digest:aaaa", desk.NOW),
        source="digest:aaaa",
        due_at=desk.NOW,
        channel="C1",
        state=State.READY,
        payload="{}",
        receipts=tuple(each.id for each in kept),
        expires_at=desk.NOW + 86400,
    )
    box.put([due], desk.NOW)
    held = box.claim(desk.NOW)
    assert held is not None
    box.mark_posted(held, "C1", "10.5", desk.NOW)
    return due


def _kept(services: Services, phrase: str) -> Receipt:
    query = parse(phrase, services.asker.directory())
    result = services.asker.answer(query, desk.NOW)
    made = receipt(result, render(result.query, services.asker.directory()), "")
    services.posts.keep(made)
    return made


def at(now: int) -> Now:
    return lambda: now


def told(services: Services) -> list[Delivery]:
    box, found = Outbox(services.outbox.store, "you"), list[Delivery]()
    while held := box.claim(LATER + 10 * EVERY_SECONDS):
        found.append(held)
    return found


def spam(services: Services, tickets: int = 1) -> None:
    """Tickets of last week turn out to be spam, which a sync tells."""
    query = parse("volume last week", services.asker.directory())
    window = services.asker.answer(query, desk.NOW).window
    with services.outbox.store.write() as connection:
        connection.execute(
            text(
                "UPDATE timeline SET removal = 'spam', removed_at = :at, revision = 2 WHERE ticket "
                "IN (SELECT ticket FROM timeline WHERE created_at >= :start AND created_at < :end "
                "AND removal IS NULL ORDER BY ticket LIMIT :n)"
            ),
            {"at": desk.NOW - 60, "start": window.start, "end": window.end, "n": tickets},
        )
        connection.execute(text("UPDATE source SET revision = 2"))


def test_figures_that_stand_are_not_told(services: Services, post: Delivery) -> None:
    restate(services, at(LATER))
    assert told(services) == []


def test_a_figure_that_moved_is_told_under_its_post_once(
    services: Services, post: Delivery
) -> None:
    spam(services)
    restate(services, at(LATER - 10))  # too early to ask again
    assert told(services) == []
    restate(services, at(LATER))
    (message,) = told(services)
    assert (message.parent, message.channel) == (post.id, "C1")
    assert "Ticket volume" in (message.payload or "")
    assert "1 fewer ticket counts now" in (message.payload or "")
    for turn in range(1, 4):
        restate(services, at(LATER + turn * EVERY_SECONDS + turn))
    assert told(services) == []


def test_what_moves_again_is_told_again_from_where_it_was(
    services: Services, post: Delivery
) -> None:
    spam(services)
    restate(services, at(LATER))
    spam(services, 2)
    with services.outbox.store.write() as connection:
        connection.execute(text("UPDATE source SET revision = 3"))
        connection.execute(text("UPDATE timeline SET revision = 3 WHERE revision = 2"))
    restate(services, at(LATER + EVERY_SECONDS + 1))
    first, second = told(services)
    assert "1 fewer" in (first.payload or "")
    assert "2 fewer" in (second.payload or "")


def test_of_two_copies_one_tells(services: Services, post: Delivery) -> None:
    spam(services)
    for _ in range(2):
        restate(services, at(LATER))
    assert len(told(services)) == 1


def test_an_old_post_is_let_stand(services: Services, post: Delivery) -> None:
    spam(services)
    restate(services, at(desk.NOW + 36 * 86400))
    assert told(services) == []
