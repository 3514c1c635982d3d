"""The tickets behind a headline: which come first, and that only those shown are read."""

from __future__ import annotations

from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker, Owner, lines
from metrics.catalogue.metric import Better
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Clock, Query
from metrics.store.database.engine import Store
from tests.filled import fill, supply

NOW = 1_795_500_000
KEYS = ("frt", "reopen", "csat", "backlog", "volume", "aht", "qa", "oldest")
LAST_MONTH = Period.of("last month")


@pytest.fixture
def asker(store: Store) -> Asker:
    fill(store, 900, NOW)
    supply(store, 900, NOW)
    return Asker(store, Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-18:00")))


def by_hand(asker: Asker, query: Query) -> list[Any]:
    """The order of the worst, worked out on rows that are all there."""
    against = asker.answer(query, NOW).better is not Better.HIGHER
    clock = f"{query.clock.value}_seconds"

    def place(row: Any) -> tuple[float, bool, str]:
        return -(row[clock] or 0), row["hit"] is not against, str(row["created_at_utc"])

    return sorted(asker.tickets(query, NOW), key=place)


def test_the_worst_are_the_longest_then_what_speaks_against_it_then_the_oldest(
    asker: Asker,
) -> None:
    for key, clock in product(KEYS, Clock):
        query = Query(metric=key, period=Period.of("this year"), clock=clock)
        worst = asker.tickets(query, NOW).worst()
        assert len(worst) == asker.answer(query, NOW).figure.n > 2, key
        assert list(worst) == by_hand(asker, query), key


@pytest.mark.parametrize(("key", "hit"), [("reopen", True), ("csat", False)])
def test_the_bad_ones_are_those_that_speak_against_it(asker: Asker, key: str, hit: bool) -> None:
    rows = asker.tickets(Query(metric=key, period=Period.of("this year")), NOW)
    bad, good = rows.only(bad=True), rows.only(bad=False)
    assert len(bad) + len(good) == len(rows)
    assert {row["hit"] for row in bad} == {hit}
    assert {row["hit"] for row in good} == {not hit}


def test_only_the_rows_that_are_shown_are_read(asker: Asker, read: list[int]) -> None:
    query = Query(metric="volume", period=LAST_MONTH)
    worst = asker.tickets(query, NOW).worst()
    assert len(worst) > 50
    assert read == []
    assert len(worst.first(10)) == 10
    assert read == [10]
    assert worst.first(0) == []


def test_all_rows_are_read_a_slice_at_a_time(
    asker: Asker, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = list(asker.tickets(Query(metric="frt", period=LAST_MONTH), NOW))
    monkeypatch.setattr(lines, "SLICE", 7)
    assert list(asker.tickets(Query(metric="frt", period=LAST_MONTH), NOW)) == whole
    assert max(read[1:]) == 7
    assert sum(read[1:]) == len(whole) > 50


def test_the_text_of_an_owner_names_nobody(asker: Asker) -> None:
    for row in asker.tickets(Query(metric="frt", period=LAST_MONTH), NOW).first(3):
        owner = row["agent"]
        assert isinstance(owner, Owner)
        assert owner.name
        assert not str(owner)
