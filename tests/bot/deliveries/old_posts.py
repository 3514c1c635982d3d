"""Digests that were posted a while ago, and what is told of them later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import text

from bot.cards.memory import receipt
from bot.deliveries.restatements import EVERY_SECONDS
from bot.grammar import parse, render
from bot.services import Now, Services
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.question.receipts import Receipt
from metrics.store.books.outbox import Outbox
from tests.bot import desk

PHRASES = ("volume last week", "frt last week")
LATER = desk.NOW + EVERY_SECONDS + 1


def posted(
    services: Services,
    source: str,
    kept: Sequence[Receipt],
    *,
    owner: str = "",
    before: int = 0,
) -> Delivery:
    """A digest that was posted so many seconds before now."""
    box, at = Outbox(services.outbox.store, "me"), desk.NOW - before
    due = Delivery(
        id=delivery_id(source, at),
        source=source,
        due_at=at,
        channel="C1",
        owner=owner,
        state=State.READY,
        payload="{}",
        receipts=tuple(each.id for each in kept),
        expires_at=at + 86400,
    )
    box.put([due], at)
    held = box.claim(at)
    assert held is not None
    box.mark_posted(held, "C1", f"{at}.5", at)
    return due


def kept_receipt(services: Services, phrase: str, **said: Any) -> Receipt:
    query = parse(phrase, services.asker.directory())
    result = services.asker.answer(query, desk.NOW)
    made = receipt(result, render(result.query, services.asker.directory()), "")
    made = replace(made, **said)
    services.posts.keep(made)
    return made


def at(now: int) -> Now:
    return lambda: now


def messages(services: Services) -> list[Delivery]:
    box, found = Outbox(services.outbox.store, "you"), list[Delivery]()
    while held := box.claim(LATER + 40 * 86400):
        found.append(held)
    return found


def spam(services: Services, tickets: int = 1, revision: int = 2) -> None:
    """So many tickets of last week turn out to be spam, which a sync tells."""
    query = parse("volume last week", services.asker.directory())
    window = services.asker.answer(query, desk.NOW).window
    with services.outbox.store.write() as connection:
        connection.execute(
            text(
                "UPDATE timeline SET removal = 'spam', revision = :next WHERE "
                "ticket IN (SELECT ticket FROM timeline WHERE created_at >= :start "
                "AND created_at < :end AND removal IS NULL ORDER BY ticket LIMIT :n)"
            ),
            {
                "start": window.start,
                "end": window.end,
                "n": tickets,
                "next": revision,
            },
        )
        connection.execute(text("UPDATE source SET revision = :n"), {"n": revision})
