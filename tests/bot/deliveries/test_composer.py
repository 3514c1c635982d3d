"""The words of a digest that is due: of its own slot, once its data are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.deliveries.composer import DigestComposer
from bot.deliveries.composition import Composition
from bot.services import Services
from metrics.errors import AskError
from metrics.goals.targets import Aim
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
    (below,) = early.parts
    assert "Mon 16 Nov 00:00 \N{EN DASH} Mon 23 Nov 00:00 Europe/Berlin" in below.text


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
    slas = {"DESKPULSE_SLA": "resolution 20h business", "DESKPULSE_TARGETS": "frt 1m"}
    chosen = desk.settings(tmp_path, **slas)
    with desk.services(chosen, tickets=3000) as services:
        services.schedules.make(replace(WEEKLY, digest=digest))
        due = replace(DUE, channel=channel, due_at=desk.NOW)
        said = str(DigestComposer(services=services).compose(due).post)
    assert re.search(r"#\d", said)
    assert ("agent/tickets/" in said) is linked


def test_the_thread_goes_on_from_what_deserves_attention(services: Services) -> None:
    made = fresh(services, SLOT).compose(DUE)
    kept = [services.posts.receipt(id) for id in made.receipts]
    assert None not in kept
    assert 3 <= len(kept) <= 8
    assert kept[0] is not None
    assert kept[0].phrase == made.post.phrase


def posted(composition: Composition, due: Delivery, services: Services) -> None:
    """The post stands in Slack, with what it said."""
    receipts, things = composition.receipts, composition.things
    post = replace(due, state=State.POSTED, receipts=receipts, things=things)
    services.outbox.put([post], due.due_at)


def test_what_was_put_first_is_taken_up_again_by_the_next_post(tmp_path: Path) -> None:
    chosen = desk.settings(tmp_path, DESKPULSE_TARGETS="frt 1m", DESKPULSE_TIMEZONE="Europe/Berlin")
    with desk.services(chosen, tickets=8000) as services:
        services.schedules.make(WEEKLY)
        first = DigestComposer(services=services).compose(DUE)
        assert first.things == 1
        posted(first, DUE, services)
        met = Aim(metric="frt", value=30 * 86400.0, since_at=SLOT + 1, set_by="U1")
        services.asker.set_target(met)
        week = replace(DUE, id="next", due_at=SLOT + 7 * 86400)
        with services.looks.store.write() as connection:
            connection.execute(text("update source set fresh_until = :at"), {"at": week.due_at})
        second = DigestComposer(services=services).compose(week)
        assert "Last week: first response time; now " in second.post.text
        assert "met again" in second.post.text
        assert "Last week: first" not in DigestComposer(services=services).compose(DUE).post.text


def test_how_to_have_what_was_not_measured_is_told_to_the_owner_once(services: Services) -> None:
    composer = fresh(services, SLOT)
    one, again = composer.compose(DUE), composer.compose(replace(DUE, due_at=SLOT + 600))
    assert {n.channel for n in one.notices} == {WEEKLY.owner}
    assert [n.id for n in one.notices] == [n.id for n in again.notices]
    assert "SLA compliance" in (one.notices[0].payload or "")
    assert "To have it" not in one.post.text


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
