"""A team moved to another helpdesk, and its tickets were copied there: each counts once."""

from __future__ import annotations

from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker
from metrics.ask.known_period import UnknownError
from metrics.errors import StoreError
from metrics.importing import bring
from metrics.imports import KINDS, CellContext
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
        retire(connection, OLD, NOW, at(MOVE), NEW)
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
        retire(connection, OLD, NOW, at(MOVE), NEW)
    build(store, NEW)
    where = (Filter(Dimension.SOURCE, (NEW,)),)
    covered = asker.answer(Query(metric="volume", period=Period.of("2026-11-10")), NOW).coverage
    assert covered.sources == (OLD,)
    with pytest.raises(UnknownError, match="My data begin on 13 Nov 2026"):
        asker.answer(Query(metric="volume", period=Period.of("2026-11-12"), where=where), NOW)


def test_of_the_new_account_alone_nothing_is_known_before_the_move(store: Store) -> None:
    where = (Filter(Dimension.SOURCE, (NEW,)),)
    with pytest.raises(UnknownError, match="My data begin on 11 Nov 2026"):
        moved(store).answer(
            Query(metric="volume", period=Period.of("2026-11-10"), where=where), NOW
        )


def test_the_steps_of_the_backlog_add_up_over_the_move(store: Store) -> None:
    asker = moved(store)
    growth, level = ask(asker, "backlog_growth"), ask(asker, "backlog")
    assert (growth.figure.value, level.figure.value) == (0, 0)


def test_what_becomes_of_a_copy_left_behind_changes_nothing_before(store: Store) -> None:
    reopened = Told("1", 1).solved(2, 10).became(49, "open").became(60, "solved")
    told(store, [reopened], account="old")
    asker = told(store, [Told("7", 1, status=Status.SOLVED).solved(2, 10)], account="new")
    with store.write() as connection:
        retire(connection, OLD, NOW, at(MOVE), NEW)
    build(store, NEW)
    assert ask(asker, "solved").figure.value == 1
    assert ask(asker, "reopen").figure.hits == 0


def test_tickets_that_are_no_copies_are_not_put_aside_unasked(store: Store) -> None:
    told(store, before(), account="old")
    told(store, [*after(), Told("11", 3), Told("12", 4)], account="new")
    are_own = "2 tickets of zendesk:new are from before .* --all-copies"
    with pytest.raises(StoreError, match=are_own), store.write() as connection:
        retire(connection, OLD, NOW, at(MOVE), NEW)
    with store.read() as connection:
        assert ledger.source(connection, OLD).retired_at is None
    with store.write() as connection:
        retire(connection, OLD, NOW, at(MOVE), NEW, copies=True)


def test_what_cannot_be_as_it_is_said_is_refused(store: Store) -> None:
    for account in ("old", "new", "third"):
        told(store, before(), account=account)
    with store.write() as connection:
        with pytest.raises(StoreError, match="has not come yet"):
            retire(connection, OLD, NOW, NOW + 1, NEW)
        retire(connection, OLD, NOW, at(MOVE), NEW)
        for again in ({"on": at(20)}, {"moved_to": "zendesk:third"}):
            with pytest.raises(StoreError, match="is retired already"):
                retire(connection, OLD, NOW, **again)
        with pytest.raises(StoreError, match="goes on from zendesk:old already"):
            retire(connection, "zendesk:third", NOW, at(60), NEW)
        with pytest.raises(StoreError, match="was moved to later than that"):
            retire(connection, NEW, NOW, at(20), "zendesk:third")


def test_what_was_not_read_before_the_end_is_not_taken_for_nothing(store: Store) -> None:
    told(store, before(), account="old")
    with store.write() as connection:
        with pytest.raises(StoreError, match=r"known only up to 2026-11-24.* --on 2026-11-24"):
            retire(connection, OLD, NOW + 3 * 86_400)
        assert retire(connection, OLD, NOW + 3 * 86_400, NOW).retired_at == NOW


def test_each_step_of_a_chain_can_be_taken_back(store: Store) -> None:
    asker = moved(store)
    told(store, [*after(), Told("99", 90)], account="third")
    with store.write() as connection:
        retire(connection, NEW, NOW, at(100), "zendesk:third", copies=True)
    build(store, "zendesk:third")
    assert ask(asker, "volume").figure.value == 4
    with store.write() as connection:
        reactivate(connection, OLD)
    with store.read() as connection:
        follows = {each.name: each.follows for each in ledger.sources(connection)}
    assert follows == {OLD: None, NEW: None, "zendesk:third": NEW}


def test_a_retirement_is_a_break(store: Store) -> None:
    told(store, [Told(str(n), -24.0 * n) for n in range(30)], account="old")
    asker = told(store, [Told(str(n), -24.0 * n) for n in range(30)], account="new")
    with store.write() as connection:
        retire(connection, OLD, NOW, at(0))
    result = on(asker, "volume", "2026-W46")
    assert [each.at for each in result.breaks] == [at(0)]
    assert result.change is None


def test_rows_of_files_about_tickets_of_a_retired_account_stay(store: Store) -> None:
    asker = told(store, before(), account="old")
    rows = [f"{n},2026-11-{day}T10:00Z,1,2,v1,1" for n, day in enumerate((10, 20))]
    lines = "\n".join(["id,reviewed_at,points,points_possible,rubric,ticket", *rows])
    context = CellContext(ZoneInfo("UTC"), NOW)
    assert not bring(
        store, KINDS["reviews"], BytesIO(lines.encode()), context, dry_run=False
    ).faults
    whole = on(asker, "qa", "2026-11").figure.n
    with store.write() as connection:
        retire(connection, OLD, NOW, at(MOVE))
    assert on(asker, "qa", "2026-11").figure.n == whole == 2


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
            retire(connection, OLD, NOW, at(MOVE), wrong)
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
