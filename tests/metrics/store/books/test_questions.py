"""Questions are kept, taken over, begun once and settled once, by any number of copies."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from metrics.store.books.posts import Posts
from metrics.store.books.questions import QUESTION, Questions, Stage, StoredQuestion
from metrics.store.books.replicas import LEASE_SECONDS, Replicas
from metrics.store.database.engine import Store

NOW = 1_795_500_000
SECRET = '{"words": "frt", "response_url": "https://hooks.example/secret"}'


def copies(store: Store, *names: str) -> list[Questions]:
    for name in names:
        Replicas(store, name).pulse(NOW)
    return [Questions(store, name) for name in names]


def payloads(store: Store) -> list[str | None]:
    with store.read() as connection:
        return list(connection.execute(select(QUESTION.c.payload)).scalars())


def test_a_question_delivered_many_times_is_taken_once(store: Store) -> None:
    everybody = copies(store, "a", "b")
    with ThreadPoolExecutor(4) as threads:
        taken = list(threads.map(lambda n: everybody[n % 2].take("q", SECRET, NOW), range(8)))
    assert sorted(taken) == [False] * 7 + [True]


def test_it_is_still_known_once_it_is_settled_and_its_words_are_gone(store: Store) -> None:
    (ours,) = copies(store, "a")
    assert ours.take("q", SECRET, NOW)
    assert ours.begin("q", SECRET, NOW)
    assert ours.mark_sending("q")
    ours.settle("q", NOW)
    assert payloads(store) == [None]
    assert not ours.take("q", SECRET, NOW)
    assert not ours.begin("q", SECRET, NOW)


def test_what_is_settled_before_it_is_kept_never_waits(store: Store) -> None:
    """A write that took long may come after the person was told off."""
    ours, other = copies(store, "a", "b")
    ours.settle("q", NOW)
    assert not ours.take("q", SECRET, NOW)
    Replicas(store, "a").leave()
    assert other.adopt(NOW, 10) == ()
    assert payloads(store) == [None]


def test_what_is_another_copys_is_not_settled(store: Store) -> None:
    ours, other = copies(store, "a", "b")
    ours.take("q", SECRET, NOW)
    other.settle("q", NOW)
    assert ours.begin("q", SECRET, NOW)


def test_a_question_is_begun_by_its_holder_once(store: Store) -> None:
    ours, other = copies(store, "a", "b")
    ours.take("q", SECRET, NOW)
    assert not other.begin("q", SECRET, NOW)
    assert ours.begin("q", SECRET, NOW)
    assert not ours.begin("q", SECRET, NOW)
    assert not other.mark_sending("q")


def test_whoever_did_not_hear_that_the_store_took_it_begins_again(store: Store) -> None:
    ours, other = copies(store, "a", "b")
    ours.take("q", SECRET, NOW)
    assert ours.begin("q", SECRET, NOW)
    assert not other.begin("q", SECRET, NOW, again=True)
    assert ours.begin("q", SECRET, NOW, again=True)
    assert ours.mark_sending("q")
    assert not ours.begin("q", SECRET, NOW, again=True)


def test_what_could_not_be_kept_in_time_is_kept_when_it_is_begun(store: Store) -> None:
    ours, other = copies(store, "a", "b")
    assert ours.begin("q", SECRET, NOW)
    assert not other.take("q", SECRET, NOW)
    assert not ours.take("q", SECRET, NOW)


def test_nothing_of_a_living_copy_is_taken_over(store: Store) -> None:
    ours, other = copies(store, "a", "b")
    ours.take("q", SECRET, NOW)
    assert other.adopt(NOW + LEASE_SECONDS - 1, 10) == ()


def test_what_waited_with_a_dead_copy_is_taken_over_by_one_other(store: Store) -> None:
    ours, other, third = copies(store, "a", "b", "c")
    ours.take("q", SECRET, NOW)
    later = NOW + LEASE_SECONDS
    for name in ("b", "c"):
        Replicas(store, name).pulse(later)
    with ThreadPoolExecutor(2) as threads:
        adopted = list(threads.map(lambda q: q.adopt(later, 10), (other, third)))
    assert sorted(map(len, adopted)) == [0, 1]
    assert StoredQuestion("q", Stage.WAITING, SECRET, NOW) in (*adopted[0], *adopted[1])
    assert not ours.begin("q", SECRET, NOW)  # it wakes up and finds that it is too late
    winner = other if adopted[0] else third
    assert winner.begin("q", SECRET, NOW)


def test_what_had_been_begun_is_settled_by_taking_it_over(store: Store) -> None:
    """Nobody can tell what came of it, and a question that killed one copy must not kill all."""
    ours, other = copies(store, "a", "b")
    for id in ("q1", "q2"):
        ours.take(id, SECRET, NOW)
        ours.begin(id, SECRET, NOW)
    ours.mark_sending("q2")
    Replicas(store, "a").leave()
    stages = {question.id: question.stage for question in other.adopt(NOW, 10)}
    assert stages == {"q1": Stage.ANSWERING, "q2": Stage.SENDING}
    assert payloads(store) == [None, None]
    assert other.adopt(NOW, 10) == ()
    assert not ours.mark_sending("q1")


def test_the_oldest_are_taken_over_first_and_not_too_many(store: Store) -> None:
    ours, other = copies(store, "a", "b")
    for number in range(5):
        ours.take(f"q{number}", SECRET, NOW - number)
    Replicas(store, "a").leave()
    assert [question.id for question in other.adopt(NOW, 2)] == ["q4", "q3"]


def test_what_is_released_is_anybodys(store: Store) -> None:
    ours, other = copies(store, "a", "b")
    ours.take("q", SECRET, NOW)
    ours.begin("q", SECRET, NOW)
    ours.release("q")
    assert [question.stage for question in other.adopt(NOW, 10)] == [Stage.WAITING]


def test_a_reply_is_kept_only_below_a_card(store: Store) -> None:
    (ours,) = copies(store, "a")
    Posts(store).place("C1", "10.5", None, "aaaa")
    Posts(store).place("C1", "11.5", "10.5", "bbbb")
    assert not ours.take_below_card("C1:20.5", SECRET, NOW, ("C1", "12.5"))
    assert not ours.take_below_card("C2:20.5", SECRET, NOW, ("C2", "10.5"))
    assert ours.take_below_card("C1:21.5", SECRET, NOW, ("C1", "10.5"))
    assert not ours.take_below_card("C1:21.5", SECRET, NOW, ("C1", "10.5"))


def test_what_never_ends_is_settled_with_its_words_and_old_rows_go(store: Store) -> None:
    ours, other = copies(store, "a", "b")
    ours.take("q", SECRET, NOW - 100)
    other.take("r", SECRET, NOW - 100)
    assert ours.expire(NOW - 100) == 0
    assert ours.expire(NOW) == 1
    assert sorted(payloads(store), key=str) == [None, SECRET]
    ours.forget(NOW - 100)
    assert len(payloads(store)) == 2
    ours.forget(NOW)
    assert payloads(store) == []


def test_words_that_no_database_takes_are_kept_without_them(store: Store) -> None:
    (ours,) = copies(store, "a")
    assert ours.take("q\0", "frt\0", NOW)
