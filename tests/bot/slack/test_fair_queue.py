"""Turns among those who wait."""

from __future__ import annotations

from bot.slack.fair_queue import FairQueue


def test_persons_take_turns_and_each_persons_own_stays_in_order() -> None:
    queue = FairQueue[str]()
    for item in ("a1", "a2", "a3", "b1", "c1", "b2"):
        queue.put(item, item[0])
    assert (len(queue), queue.count_of("a"), queue.count_of("z")) == (6, 3, 0)
    assert [queue.take() for _ in range(7)] == ["a1", "b1", "c1", "a2", "b2", "a3", None]


def test_what_waits_can_be_looked_through_and_let_go_of() -> None:
    queue = FairQueue[int]()
    queue.put(1, "a")
    queue.put(2, "b")
    assert list(queue) == [1, 2]
    queue.clear()
    assert (len(queue), queue.take()) == (0, None)
