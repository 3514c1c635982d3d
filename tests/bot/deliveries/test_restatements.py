"""A post whose figures late data have moved says so in its thread, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.deliveries.restatements import EVERY_SECONDS, restate
from bot.services import Services
from metrics.posting.deliveries import Delivery
from tests.bot import desk
from tests.bot.deliveries.old_posts import (
    LATER,
    PHRASES,
    at,
    kept_receipt,
    messages,
    posted,
    spam,
)


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        yield made


@pytest.fixture
def post(services: Services) -> Delivery:
    """A digest that was posted with two figures."""
    return posted(services, "digest:aaaa", [kept_receipt(services, phrase) for phrase in PHRASES])


def test_figures_that_stand_are_not_told(services: Services, post: Delivery) -> None:
    restate(services, at(LATER))
    assert messages(services) == []


def test_a_figure_that_moved_is_told_under_its_post_once(
    services: Services, post: Delivery
) -> None:
    spam(services)
    restate(services, at(LATER - 10))  # too early to ask again
    assert messages(services) == []
    restate(services, at(LATER))
    (message,) = messages(services)
    assert (message.parent, message.channel) == (post.id, "C1")
    assert "Ticket volume" in (message.payload or "")
    assert "1 fewer ticket counts now" in (message.payload or "")
    for turn in range(1, 4):
        restate(services, at(LATER + turn * EVERY_SECONDS + turn))
    assert messages(services) == []


def test_what_moves_again_is_told_again_from_where_it_was(
    services: Services, post: Delivery
) -> None:
    spam(services)
    restate(services, at(LATER))
    spam(services, 2, revision=3)
    restate(services, at(LATER + EVERY_SECONDS + 1))
    first, second = messages(services)
    assert "1 fewer" in (first.payload or "")
    assert "2 fewer" in (second.payload or "")


def test_of_two_copies_one_tells(services: Services, post: Delivery) -> None:
    spam(services)
    for _ in range(2):
        restate(services, at(LATER))
    assert len(messages(services)) == 1


def test_an_old_post_is_let_stand(services: Services, post: Delivery) -> None:
    spam(services)
    restate(services, at(desk.NOW + 36 * 86400))
    assert messages(services) == []
