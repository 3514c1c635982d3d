"""A team moved to another helpdesk, and its tickets were copied there: each counts once."""

from __future__ import annotations

import pytest

from metrics.ask import Asker
from metrics.ask.known_period import UnknownError
from metrics.errors import StoreError
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.question.result import Result
from metrics.store.database.engine import Store
from metrics.store.syncs import ledger
from metrics.store.tickets import timelines
from metrics.store.tickets.retirement import reactivate, retire
from metrics.tickets.records import Channel, Dimension, Status
from tests.metrics.desk import NOW, Told, ask, at, told

OLD, NEW = "zendesk:old", "zendesk:new"
MOVE = 48.0
"""The hour of the move: the third day of the week."""


def before() -> list[Told]:
    """Three tickets; of the two that were open on that day one was then closed for the move."""
    return [
        Told("1", 1).solved(2, 10),
        Told("2", 20).said(21, "ann").became(50, "solved"),
        Told("3", 30),
    ]


def after() -> list[Told]:
    """Copies of the three, of which two went on, and a ticket that came later."""
    return [
        Told("7", 1, status=Status.SOLVED).solved(2, 10),
        Told("8", 20).said(21, "ann").became(60, "solved"),
        Told("9", 30).solved(55, 70),
        Told("10", 80, channel=Channel.CHAT).solved(81, 82),
    ]


def build(store: Store, source: str) -> None:
    with store.read() as connection:
        built = timelines.build(connection, source, 1000)
    with store.write() as connection:
        timelines.save(connection, source, built)


def moved(store: Store) -> Asker:
    """The one who answers, after it was said that the team moved."""
    told(store, before(), account="old", title="Old")
    asker = told(store, after(), account="new", title="New")
    assert ask(asker, "volume").figure.value == 7, "each copy counts as a ticket until then"
    with store.write() as connection:
        retire(connection, OLD, at(MOVE), NEW)
    build(store, NEW)
    return asker


def on(asker: Asker, metric: str, day: str) -> Result:
    return asker.answer(Query(metric=metric, period=Period.of(day)), NOW)


def test_a_copied_ticket_counts_once(store: Store) -> None:
    asker = moved(store)
    assert ask(asker, "volume").figure.value == 4
    assert ask(asker, "solved").figure.value == 4
    assert [on(asker, "backlog", f"2026-11-{day}").figure.value for day in (9, 10, 11, 12)] == [
        *(1, 2, 0, 0)
    ]


def test_each_event_is_told_by_the_helpdesk_in_which_it_happened(store: Store) -> None:
    asker = moved(store)
    for metric, old, new in (("volume", 3, 1), ("solved", 1, 3)):
        query = Query(metric=metric, period=Period.of("2026-W46"), split=(Dimension.SOURCE,))
        parts = {part.label: part.figure.value for part in asker.answer(query, NOW).parts}
        assert parts == {"Old": old, "New": new}


def test_a_time_over_the_day_of_the_move_is_left_out_with_its_reason(store: Store) -> None:
    result = ask(moved(store), "frt")
    assert (result.figure.n, result.figure.value) == (3, 3600)
    assert dict(result.excluded) == {"began before my history": 1}
    assert result.waiting is not None
    assert result.waiting.n == 0, "what was open in the old account waits for nobody there"


def test_the_time_before_the_move_is_known_and_the_day_is_a_break(store: Store) -> None:
    result = on(moved(store), "volume", "2026-W47")
    assert [point.figure.value for point in result.series][-2:] == [4, 0]
    assert [(each.at, each.what) for each in result.breaks] == [(at(MOVE), "connected helpdesks")]
    assert any("helpdesks changed on 11 Nov 2026" in caveat for caveat in result.caveats)


def test_what_is_missing_between_the_two_is_not_known(store: Store) -> None:
    told(store, before(), account="old", title="Old")
    asker = told(store, after(), account="new", title="New", days=-4)  # read from the fifth day on
    with store.write() as connection:
        retire(connection, OLD, at(MOVE), NEW)
    build(store, NEW)
    where = (Filter(Dimension.SOURCE, (NEW,)),)
    covered = asker.answer(Query(metric="volume", period=Period.of("2026-11-10")), NOW).coverage
    assert covered.sources == (OLD,)
    with pytest.raises(UnknownError, match="My data begin on 13 Nov 2026"):
        asker.answer(Query(metric="volume", period=Period.of("2026-11-12"), where=where), NOW)


def test_it_can_be_taken_back(store: Store) -> None:
    asker = moved(store)
    with store.write() as connection:
        reactivate(connection, OLD)
    build(store, NEW)
    assert ask(asker, "volume").figure.value == 7


def test_one_moves_only_to_an_account_that_is_asked(store: Store) -> None:
    told(store, before(), account="old")
    for wrong in (OLD, "zendesk:unknown", "files:cost"):
        with store.write() as connection:
            ledger.register(connection, "files", "cost", 0)
        with pytest.raises(StoreError), store.write() as connection:
            retire(connection, OLD, at(MOVE), wrong)
    with store.read() as connection:
        assert ledger.source(connection, OLD).retired_at is None


def test_a_helpdesk_that_joins_is_a_break(store: Store) -> None:
    told(store, [Told(str(number), -24.0 * number) for number in range(30)], account="old")
    asker = told(store, [Told("1", 30)], account="new")
    result = on(asker, "volume", "2026-W46")
    assert [(each.at, each.what) for each in result.breaks] == [(at(30), "connected helpdesks")]
    alone = (Filter(Dimension.SOURCE, (OLD,)),)
    query = Query(metric="volume", period=Period.of("2026-W46"), where=alone)
    assert asker.answer(query, NOW).breaks == ()
