"""What was seen before."""

from __future__ import annotations

from bot.slack.repeats import RecentKeys


def test_only_the_first_is_the_first() -> None:
    seen = RecentKeys()
    assert seen.first("Ev1", "C1:1.0")
    assert not seen.first("Ev1", "C1:1.0")


def test_the_same_message_under_another_event_id_was_seen() -> None:
    seen = RecentKeys()
    seen.first("Ev1", "C1:1.0")
    assert not seen.first("Ev2", "C1:1.0")


def test_it_forgets_the_oldest() -> None:
    seen = RecentKeys(limit=2)
    for key in ("a", "b", "c"):
        seen.first(key)
    assert seen.first("a")
    assert not seen.first("c")
