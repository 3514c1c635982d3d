"""Files in the store: all or nothing, and a file imported again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from threading import Thread
from typing import Any

from sqlalchemy import Connection, select

from metrics.imports import KINDS
from metrics.imports.outcome import ImportCounts
from metrics.store.database.engine import Store
from metrics.store.imports import writing
from metrics.store.syncs import ledger
from metrics.store.tables.files import FILE_TABLES

NOW = 1_795_500_000
DERIVED = {"costs": {"started_at", "ended_at"}, "calls": {"ended_at"}}
OF_HELPDESKS = {"handling": {"contact"}}
"""What no file says."""


def tier(team: str, number: int) -> Mapping[str, Any]:
    return {"id": team, "team": team, "tier": number}


def lost(customer: str, at: int) -> Mapping[str, Any]:
    return {"id": f"{customer}{at}", "customer": customer, "lost_at": at}


def save(store: Store, kind: str, *rows: Mapping[str, Any], now: int = NOW) -> ImportCounts:
    with store.write() as connection:
        return writing.save(connection, kind, rows, now)


def source(store: Store, kind: str) -> ledger.Source:
    with store.read() as connection:
        return ledger.source(connection, ledger.file_source(kind))


def beside(
    store: Store, write: Callable[[Connection], object], act: Callable[[], object]
) -> list[Exception]:
    """What is raised by somebody who acts while another writes rows of files: they wait."""
    errors = list[Exception]()

    def run() -> None:
        try:
            act()
        except Exception as error:
            errors.append(error)

    somebody = Thread(target=run)
    with store.write() as connection:
        writing.keep_files_away(connection)
        write(connection)
        somebody.start()
        somebody.join(0.3)
        assert somebody.is_alive()
    somebody.join()
    return errors


def tiers(store: Store) -> dict[str, int]:
    """The tier of each team, as it is stored."""
    target = FILE_TABLES["tiers"].table
    with store.read() as connection:
        return {row.team: row.tier for row in connection.execute(select(target))}


def test_every_kind_of_file_has_a_table_of_its_columns() -> None:
    assert list(FILE_TABLES) == list(KINDS)
    for name, kind in KINDS.items():
        columns = {column.name for column in FILE_TABLES[name].table.c} - {"source", "id"}
        read = {column.name for column in kind.columns if column.stored} - {"id"}
        assert columns == read | DERIVED.get(name, set()) | OF_HELPDESKS.get(name, set())


def test_a_file_imported_again_changes_nothing(store: Store) -> None:
    assert save(store, "tiers", tier("a", 1), tier("b", 2)) == ImportCounts(
        new=2, changed=0, same=0
    )
    before = source(store, "tiers")
    assert save(store, "tiers", tier("a", 1), tier("b", 2)) == ImportCounts(
        new=0, changed=0, same=2
    )
    assert source(store, "tiers") == before


def test_a_corrected_row_takes_the_place_of_the_one_before(store: Store) -> None:
    save(store, "tiers", tier("a", 1), tier("b", 1))
    before = source(store, "tiers").revision
    assert save(store, "tiers", tier("a", 1), tier("b", 2)) == ImportCounts(
        new=0, changed=1, same=1
    )
    assert source(store, "tiers").revision == before + 1
    assert tiers(store) == {"a": 1, "b": 2}


def test_what_would_come_of_a_file_can_be_asked_without_writing(store: Store) -> None:
    with store.read() as connection:
        would, _ = writing.compare(connection, "tiers", [tier("a", 1)])
        assert would == ImportCounts(new=1, changed=0, same=0)
        assert ledger.sources(connection) == ()
    assert tiers(store) == {}


def test_a_source_of_files_begins_with_its_earliest_row_and_is_fresh_as_of_the_import(
    store: Store,
) -> None:
    save(store, "churn", lost("a", 500), lost("b", 900))
    save(store, "churn", lost("c", 200), now=NOW - 60)
    found = source(store, "churn")
    assert (found.since_at, found.fresh_until, found.helpdesk) == (200, NOW, False)


def test_text_that_a_database_cannot_hold_is_cleaned_and_still_the_same(store: Store) -> None:
    save(store, "churn", lost("a\0", 500))
    assert save(store, "churn", lost("a\0", 500)).same == 1
    with store.read() as connection:
        customers = (
            connection.execute(select(FILE_TABLES["churn"].table.c.customer)).scalars().all()
        )
        assert customers == ["a"]
        assert writing.values(connection, "churn", "customer") == {"a"}
