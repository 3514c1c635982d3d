"""A post whose figures late data have moved says so in its thread, once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.cards.memory import receipt
from bot.deliveries.restatements import EVERY_SECONDS, UPGRADE_SECONDS, restate
from bot.grammar import parse, render
from bot.services import Now, Services
from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.question.receipts import MEASURING, Receipt
from metrics.store.books.outbox import Outbox
from metrics.store.books.rechecks import Rechecks
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
    return posted(services, "digest:aaaa", [_kept(services, phrase) for phrase in PHRASES])


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


def _kept(services: Services, phrase: str, **said: Any) -> Receipt:
    query = parse(phrase, services.asker.directory())
    result = services.asker.answer(query, desk.NOW)
    made = receipt(result, render(result.query, services.asker.directory()), "")
    made = replace(made, **said)
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


def earlier(services: Services, phrase: str, id: str, headline: str) -> Receipt:
    """What a Deskpulse that made figures in another way has answered."""
    return _kept(services, phrase, id=id, headline=headline, measuring=1)


def turns(services: Services, times: int, first: int = LATER) -> int:
    """Ask again so often, as time goes by; when the last was."""
    for turn in range(times):
        restate(services, at(first + turn * (EVERY_SECONDS + 1)))
    return first + (times - 1) * (EVERY_SECONDS + 1)


@pytest.fixture
def posts_before_upgrade(services: Services) -> list[Delivery]:
    """Three posts of two schedules of one owner, from before an upgrade that counts otherwise."""
    volume = [earlier(services, PHRASES[0], f"v{n}", f"{n} tickets") for n in range(2)]
    frt = earlier(services, PHRASES[1], "f", "1s median")
    return [
        posted(services, "digest:aaaa", [volume[0]], owner="U1", before=86400),
        posted(services, "digest:aaaa", [volume[1]], owner="U1"),
        posted(services, "digest:bbbb", [frt], owner="U1"),
    ]


def test_what_an_upgrade_counts_otherwise_is_told_to_the_owner_once_and_to_no_thread(
    services: Services, posts_before_upgrade: list[Delivery]
) -> None:
    turns(services, 5)
    (message,) = told(services)
    assert (message.channel, message.parent, message.part) == ("U1", None, 0)
    said = message.payload or ""
    assert "Measured anew" in said
    assert "It was 1 ticket" in said, "of each measure that of the latest post"
    assert "It was 0 ticket" not in said
    assert "It was 1s median" in said
    assert "changelog" in said
    turns(services, 8, LATER + 6 * EVERY_SECONDS)
    assert told(services) == []


def test_for_a_day_an_upgrade_may_read_again_what_it_counts_otherwise(
    services: Services, posts_before_upgrade: list[Delivery]
) -> None:
    last = turns(services, 4)
    assert last < LATER + UPGRADE_SECONDS
    assert told(services) == []
    assert Rechecks(services.outbox.store).measuring_since(MEASURING, last) == LATER


def test_late_data_are_told_in_the_thread_again_once_a_post_was_measured_anew(
    services: Services,
) -> None:
    kept = _kept(services, PHRASES[0], id="same", measuring=1)
    post = posted(services, "digest:aaaa", [kept], owner="U1")
    last = turns(services, 6)
    assert told(services) == [], "the same figure, however it is made"
    spam(services)
    restate(services, at(last + EVERY_SECONDS + 1))
    (message,) = told(services)
    assert message.parent == post.id
    assert "1 fewer ticket counts now" in (message.payload or "")


def test_of_a_schedule_of_the_settings_those_who_administer_hear(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_ADMINS="U7, U8")
    with desk.services(chosen) as services:
        posted(services, "digest:aaaa", [earlier(services, PHRASES[0], "v", "1 ticket")])
        turns(services, 6)
        assert {message.channel for message in told(services)} == {"U7", "U8"}
