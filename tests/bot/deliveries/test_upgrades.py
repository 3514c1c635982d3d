"""Whoever owns posts of an earlier Deskpulse hears what is another figure now, and no thread."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.deliveries.restatements import EVERY_SECONDS, restate
from bot.services import Services
from metrics.posting.deliveries import Delivery
from metrics.question.receipts import MEASURING, Receipt
from metrics.store.books.rechecks import Rechecks
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

DAY = 86400


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """Its helpdesk was synced after the upgrade, which was right after the posts."""
    with desk.services(desk.settings(tmp_path)) as made:
        upgrade(made, desk.NOW)
        yield made


def upgrade(services: Services, since: int) -> None:
    Rechecks(services.outbox.store).measuring_since(MEASURING, since)


def earlier(services: Services, phrase: str, id: str, headline: str) -> Receipt:
    """What a Deskpulse that made figures in another way has answered."""
    return kept_receipt(services, phrase, id=id, headline=headline, measuring=1)


def turns(services: Services, times: int, first: int = LATER) -> int:
    """Ask again so often, as time goes by; when the last was."""
    for turn in range(times):
        restate(services, at(first + turn * (EVERY_SECONDS + 1)))
    return first + (times - 1) * (EVERY_SECONDS + 1)


def change(services: Services, statement: str) -> None:
    with services.outbox.store.write() as connection:
        connection.execute(text(statement))


@pytest.fixture
def old_posts(services: Services) -> list[Delivery]:
    """Three posts of two schedules of one owner, from before an upgrade that counts otherwise."""
    volume = [earlier(services, PHRASES[0], f"v{n}", f"{n} tickets") for n in range(2)]
    frt = earlier(services, PHRASES[1], "f", "1s median")
    return [
        posted(services, "digest:aaaa", [volume[0]], owner="U1", before=DAY),
        posted(services, "digest:aaaa", [volume[1]], owner="U1"),
        posted(services, "digest:bbbb", [frt], owner="U1"),
    ]


def test_what_is_another_figure_is_told_to_the_owner_once_and_to_no_thread(
    services: Services, old_posts: list[Delivery]
) -> None:
    turns(services, 12)
    (message,) = messages(services)
    assert (message.channel, message.parent, message.part) == ("U1", None, 0)
    said = message.payload or ""
    assert "Measured anew" in said
    assert "It was 1 ticket" in said, "of each measure that of the latest post"
    assert "It was 1s median" in said
    assert "It was 0 ticket" not in said
    assert "earlier ones may differ too" in said
    assert "changelog" in said


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("UPDATE source SET timeline_version = 0", "UPDATE source SET timeline_version = {now}"),
        ("UPDATE source SET fresh_until = 1", "UPDATE source SET fresh_until = {fresh}"),
        (
            "INSERT INTO stale (source, ticket) VALUES ('zendesk:acme', '1')",
            "DELETE FROM stale",
        ),
    ],
)
def test_nothing_is_told_of_a_helpdesk_before_it_is_whole_again(
    services: Services, old_posts: list[Delivery], before: str, after: str
) -> None:
    with services.outbox.store.read() as connection:
        row = connection.execute(text("SELECT timeline_version, fresh_until FROM source")).one()
    change(services, before)
    last = turns(services, 9)
    assert messages(services) == []
    change(services, after.format(now=row[0], fresh=row[1]))
    turns(services, 3, last + EVERY_SECONDS + 1)
    assert [message.channel for message in messages(services)] == ["U1"]


def test_what_a_full_sync_moves_weeks_later_is_told_to_the_owner_and_to_no_thread(
    services: Services,
) -> None:
    kept = kept_receipt(services, PHRASES[0], id="same", measuring=1)
    posted(services, "digest:aaaa", [kept], owner="U1")
    last = turns(services, 6)
    assert messages(services) == [], "the same figure, however it is made"
    spam(services)
    restate(services, at(last + 20 * DAY))
    (message,) = messages(services)
    assert (message.channel, message.parent) == ("U1", None)
    assert "Measured anew" in (message.payload or "")


def test_what_changes_after_the_notice_is_told_to_the_owner_once_a_day_at_most(
    services: Services, old_posts: list[Delivery]
) -> None:
    restate(services, at(LATER))
    assert len(messages(services)) == 1
    spam(services)
    last = turns(services, 3, LATER + EVERY_SECONDS + 1)
    assert last < LATER + DAY
    assert messages(services) == [], "not on the same day"
    turns(services, 6, last + EVERY_SECONDS + 1)
    (message,) = messages(services)
    assert (message.channel, message.parent) == ("U1", None)
    assert "It was 1 ticket" not in (message.payload or ""), "from where the notice left it"


def test_late_data_are_told_in_the_thread_of_a_post_of_after_the_upgrade(
    services: Services, old_posts: list[Delivery]
) -> None:
    new = posted(
        services, "digest:cccc", [kept_receipt(services, PHRASES[0], id="new")], owner="U1"
    )
    spam(services)
    restate(services, at(LATER))
    threads = [message for message in messages(services) if message.parent]
    assert [message.parent for message in threads] == [new.id]
    assert "1 fewer ticket counts now" in (threads[0].payload or "")


def test_what_is_refused_now_is_listed_once_with_the_reason(services: Services) -> None:
    kept = kept_receipt(services, PHRASES[0], id="kept", measuring=1)
    gone = replace(kept, id="gone", phrase="volume team nowhere")
    services.posts.keep(gone)
    posted(services, "digest:aaaa", [gone], owner="U1")
    turns(services, 12)
    (message,) = messages(services)
    said = message.payload or ""
    assert "Can no longer be told: " in said
    assert "volume team nowhere" in said
    assert "nowhere" in said.replace("volume team nowhere", ""), "and why"
    assert "These figures are others now" not in said


def test_of_a_schedule_of_the_settings_those_who_administer_hear(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_ADMINS="U7, U8")
    with desk.services(chosen) as services:
        upgrade(services, desk.NOW)
        posted(services, "digest:aaaa", [earlier(services, PHRASES[0], "v", "1 ticket")])
        turns(services, 6)
        assert {message.channel for message in messages(services)} == {"U7", "U8"}
        assert len(messages(services)) == 0
