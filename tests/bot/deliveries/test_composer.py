"""The words of a digest that is due: of its own slot, once its data are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.deliveries.composer import DigestComposer
from bot.services import Services
from metrics.errors import AskError
from metrics.posting.deliveries import Delivery, DigestSchedule, State, delivery_id
from metrics.store.books.digest_schedules import DIGEST
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from tests.bot import desk

SLOT = int(datetime(2026, 11, 23, 8, tzinfo=UTC).timestamp())  # Monday 09:00 in Berlin
WEEKLY = DigestSchedule(
    id="aaaa",
    digest="weekly",
    channel="C1",
    rule="weekly monday 09:00 Europe/Berlin",
    owner="U1",
    made_at=SLOT - 86400,
    next_due_at=SLOT,
    grace_seconds=86400,
    wait_seconds=3600,
)
DUE = Delivery(
    id=delivery_id(f"{DIGEST}aaaa", SLOT),
    source=f"{DIGEST}aaaa",
    due_at=SLOT,
    channel="C1",
    owner="U1",
    expires_at=SLOT + 86400,
)
MIDNIGHT = int(datetime(2026, 11, 22, 23, tzinfo=UTC).timestamp())  # of that Monday in Berlin


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    with desk.services(desk.settings(tmp_path)) as made:
        made.schedules.make(WEEKLY)
        yield made


def fresh(services: Services, until: int) -> DigestComposer:
    """The composer when the sync has come to an instant."""
    store: Store = services.posts.store
    with store.write() as connection:
        name = ledger.sources(connection)[0].name
        connection.execute(
            ledger.SOURCE.update().where(ledger.SOURCE.c.name == name).values(fresh_until=until)
        )
        ledger.next_revision(connection, name)
    return DigestComposer(services=services)


def test_a_weekly_digest_waits_until_the_sync_has_passed_its_week(services: Services) -> None:
    waiting = fresh(services, MIDNIGHT - 60)
    assert waiting.waits(DUE, SLOT) == (
        "waits for the sync, which has come to Sun 22 Nov 22:59 (UTC)"
    )
    assert waiting.waits(DUE, SLOT + 3600) is None
    assert fresh(services, MIDNIGHT).waits(DUE, SLOT) is None


def test_a_standup_waits_for_its_own_instant(services: Services) -> None:
    services.schedules.change(replace(WEEKLY, digest="standup"))
    assert fresh(services, SLOT - 1).waits(DUE, SLOT)
    assert fresh(services, SLOT).waits(DUE, SLOT) is None


def test_its_words_are_of_its_slot_however_late_it_is_composed(services: Services) -> None:
    composer = fresh(services, SLOT + 86400)
    later = DigestComposer(services=replace(services, now=lambda: SLOT + 80_000))
    early, late = composer.compose(DUE), later.compose(DUE)
    assert early.post.text == late.post.text
    assert "Mon 16 Nov 00:00 \N{EN DASH} Mon 23 Nov 00:00 Europe/Berlin" in early.post.text
    assert early.parts


@pytest.mark.parametrize(
    ("digest", "channel", "linked"),
    [
        ("standup", "C1", True),
        ("standup", "D1", True),
        ("weekly", "C1", False),
        ("weekly", "D1", True),
    ],
)
def test_tickets_are_linked_where_they_may_be_listed_and_open_work_anywhere(
    tmp_path: Path, digest: str, channel: str, linked: bool
) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_SLA="resolution 20h business")
    with desk.services(chosen, tickets=3000) as services:
        services.schedules.make(replace(WEEKLY, digest=digest))
        due = replace(DUE, channel=channel, due_at=desk.NOW)
        said = str(DigestComposer(services=services).compose(due).post)
    assert "#2" in said
    assert ("agent/tickets/" in said) is linked


def test_the_thread_goes_on_from_what_deserves_attention(services: Services) -> None:
    made = fresh(services, SLOT).compose(DUE)
    kept = [services.posts.receipt(id) for id in made.receipts]
    assert None not in kept
    assert 3 <= len(kept) <= 8
    assert kept[0] is not None
    assert kept[0].phrase == made.post.phrase


def test_its_button_for_settings_opens_its_own_schedule(services: Services) -> None:
    (row,) = (b for b in fresh(services, SLOT).compose(DUE).post.tail if b["type"] == "actions")
    assert row["elements"][-1]["value"] == "schedule aaaa"


def test_half_a_week_says_what_is_missing(services: Services) -> None:
    made = fresh(services, MIDNIGHT - 2 * 86400).compose(DUE)
    assert "missing" in made.post.text


def test_before_the_first_sync_there_is_nothing_to_tell(tmp_path: Path) -> None:
    with desk.services(desk.settings(tmp_path), tickets=0) as empty:
        empty.schedules.make(WEEKLY)
        composer = DigestComposer(services=empty)
        assert composer.waits(DUE, SLOT) == "waits for the sync, which has not ended once"
        with pytest.raises(AskError):
            composer.compose(DUE)


def test_a_week_of_which_nothing_is_known_is_said_with_the_reason(services: Services) -> None:
    composer = fresh(services, SLOT - 30 * 86_400)
    made = composer.compose(DUE)
    assert made.receipts == ()
    assert "I have no figures for it." in made.post.text
    assert "not known yet: my data reach only to" in made.post.text
    assert "no target was missed" not in made.post.text


def test_the_slot_is_told_in_the_zone_of_its_schedule(services: Services) -> None:
    composer = DigestComposer(services=services)
    assert composer.zone(DUE) == "Europe/Berlin"
    assert composer.zone(replace(DUE, source="alert:bbbb")) == "UTC"


def test_a_channel_that_is_closed_pauses_its_schedule(services: Services) -> None:
    composer = DigestComposer(services=services)
    composer.note_refusal(DUE, "the channel is archived", SLOT, closed=True)
    kept = services.schedules.get("aaaa")
    assert kept is not None
    assert kept.paused == "the channel is archived"


def test_a_channel_that_refuses_three_in_a_row_pauses_its_schedule(services: Services) -> None:
    composer = DigestComposer(services=services)
    for week in range(3):
        due_at = SLOT + week
        assert services.schedules.all()[0].paused is None
        lost = replace(DUE, id=str(week), due_at=due_at, state=State.FAILED)
        services.outbox.put([lost], due_at)
        composer.note_refusal(lost, "I am not in the channel", due_at, closed=False)
    assert services.schedules.all()[0].paused == "I am not in the channel"


def test_a_channel_that_took_one_between_is_not_paused(services: Services) -> None:
    composer = DigestComposer(services=services)
    for week, state in enumerate((State.FAILED, State.POSTED, State.FAILED, State.FAILED)):
        each = replace(DUE, id=str(week), due_at=SLOT + week, state=state)
        services.outbox.put([each], each.due_at)
        if state is State.FAILED:
            composer.note_refusal(each, "I am not in the channel", each.due_at, closed=False)
    assert services.schedules.all()[0].paused is None
