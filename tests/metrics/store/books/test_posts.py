"""What was said and where."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.errors import StoreError
from metrics.question.receipts import Receipt
from metrics.store.books.posts import Posts
from metrics.store.books.recent_cards import RecentCards
from metrics.store.database.engine import Store

FIRST = Receipt(
    id="aaaa",
    phrase="frt email",
    asked_at=1_795_500_000,
    fresh_until=None,
    person="U1",
    window="Week 47",
    headline="2h 14m median",
    value=8040.0,
    n=412,
    figures="f1",
    making="m1",
)
SECOND = replace(FIRST, id="bbbb", phrase="frt chat", value=None, fresh_until=1_795_499_000)


def test_an_answer_is_found_by_its_id_as_it_was_kept(store: Store) -> None:
    posts = Posts(store)
    posts.keep(FIRST)
    posts.keep(SECOND)
    assert posts.receipt("aaaa") == FIRST
    assert posts.receipt("bbbb") == SECOND
    assert posts.receipt("cccc") is None


def test_the_same_answer_kept_twice_stays_as_it_was(store: Store) -> None:
    posts = Posts(store)
    posts.keep(FIRST)
    posts.keep(replace(FIRST, person="U2"))
    assert posts.receipt("aaaa") == FIRST


def test_a_thread_has_its_card_and_the_answers_under_it_in_order(store: Store) -> None:
    posts = Posts(store)
    posts.keep(FIRST)
    posts.keep(SECOND)
    posts.place("C1", "11.5", "10.5", "bbbb")
    posts.place("C1", "10.5", None, "aaaa")
    posts.place("C1", "20.5", None, "bbbb")
    assert posts.thread("C1", "10.5") == (FIRST, SECOND)
    assert posts.thread("C2", "10.5") == ()


def test_another_copy_of_the_bot_knows_the_thread(store: Store) -> None:
    Posts(store).keep(FIRST)
    Posts(store).place("C1", "10.5", None, "aaaa")
    again = Store.open(store.engine.url.render_as_string(hide_password=False))
    assert Posts(again).thread("C1", "10.5") == (FIRST,)
    again.close()


def test_a_phrase_with_what_no_database_takes_is_kept_without_it(store: Store) -> None:
    Posts(store).keep(replace(FIRST, phrase="frt\0 \ud800"))
    kept = Posts(store).receipt("aaaa")
    assert kept is not None
    assert kept.phrase == "frt ?"


def away(*_: object) -> None:
    raise StoreError("The database is away.")


def test_while_the_store_is_away_the_newest_threads_are_known(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, posts, forgetful = Posts(store), Posts(store), Posts(store, RecentCards(most=1))
    other.place("C1", "10.5", None, "aaaa")
    other.place("C1", "11.5", None, "bbbb")
    assert posts.knows("C1", "10.5")
    assert not posts.knows("C1", "12.5")
    posts.recall()
    forgetful.recall()
    monkeypatch.setattr(Store, "read", away)
    monkeypatch.setattr(Store, "write", away)
    with pytest.raises(StoreError):
        posts.place("C1", "12.5", None, "cccc")
    assert all(posts.knows("C1", thread) for thread in ("10.5", "11.5", "12.5"))
    assert not posts.knows("C2", "10.5")
    assert [forgetful.knows("C1", thread) for thread in ("10.5", "11.5")] == [False, True]


def test_what_the_store_did_not_take_is_written_once_it_is_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    posts = Posts(store)
    with monkeypatch.context() as broken:
        broken.setattr(Store, "write", away)
        with pytest.raises(StoreError):
            posts.keep(FIRST)
        with pytest.raises(StoreError):
            posts.place("C1", "10.5", None, "aaaa")
        with pytest.raises(StoreError):
            posts.thread("C1", "10.5")
    assert posts.thread("C1", "10.5") == (FIRST,)
    posts.write_rest()
    assert not posts.unwritten
    assert Posts(store).thread("C1", "10.5") == (FIRST,)
