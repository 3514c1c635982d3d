"""A digest whose words do not come: the worker is free, the owner is told, nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from metrics.posting.deliveries import State
from metrics.store.database.engine import Store
from tests.bot.deliveries.desk import HOUR, NOW, Desk
from tests.bot.deliveries.test_delivery_worker import POST, state


@pytest.fixture
def desk(store: Store) -> Iterator[Desk]:
    """A desk at which the words of one delivery hang."""
    made = Desk(store)
    made.words.hanging = POST.channel
    made.outbox.put([POST], NOW)
    yield made
    made.words.go_on.set()


def let_go(desk: Desk) -> None:
    """The words come after all, long after they were waited for."""
    desk.words.go_on.set()
    desk.words.hanging = ""
    while desk.worker.runner._live_runs():
        pass


def test_a_worker_waits_half_a_minute_and_is_free(desk: Desk) -> None:
    desk.run()
    assert desk.clock.now == NOW + 30
    assert state(desk) == (State.PLANNED, "its figures take long to work out")
    desk.outbox.put([replace(POST, id="other", source="digest:bbbb", channel="C2")], NOW)
    desk.run()
    assert desk.slack.said == ["The week", "Details"]


def test_the_owner_is_told_once_after_two_minutes(desk: Desk) -> None:
    desk.run()
    desk.run(60)
    assert desk.slack.said == []
    for _ in range(40):
        desk.run(120)
    (told,) = desk.slack.standing.values()
    assert told.channel == "U1"
    assert "Mon 23 Nov 10:00 (Europe/Berlin) is late" in told.reply.text
    assert "until Tue 24 Nov 10:00" in told.reply.text


def test_words_that_come_late_are_posted_once(desk: Desk) -> None:
    for _ in range(4):
        desk.run(300)
    let_go(desk)
    for _ in range(5):
        desk.run(300)
    posts = [message for message in desk.slack.standing.values() if message.channel == "C1"]
    assert [message.reply.text for message in posts] == [
        "Late: planned for Mon 23 Nov 10:00 (Europe/Berlin). The week",
        "Details",
    ]


def test_another_process_that_has_the_words_posts_them_once(desk: Desk) -> None:
    """Ours come late, when the other one has posted: nothing more is said."""
    other = Desk(desk.store, slack=desk.slack, clock=desk.clock, name="you")
    desk.run()
    other.run(60)
    assert desk.slack.said == ["The week", "Details"]
    let_go(desk)
    for _ in range(5):
        desk.run(300)
        other.run(300)
    assert desk.slack.said == ["The week", "Details"]


def test_words_that_never_come_are_told_of_when_the_grace_is_over(desk: Desk) -> None:
    desk.run()
    desk.run(25 * HOUR)
    assert state(desk) == (State.MISSED, "its figures take long to work out")
    let_go(desk)
    desk.run(HOUR)
    assert [message.channel for message in desk.slack.standing.values()] == ["U1"]
