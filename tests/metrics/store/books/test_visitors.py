"""Who was turned away is told so once a day, by one of any number of copies of the bot."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from metrics.store.books.visitors import DAY_SECONDS, Visitors
from metrics.store.database.engine import Store

NOW = 1_795_500_000


def test_somebody_is_due_once_a_day(store: Store) -> None:
    visitors = Visitors(store)
    at = (NOW, NOW + 1, NOW + DAY_SECONDS - 1, NOW + DAY_SECONDS, NOW + DAY_SECONDS + 1)
    assert [visitors.due("U1", each) for each in at] == [True, False, False, True, False]


def test_each_has_a_day_of_their_own(store: Store) -> None:
    visitors = Visitors(store)
    assert [visitors.due(person, NOW) for person in ("U1", "U2", "U1")] == [True, True, False]


def test_another_copy_of_the_bot_and_a_restart_hold_to_it(store: Store) -> None:
    assert Visitors(store).due("U1", NOW)
    with ThreadPoolExecutor(8) as copies:
        at_once = list(copies.map(lambda _: Visitors(store).due("U1", NOW + DAY_SECONDS), range(8)))
    assert sum(at_once) == 1


def test_a_clock_that_was_set_back_keeps_nobody_waiting_for_ever(store: Store) -> None:
    visitors = Visitors(store)
    assert visitors.due("U1", NOW + 10 * DAY_SECONDS)
    assert visitors.due("U1", NOW)
