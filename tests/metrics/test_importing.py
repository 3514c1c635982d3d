"""A file on its way into the store: all or nothing."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import SEEK_END, BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, Row, text

from metrics.importing import bring
from metrics.imports import KINDS, CellContext
from metrics.imports.outcome import ImportCounts, ImportOutcome, MonthCost
from metrics.store.database.engine import Store
from metrics.store.imports import writing
from tests.metrics.desk import Told, told
from tests.metrics.store.imports.test_writing import tiers

AROUND = CellContext(ZoneInfo("Europe/Berlin"), 1_795_500_000)
JSON_ROW = '{"survey": "nps", "score": 9, "answered_at": "2026-11-02T10:00"},\n'
COSTS = "month,amount,currency,item\n"


def brought(store: Store, kind: str, text: str, *, dry_run: bool = False) -> ImportOutcome:
    return bring(store, KINDS[kind], BytesIO(text.encode()), AROUND, dry_run=dry_run)


def rows_of(store: Store, table: str) -> list[Row[Any]]:
    with store.read() as connection:
        return list(connection.execute(text(f"SELECT * FROM {table}")))


def test_a_file_with_one_fault_changes_nothing(store: Store) -> None:
    found = brought(store, "tiers", "team,tier\nA,1\nB,none\nC,2\n")
    assert [fault.line for fault in found.faults] == [3]
    assert tiers(store) == {}


def test_a_dry_run_says_what_would_come_and_writes_nothing(store: Store) -> None:
    assert brought(store, "tiers", "team,tier\nA,1\n", dry_run=True) == ImportOutcome(
        ImportCounts(1, 0, 0)
    )
    assert tiers(store) == {}


def test_a_file_is_imported_once_however_often_it_is_read(store: Store) -> None:
    answers = "survey,score,answered_at\n" + "nps,9,2026-11-02\n" * 3
    assert brought(store, "surveys", answers).counts == ImportCounts(3, 0, 0)
    assert brought(store, "surveys", answers).counts == ImportCounts(0, 0, 3)


def test_what_only_tells_rows_apart_is_not_stored_and_still_tells_them_apart(store: Store) -> None:
    reviews = "reviewed_at,points,points_possible,rubric,reviewer\n"
    reviews += "2026-11-03,17,20,1,Bo\n2026-11-03,17,20,1,Cy\n"
    assert brought(store, "reviews", reviews).counts == ImportCounts(2, 0, 0)
    assert brought(store, "reviews", reviews).counts == ImportCounts(0, 0, 2)
    with store.read() as connection:
        rows = connection.execute(text("SELECT * FROM review")).mappings().all()
    assert not {"Bo", "Cy"} & {value for row in rows for value in row.values()}


def test_so_many_faults_are_told_and_the_rest_are_counted(store: Store) -> None:
    outcome = brought(store, "tiers", "team,tier\n" + "A,x\n" * 60)
    assert [fault.line for fault in outcome.faults] == list(range(2, 52))
    assert outcome.more == 10


def test_a_file_that_changes_while_it_is_read_changes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, save = BytesIO(b"team,tier\nA,1\n"), writing.save

    def somebody_writes(*given: Any) -> ImportCounts:
        file.seek(0, SEEK_END)
        file.write(b"B,x\n")
        return save(*given)

    monkeypatch.setattr(writing, "save", somebody_writes)
    (fault,) = bring(store, KINDS["tiers"], file, AROUND, dry_run=False).faults
    assert (fault.line, fault.column) == (3, "tier")
    assert tiers(store) == {}


@pytest.mark.parametrize("shape", ["csv", "json"])
def test_memory_does_not_grow_with_the_rows(shape: str, sqlite_store_url: str) -> None:
    """A million rows in 300 MB: 300 bytes a row would be all of it, and 2 MB here."""
    csv = shape == "csv"
    heading, end = ("survey,score,answered_at\n", "") if csv else ("[", "{}]")
    row = "nps,9,2026-11-02T10:00\n" if csv else JSON_ROW
    files = [BytesIO((heading + row * count + end).encode()) for count in (1_500, 8_000)]
    store, peaks = Store.open(sqlite_store_url), list[int]()
    for file in files:
        tracemalloc.start()
        bring(store, KINDS["surveys"], file, AROUND, dry_run=True)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    store.close()
    assert peaks[1] - peaks[0] < 6_500 * 300


def test_another_currency_than_that_of_earlier_imports_is_refused(store: Store) -> None:
    brought(store, "costs", f"{COSTS}2026-09,100,EUR,all\n")
    (fault,) = brought(store, "costs", f"{COSTS}2026-10,100,USD,all\n").faults
    assert fault.column == "currency"
    assert "earlier imports have EUR" in fault.says


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let that be done between the look at a file and its writing."""
    write, acts = Store.write, [act]

    def late(store: Store) -> AbstractContextManager[Connection]:
        if acts:
            acts.pop()()
        return write(store)

    monkeypatch.setattr(Store, "write", late)


def test_of_two_currencies_at_once_the_second_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: brought(store, "costs", f"{COSTS}2026-09,100,EUR,all\n"))
    outcome = brought(store, "costs", f"{COSTS}2026-10,100,USD,all\n")
    assert "earlier imports have EUR" in outcome.faults[0].says
    assert outcome.counts == ImportCounts(0, 0, 0)
    assert [row.currency for row in rows_of(store, "cost")] == ["EUR"]


def test_a_number_that_a_second_helpdesk_gets_meanwhile_is_asked_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(store, [Told("1", 8)], account="eu", title="Acme EU")
    meanwhile(monkeypatch, lambda: told(store, [Told("1", 8)], account="us", title="Acme US"))
    text = "ended_at,talk_seconds,ticket\n2026-11-10 12:00,60,1\n"
    (fault,) = brought(store, "handling", text).faults
    assert "write Acme EU/1 or Acme US/1" in fault.says
    assert rows_of(store, "handling") == []


def test_what_is_said_of_a_month_is_so_as_it_is_written(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(monkeypatch, lambda: brought(store, "costs", f"{COSTS}2026-10,1,EUR,tools\n"))
    outcome = brought(store, "costs", f"{COSTS}2026-10,2,EUR,salaries\n")
    assert outcome.month_costs == (MonthCost("2026-10", 300, "EUR", 100),)


@pytest.mark.parametrize(
    ("month", "item"),
    [("\uff12\uff10\uff12\uff16-10", "geh\u00e4lter"), ("2026-10", "geha\u0308lter")],
)
def test_a_cost_counts_once_in_whatever_characters_it_is_written(
    store: Store, month: str, item: str
) -> None:
    brought(store, "costs", f"{COSTS}2026-10,100,EUR,geh\u00e4lter\n")
    outcome = brought(store, "costs", f"{COSTS}{month},100,EUR,{item}\n")
    assert outcome.counts == ImportCounts(0, 0, 1)


def test_the_currency_of_everything_can_be_corrected_at_once(store: Store) -> None:
    brought(store, "costs", f"{COSTS}2026-09,100,EUR,all\n")
    again = brought(store, "costs", f"{COSTS}2026-09,100,USD,all\n2026-10,100,USD,all\n")
    assert again.counts == ImportCounts(1, 1, 0)


def test_a_number_that_two_helpdesks_have_is_asked_back_with_what_to_write(store: Store) -> None:
    for account in ("eu", "us"):
        told(store, [Told("1", 8)], account=account, title=f"Acme {account.upper()}")
    heading = "ended_at,talk_seconds,ticket\n"
    rows = "2026-11-10 12:00,60,1\n2026-11-10 12:00,60,zendesk:us/1\n"
    (fault,) = brought(store, "handling", heading + rows).faults
    assert str(fault) == (
        "line 2, column ticket: 1 is a ticket of several; write Acme EU/1 or Acme US/1."
    )
    assert brought(store, "handling", heading + rows.replace("60,1", "60,Acme EU/1")).faults == ()
