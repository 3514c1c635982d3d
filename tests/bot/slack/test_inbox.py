"""What people ask is kept, taken once and taken over, and answered where the store is away."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest

from bot.slack.inbox import LONGEST_SECONDS, MOST_TO_KEEP, WRITERS, Company, Inbox, InboxEntry
from bot.talk import Request
from metrics.errors import StoreError
from metrics.store.books.posts import Posts
from metrics.store.books.questions import Questions, Stage
from metrics.store.books.replicas import Replicas
from metrics.store.database.engine import Store
from tests import patience

NOW = 1_795_500_000
URL = "https://hooks.example/secret"
ASKED = InboxEntry(
    Request(
        words="frt",
        person="U1",
        channel="C1",
        id="12.34",
        channels={"support": "C1"},
        details={"response_url": URL},
    ),
    "/kpi",
)


def inbox(store: Store, name: str = "a") -> Inbox:
    Replicas(store, name).pulse(NOW)
    return Inbox(Questions(store, name), lambda: NOW, patience.SECONDS)


def reply(thread: str, posted: str) -> InboxEntry:
    return InboxEntry(
        Request(words="by team", person="U1", channel="C1", id=f"C1:{posted}", thread=thread)
    )


def test_what_is_delivered_again_is_taken_once_also_by_another_copy(store: Store) -> None:
    first, other = inbox(store, "a"), inbox(store, "b")
    assert [k.first(ASKED) for k in (first, first, other)] == [True, False, False]


def test_where_keeping_takes_long_it_is_kept_by_the_time_it_is_begun(store: Store) -> None:
    """A file's database waits for its disk, and for whoever writes."""
    Replicas(store, "a").pulse(NOW)
    quick = [
        Inbox(Questions(store, name), lambda: NOW, patience.SECONDS, before=False)
        for name in ("a", "b")
    ]
    assert [k.first(ASKED) for k in quick] == [True, True]
    assert len([k for k in quick if k.begin(ASKED)]) == 1
    for each in quick:
        each.close()


def test_what_slack_gives_no_name_is_never_taken_for_the_same(store: Store) -> None:
    ours, nameless = (
        inbox(store),
        InboxEntry(Request(words="frt", person="U1", channel="C1"), "/kpi"),
    )
    assert ours.first(ours.identify(nameless))
    assert ours.first(ours.identify(nameless))
    assert ours.identify(ASKED) is ASKED


def test_a_question_is_handed_on_as_it_was_asked(store: Store) -> None:
    ours, other = inbox(store, "a"), inbox(store, "b")
    ours.first(ASKED)
    assert list(other.orphans(NOW, 10)) == []
    Replicas(store, "a").leave()
    (orphan,) = other.orphans(NOW, 10)
    assert (orphan.entry, orphan.stage, orphan.asked_at) == (ASKED, Stage.WAITING, NOW)
    assert ours.begin(ASKED) is None
    hold = other.begin(ASKED)
    assert hold is not None
    assert other.may_send(hold)


def test_a_reply_is_taken_below_a_card_only(store: Store) -> None:
    Posts(store).place("C1", "1.1", None, "aaaa")
    ours = inbox(store)
    assert not ours.first(reply("2.2", "2.3"))
    assert ours.first(reply("1.1", "1.3"))


def test_what_another_version_wrote_is_settled_and_its_words_are_not_logged(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    Questions(store, "gone").take("q", f'{{"url": "{URL}"}}', NOW)
    assert list(inbox(store).orphans(NOW, 10)) == []
    assert "cannot be read" in caplog.text
    assert URL not in caplog.text
    assert list(inbox(store).orphans(NOW, 10)) == []


def away(*_: object, **__: object) -> bool:
    raise StoreError("The database is away.")


def test_a_store_that_is_away_costs_nobody_an_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("take", "begin", "mark_sending", "settle", "release"):
        monkeypatch.setattr(Questions, name, away)
    ours = inbox(store)
    assert ours.first(ASKED)
    assert not ours.first(ASKED)
    hold = ours.begin(ASKED)
    assert hold is not None
    assert ours.may_send(hold)
    ours.settle(hold.id)
    ours.release(hold.id)


def test_a_store_that_is_slow_does_not_hold_an_acknowledgement(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, ended = Event(), Event(), Event()
    take = Questions.take

    def slow(self: Questions, id: str, payload: str, asked_at: int) -> bool:
        begun.set()
        go_on.wait(patience.SECONDS)
        try:
            return take(self, id, payload, asked_at)
        finally:
            ended.set()

    monkeypatch.setattr(Questions, "take", slow)
    ours = Inbox(Questions(store, "a"), lambda: NOW, patience_seconds=0.0)
    assert ours.first(ASKED)
    hold = ours.begin(ASKED)  # before it is kept at last
    go_on.set()
    ours.close()
    assert not begun.is_set() or ended.wait(patience.SECONDS)
    assert hold is not None
    assert ours.may_send(hold)


def test_what_could_not_be_settled_is_settled_later(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, other = inbox(store, "a"), inbox(store, "b")
    ours.first(ASKED)
    hold = ours.begin(ASKED)
    assert hold is not None
    with monkeypatch.context() as patched:
        patched.setattr(Questions, "settle", away)
        ours.settle(hold.id)
    ours.tidy()
    Replicas(store, "a").leave()
    assert list(other.orphans(NOW, 10)) == []


def test_what_never_ends_is_settled_once_no_answer_could_reach_anybody(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    now = [NOW]
    ours = Inbox(Questions(store, "a"), lambda: now[0], patience.SECONDS)
    ours.first(ASKED)
    hold = ours.begin(ASKED)
    assert hold is not None
    now[0] += LONGEST_SECONDS + 1
    ours.tidy()
    assert not ours.may_send(hold)
    assert "1 questions" in caplog.text


def test_company_is_only_what_surely_lives(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    company = Company(Replicas(store, "a"), lambda: NOW)
    assert not company()
    Replicas(store, "b").pulse(NOW)
    assert company()
    monkeypatch.setattr(Replicas, "company", away)
    assert not company()


def test_what_could_not_be_taken_is_taken_when_slack_delivers_it_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bool:
        raise RuntimeError("canary")

    ours = inbox(store)
    with monkeypatch.context() as patched:
        patched.setattr(Questions, "take", broken)
        with pytest.raises(RuntimeError, match="canary"):
            ours.first(ASKED)
    assert ours.first(ASKED)
    assert not ours.first(ASKED)


def test_what_comes_while_it_ends_is_still_somebodys(store: Store) -> None:
    ours = inbox(store)
    ours.close()
    assert ours.first(ASKED)
    assert ours.begin(ASKED)


def test_no_more_wait_for_a_store_that_hangs_than_there_is_room_for(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    go_on = Event()

    def hang(*_: object) -> bool:
        return go_on.wait(patience.SECONDS)

    monkeypatch.setattr(Questions, "take", hang)
    ours = Inbox(Questions(store, "a"), lambda: NOW, before=False)
    for _ in range(MOST_TO_KEEP + WRITERS + 1):
        assert ours.first(ours.identify(replace(ASKED, request=replace(ASKED.request, id=""))))
    ours.close()
    go_on.set()
    assert "too many wait for the store" in caplog.text
