"""The threads of the newest cards in memory."""

from __future__ import annotations

from metrics.store.books.recent_cards import RecentCards


def test_the_threads_that_were_noted_last_are_known_and_no_more() -> None:
    cards = RecentCards(most=2)
    for thread in ("1.5", "2.5", "1.5", "3.5"):
        cards.note("C1", thread)
    assert [cards.knows("C1", thread) for thread in ("1.5", "2.5", "3.5")] == [True, False, True]
    assert not cards.knows("C2", "1.5")
