"""What is let go of after its time, and what never is."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Table, func, select

from metrics.posting.audit import Look
from metrics.posting.deliveries import Delivery, DigestSchedule, State, delivery_id
from metrics.question.receipts import Receipt
from metrics.store.books.audit import Looks
from metrics.store.books.digest_schedules import DIGEST, DigestSchedules
from metrics.store.books.outbox import DELIVERY, STEP, Outbox
from metrics.store.books.posts import Posts
from metrics.store.books.purging import PurgeCounts, purge
from metrics.store.database.engine import Store

NOW = 1_795_424_400
DAY = 86400
DAILY = DigestSchedule(
    id="aaaa",
    digest="standup",
    channel="C1",
    rule="daily 09:00 UTC",
    owner="U1",
    made_at=NOW,
    next_due_at=NOW,
    grace_seconds=DAY,
    wait_seconds=0,
)
SOURCE = f"{DIGEST}{DAILY.id}"
RECEIPT = Receipt(
    id="rrrr",
    phrase="frt last week",
    asked_at=NOW,
    fresh_until=NOW,
    person="U1",
    window="16-22 Nov",
    headline="2 h",
    value=120.0,
    n=9,
    figures="f",
    making="m",
)


def posted(store: Store) -> Outbox:
    """A digest with one message in its thread, both posted, and its receipt."""
    DigestSchedules(store).make(DAILY)
    DigestSchedules(store).plan(DAILY, (NOW,), NOW + DAY, NOW)
    Posts(store).keep(RECEIPT)
    box = Outbox(store, "me")
    held = box.claim(NOW)
    assert held is not None
    words = replace(held, payload="words", picture=b"png", receipts=(RECEIPT.id,))
    below = replace(
        held,
        id=delivery_id(SOURCE, NOW, 1),
        parent=held.id,
        part=1,
        state=State.READY,
        payload="below",
    )
    box.compose(held, words, [below], NOW)
    box.mark_posted(words, "C1", "1795424400.1", NOW)
    part = box.claim(NOW)
    assert part is not None
    box.mark_posted(part, "C1", "1795424401.1", NOW)
    return box


def count(store: Store, table: Table) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_words_go_and_what_was_posted_stays_known(store: Store) -> None:
    box = posted(store)
    assert purge(store, NOW, None).posts == 0
    assert purge(store, NOW + 1, None) == PurgeCounts(posts=2, looks=0)
    (kept,) = box.of(SOURCE)
    assert (kept.state, kept.ts, kept.posted_in) == (State.POSTED, "1795424400.1", "C1")
    assert (kept.payload, kept.picture, box.steps(kept.id)) == (None, None, ())
    assert (count(store, DELIVERY), count(store, STEP)) == (1, 0)
    assert purge(store, NOW + 1, None).posts == 0


def test_receipts_are_answered_for_ever(store: Store) -> None:
    posted(store)
    purge(store, NOW + 1, NOW + 1)
    assert Posts(store).receipt(RECEIPT.id) == RECEIPT
    assert Posts(store).thread("C1", "1795424400.1") == (RECEIPT,)


def test_a_slot_that_was_posted_is_not_posted_again(store: Store) -> None:
    """Not even where the schedule has forgotten its next slot, as after a backup from before."""
    box, schedules = posted(store), DigestSchedules(store)
    purge(store, NOW + 1, None)
    schedules.change(replace(DAILY, next_due_at=NOW))
    assert schedules.plan(DAILY, (NOW,), NOW + DAY, NOW + 2)
    assert box.claim(NOW + 3) is None


def test_what_is_not_settled_stays_however_old_it_is(store: Store) -> None:
    DigestSchedules(store).make(DAILY)
    DigestSchedules(store).plan(DAILY, (NOW,), NOW + DAY, NOW)
    assert purge(store, NOW + 500 * DAY, None).posts == 0
    assert Outbox(store, "me").claim(NOW) is not None


def test_a_failed_one_can_be_posted_after_all_with_its_thread(store: Store) -> None:
    """Its words are found again, so those of its thread must not stand in the way."""
    DigestSchedules(store).make(DAILY)
    DigestSchedules(store).plan(DAILY, (NOW,), NOW + DAY, NOW)
    box = Outbox(store, "me")
    held = box.claim(NOW)
    assert held is not None
    part = replace(held, id=delivery_id(SOURCE, NOW, 1), parent=held.id, part=1, payload="below")
    box.compose(held, replace(held, payload="words"), [replace(part, state=State.READY)], NOW)
    box.settle(held, State.FAILED, "no", NOW)
    purge(store, NOW + 1, None)
    assert box.again(held.id, NOW + 2, NOW + DAY)
    anew = box.claim(NOW + 2)
    assert anew is not None
    assert (anew.id, anew.state) == (held.id, State.PLANNED)
    assert box.claim(NOW + 2) is None


def test_many_are_purged_in_short_turns(store: Store) -> None:
    notice = Delivery(
        id="",
        source="notice:x",
        due_at=NOW,
        channel="U1",
        state=State.MISSED,
        payload="words",
        expires_at=NOW,
        settled_at=NOW,
    )
    Outbox(store, "").put([replace(notice, id=str(n)) for n in range(1100)], NOW)
    assert purge(store, NOW + 1, None).posts == 1100


def test_looks_are_kept_until_somebody_says_how_long(store: Store) -> None:
    looks = Looks(store)
    old = Look(at=NOW, person="U1", channel="C1", phrase="frt by agent", allowed=True)
    looks.keep(old)
    looks.keep(replace(old, at=NOW + DAY))
    assert purge(store, NOW + 9 * DAY, None).looks == 0
    assert purge(store, NOW, NOW + DAY).looks == 1
    assert [look.at for look in looks.since(0)] == [NOW + DAY]
