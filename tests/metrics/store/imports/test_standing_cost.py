"""A cost that stands for every month, as rows of the file of costs."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from metrics.errors import AskError
from metrics.sources.standing_cost import MonthlyCost
from metrics.store.database.engine import Store
from metrics.store.imports import writing
from metrics.store.imports.standing_cost import StandingCost, end_cost, set_cost
from tests.metrics.store.imports.test_writing import NOW, beside, source

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LATER = MonthlyCost("2026-10", 1_200_000, "EUR"), MonthlyCost("2026-12", 900_000, "EUR")


def stands(store: Store, *costs: MonthlyCost) -> StandingCost:
    for cost in costs:
        with store.write() as connection:
            set_cost(connection, cost, BERLIN, NOW)
    return StandingCost(store)


def ends(store: Store, month: str) -> bool:
    with store.write() as connection:
        return end_cost(connection, month)


def test_an_amount_holds_until_another_follows_it(store: Store) -> None:
    assert stands(store, FIRST, LATER).steps() == (FIRST, LATER)
    assert stands(store, MonthlyCost("2026-10", 100, "EUR")).steps() == (
        MonthlyCost("2026-10", 100, "EUR"),
    )


def test_each_change_is_a_new_revision_and_the_same_again_is_none(store: Store) -> None:
    stands(store, FIRST)
    before = source(store, "costs").revision
    stands(store, FIRST)
    assert source(store, "costs").revision == before
    assert ends(store, "2026-12")
    assert source(store, "costs").revision == before + 1
    assert not ends(store, "2037-12")


def test_from_its_end_on_nothing_holds_and_before_it_what_held(store: Store) -> None:
    book = stands(store, FIRST)
    ends(store, "2026-12")
    assert book.steps() == (replace(FIRST, until="2026-11"),)
    later = replace(FIRST, month="2027-03")
    stands(store, later)
    assert book.steps() == (replace(FIRST, until="2026-11"), later)
    ends(store, "2026-10")
    assert book.steps() == ()


def test_all_months_are_in_one_currency(store: Store) -> None:
    book = stands(store, FIRST)
    with pytest.raises(AskError, match="Other months are in EUR"):
        stands(store, MonthlyCost("2026-12", 5, "USD"))
    stands(store, MonthlyCost("2026-10", 5, "USD"))
    assert [step.currency for step in book.steps()] == ["USD"]


def test_of_two_currencies_at_once_the_second_is_refused(store: Store) -> None:
    row: dict[str, str | int | None] = {"id": "2026-09", "month": "2026-09", "currency": "USD"}
    row |= {"amount": 1, "item": None, "team": None, "started_at": 1, "ended_at": 2}
    (error,) = beside(
        store,
        lambda connection: writing.save(connection, "costs", [row], NOW),
        lambda: stands(store, FIRST),
    )
    assert isinstance(error, AskError)
    assert "Other months are in USD" in str(error)
    assert StandingCost(store).steps() == ()


def test_an_end_waits_for_an_amount_that_is_being_set(store: Store) -> None:
    book = stands(store, FIRST)
    assert beside(store, lambda _: None, lambda: ends(store, "2026-12")) == []
    assert book.steps() == (replace(FIRST, until="2026-11"),)


def test_it_ends_where_no_month_can_be_stored(store: Store) -> None:
    assert stands(store, MonthlyCost("2099-12", 5, "EUR")).steps()
    with pytest.raises(AskError, match="too far ahead"):
        stands(store, MonthlyCost("2100-01", 5, "EUR"))
