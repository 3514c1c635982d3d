"""Every digest as Slack takes it, with data, with little and with none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cards.digest import digest_replies
from bot.digests import DIGESTS, compose
from bot.digests.posts import drawing, posts
from bot.services import Services
from bot.talk import Reply
from sandbox.slack.rules import faults
from tests.bot import desk

MOST_CHARACTERS = 13_000
SET = {"DESKPULSE_TARGETS": "frt email 1m; frt chat 30d; csat 99%", "DESKPULSE_SLA": "frt 30m"}


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("posts")
    with desk.services(desk.settings(folder, **SET), tickets=8_000) as made:
        yield made


def is_taken(reply: Reply) -> bool:
    pictured = [reply.picture.native] if reply.picture and reply.picture.native else []
    blocks = [*reply.head, *pictured, *reply.tail]
    assert faults({"text": reply.text, "blocks": blocks}) == []
    return len(blocks) < 50 and len(str(blocks)) < 2 * MOST_CHARACTERS


@pytest.mark.parametrize("key", DIGESTS)
def test_the_post_and_its_thread_are_taken(services: Services, key: str) -> None:
    edition = compose(DIGESTS[key], (), desk.NOW, services)
    replies = posts(edition, services, "schedules")
    assert all(map(is_taken, replies))
    assert 1 <= len(replies) <= 4
    assert replies[0].phrase == edition.phrase
    assert replies[0].receipt == edition.lead_receipt.id
    assert all(reply.text for reply in replies)


@pytest.mark.parametrize("key", DIGESTS)
def test_one_without_a_ticket_is_taken_too(tmp_path: Path, key: str) -> None:
    with desk.services(desk.settings(tmp_path), tickets=1) as services:
        replies = posts(compose(DIGESTS[key], (), desk.NOW, services), services)
    assert all(map(is_taken, replies))


def test_figures_go_out_without_their_picture(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    edition = compose(DIGESTS["weekly"], (), desk.NOW, services)
    monkeypatch.setattr("bot.digests.posts.overview", broken)
    assert drawing(edition) is None
    assert posts(edition, services)[0].text == digest_replies(edition)[0].text
