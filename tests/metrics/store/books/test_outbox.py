"""The outbox: who holds a delivery, and what each step leaves."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from metrics.posting.deliveries import Delivery, State, delivery_id
from metrics.question.receipts import Receipt
from metrics.store.books.outbox import Outbox
from metrics.store.books.posts import Posts
from metrics.store.database.engine import Store
from metrics.store.database.lease_holder import new_holder

NOW = 1_795_424_400
POST = Delivery(
    id=delivery_id("digest:aaaa", NOW),
    source="digest:aaaa",
    due_at=NOW,
    channel="C1",
    owner="U1",
    expires_at=NOW + 86400,
)
ANSWER = replace(
    POST,
    id=delivery_id("digest:aaaa", NOW, 1),
    part=1,
    parent=POST.id,
    state=State.READY,
    payload="below",
)
WRITTEN = replace(POST, payload="words", picture=b"\x89PNG\x00", receipts=("rrrr", "ssss"))


def outbox(store: Store, *deliveries: Delivery, name: str = "me") -> Outbox:
    made = Outbox(store, name)
    made.put(deliveries, NOW)
    return made


def claimed(box: Outbox, now: int = NOW) -> Delivery:
    held = box.claim(now)
    assert held is not None
    return held


def test_a_delivery_put_twice_is_one(store: Store) -> None:
    box = outbox(store, POST, POST)
    box.put([replace(POST, channel="C2")], NOW)
    assert box.of("digest:aaaa") == (POST,)
    assert [step.what for step in box.steps(POST.id)] == ["planned"]


def test_a_person_may_say_that_an_unsure_post_is_there(store: Store) -> None:
    box = outbox(store, replace(POST, state=State.UNSURE, reason="no answer"))
    assert box.confirm_posted(POST.id, NOW + 60)
    assert not box.confirm_posted(POST.id, NOW + 61)
    kept = box.get(POST.id)
    assert kept is not None
    assert (kept.state, kept.reason, kept.settled_at) == (State.POSTED, None, NOW + 60)
    assert [step.what for step in box.steps(POST.id)] == ["unsure", "posted"]


def test_what_is_held_is_held_by_one(store: Store) -> None:
    box, other = outbox(store, POST), Outbox(store, "you")
    assert claimed(box).id == POST.id
    assert other.claim(NOW) is None
    assert other.claim(NOW + 59) is None
    box.renew([POST.id], NOW + 50)
    assert other.claim(NOW + 60) is None
    assert claimed(other, NOW + 110).id == POST.id


def test_who_lost_a_delivery_changes_nothing(store: Store) -> None:
    box, other = outbox(store, POST), Outbox(store, "you")
    mine = claimed(box)
    theirs = claimed(other, NOW + 60)
    assert not box.compose(mine, WRITTEN, [], NOW + 61)
    assert not box.mark_sending(mine, NOW + 61)
    assert not box.settle(mine, State.FAILED, "no", NOW + 61)
    assert not box.later(mine, NOW + 61, NOW + 61, "no")
    assert other.mark_sending(theirs, NOW + 61)
    assert not box.mark_posted(mine, "C1", "10.5", NOW + 62)
    assert other.mark_posted(theirs, "C1", "11.5", NOW + 62)
    assert not other.mark_posted(theirs, "C1", "12.5", NOW + 63)
    kept = box.get(POST.id)
    assert kept is not None
    assert kept.ts == "11.5"


def test_words_are_kept_before_they_go_out(store: Store) -> None:
    box = outbox(store, POST)
    assert box.compose(claimed(box), WRITTEN, [ANSWER], NOW)
    kept = box.get(POST.id)
    assert kept is not None
    assert (kept.state, kept.payload, kept.picture) == (State.READY, "words", b"\x89PNG\x00")
    assert box.get(ANSWER.id) == ANSWER


def test_a_thread_waits_for_its_post(store: Store) -> None:
    box = outbox(store, POST)
    mine = claimed(box)
    box.compose(mine, WRITTEN, [ANSWER], NOW)
    assert Outbox(store, "you").claim(NOW) is None
    box.mark_sending(mine, NOW)
    box.mark_posted(mine, "C1", "10.5", NOW)
    below = claimed(box)
    assert below.id == ANSWER.id
    assert box.thread(below) == ("C1", "10.5")


def test_a_post_is_remembered_as_a_card_of_its_receipt(store: Store) -> None:
    said = Receipt(
        id="rrrr",
        phrase="frt email",
        asked_at=NOW,
        fresh_until=NOW,
        person="",
        window="Week 47",
        headline="2h",
        value=7200.0,
        n=10,
        figures="f",
        making="m",
    )
    Posts(store).keep(said)
    box = outbox(store, WRITTEN, replace(ANSWER, receipts=("rrrr",)))
    for ts in ("10.5", "11.5"):
        mine = claimed(box)
        box.mark_sending(mine, NOW)
        box.mark_posted(mine, "C1", ts, NOW)
    assert Posts(store).thread("C1", "10.5") == (said, said)
    kept = box.get(POST.id)
    assert kept is not None
    assert (kept.state, kept.posted_in, kept.ts, kept.picture) == (
        State.POSTED,
        "C1",
        "10.5",
        None,
    )


def test_what_was_sent_without_an_answer_says_so_until_it_is_known(store: Store) -> None:
    box = outbox(store, WRITTEN)
    box.mark_sending(claimed(box), NOW + 1)
    mine = claimed(box, NOW + 100)
    assert (mine.sent_at, mine.attempts) == (NOW + 1, 1)
    assert box.mark_searched(mine, NOW + 130, NOW + 100)
    assert box.claim(NOW + 129) is None
    again = claimed(box, NOW + 130)
    assert (again.sent_at, again.searches) == (NOW + 1, 1)
    assert box.later(again, NOW + 140, NOW + 131, "not there", is_unsent=True)
    last = claimed(box, NOW + 140)
    assert (last.sent_at, last.reason) == (None, "not there")
    assert [step.what for step in box.steps(POST.id)] == [
        "planned",
        "sending",
        "not found",
        "later",
    ]


def test_what_ends_takes_its_thread_along_and_tells(store: Store) -> None:
    box = outbox(store, POST)
    notice = Delivery(
        id="nnnn", source="notice:x", due_at=NOW, channel="U1", expires_at=NOW, state=State.READY
    )
    mine = claimed(box)
    box.compose(mine, WRITTEN, [ANSWER], NOW)
    assert box.settle(mine, State.FAILED, "is_archived", NOW + 5, [notice])
    kept, below = box.get(POST.id), box.get(ANSWER.id)
    assert kept is not None
    assert below is not None
    assert (kept.state, kept.reason, kept.settled_at) == (State.FAILED, "is_archived", NOW + 5)
    assert below.state is State.DROPPED
    assert claimed(box, NOW + 5).id == "nnnn"


def test_a_person_can_have_it_posted_after_all(store: Store) -> None:
    """With its picture, and so has its thread."""
    box = outbox(store, POST)
    mine = claimed(box)
    box.compose(mine, WRITTEN, [replace(ANSWER, picture=b"png")], NOW)
    box.settle(mine, State.UNSURE, "nobody knows", NOW + 5)
    assert box.again(POST.id, NOW + 50, NOW + 100)
    assert not box.again(POST.id, NOW + 51, NOW + 100)
    once_more = claimed(box, NOW + 50)
    assert (once_more.state, once_more.payload, once_more.sent_at) == (State.READY, "words", None)
    assert once_more.picture == WRITTEN.picture
    box.mark_posted(once_more, "C1", "10.5", NOW + 51)
    below = claimed(box, NOW + 51)
    assert (below.id, below.picture) == (ANSWER.id, b"png")


def test_what_a_dead_process_holds_is_free_at_once(store: Store) -> None:
    alive, box = new_holder(), outbox(store, POST)
    gone = alive.replace(alive.split("/")[2], "1", 1)
    claimed(Outbox(store, gone))
    assert box.claim(NOW + 1) is None
    box.free_the_dead(NOW + 1)
    claimed(Outbox(store, alive), NOW + 1)
    box.free_the_dead(NOW + 2)
    assert box.claim(NOW + 2) is None


def test_what_is_due_and_not_settled_is_counted(store: Store) -> None:
    later = replace(POST, id="later", due_at=NOW + 60)
    box = outbox(store, POST, later)
    assert box.backlog(NOW - 1) == (0, None)
    assert box.backlog(NOW + 60) == (2, NOW)
    box.settle(claimed(box), State.MISSED, "late", NOW + 61)
    assert box.backlog(NOW + 61) == (1, NOW + 60)


def test_many_workers_hold_each_delivery_once(store: Store) -> None:
    many = [replace(POST, id=f"{n:04}", due_at=NOW - n) for n in range(40)]
    outbox(store, *many)

    def work(number: int) -> list[str]:
        box, mine = Outbox(store, f"worker {number}"), []
        while held := box.claim(NOW):
            mine.append(held.id)
        return mine

    with ThreadPoolExecutor(8) as pool:
        held = Counter(id for mine in pool.map(work, range(8)) for id in mine)
    assert held == Counter({delivery.id: 1 for delivery in many})
