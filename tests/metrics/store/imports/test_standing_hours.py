"""Hours that stand for every week, as rows of the file of shifts."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from metrics.errors import AskError
from metrics.sources.standing_hours import WeeklyHours
from metrics.store.database.engine import Store
from metrics.store.imports.standing_hours import StandingHours, end_hours, set_hours
from tests.metrics.store.imports.test_writing import NOW, beside, source

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LATER = WeeklyHours("2026-10", 160, 120), WeeklyHours("2026-12", 37.5, 30.25)


def stands(store: Store, *hours: WeeklyHours) -> StandingHours:
    for each in hours:
        with store.write() as connection:
            set_hours(connection, each, BERLIN, NOW)
    return StandingHours(store)


def ends(store: Store, month: str) -> bool:
    with store.write() as connection:
        return end_hours(connection, month, NOW)


def test_hours_hold_until_others_follow_them(store: Store) -> None:
    assert stands(store, FIRST, LATER).steps() == (FIRST, LATER)
    other = WeeklyHours("2026-10", 40, 10)
    assert stands(store, other).steps() == (other,)


def test_each_change_is_a_new_revision_and_the_same_again_is_none(store: Store) -> None:
    book = stands(store, FIRST)
    before = source(store, "shifts").revision
    stands(store, FIRST)
    assert source(store, "shifts").revision == before
    assert ends(store, "2026-12")
    assert source(store, "shifts").revision == before + 1
    assert not ends(store, "2037-12")
    assert book.steps() == (replace(FIRST, until="2026-11"),)


def test_what_has_ended_says_so_and_the_same_later_stands_by_itself(store: Store) -> None:
    book = stands(store, FIRST)
    ends(store, "2026-12")
    later = WeeklyHours("2027-03", FIRST.paid, FIRST.for_customers)
    stands(store, later)
    assert book.steps() == (replace(FIRST, until="2026-11"), later)


def test_the_same_hours_in_another_time_zone_do_not_count_twice(store: Store) -> None:
    book = stands(store, FIRST)
    with store.write() as connection:
        set_hours(connection, FIRST, ZoneInfo("America/New_York"), NOW)
    assert book.steps() == (FIRST,)


def test_they_are_known_for_as_long_as_they_hold_and_no_longer(store: Store) -> None:
    book = stands(store, FIRST)
    assert (source(store, "shifts").fresh_until or 0) > NOW + 9 * 365 * 86_400
    ends(store, "2026-10")
    assert source(store, "shifts").fresh_until == NOW
    assert book.steps() == ()


def test_they_wait_for_a_file_that_is_being_brought_in(store: Store) -> None:
    book = StandingHours(store)
    assert beside(store, lambda _: None, lambda: stands(store, FIRST)) == []
    assert beside(store, lambda _: None, lambda: ends(store, "2026-12")) == []
    assert book.steps() == (replace(FIRST, until="2026-11"),)


def test_they_end_where_no_day_can_be_stored(store: Store) -> None:
    assert stands(store, WeeklyHours("2099-12", 5, 5)).steps()
    with pytest.raises(AskError, match="too far ahead"):
        stands(store, WeeklyHours("2100-01", 5, 5))
