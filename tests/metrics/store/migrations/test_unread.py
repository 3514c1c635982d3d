"""The revision that stores no longer what was never read."""

from __future__ import annotations

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, insert, inspect, select, text

from metrics.store.database.differences import differences
from metrics.store.database.engine import Store
from metrics.store.database.schema import tables_of
from metrics.store.tables.metadata import METADATA
from tests.revisions.text import FOLDER, VERSIONS, laid

BEFORE, AFTER = "0030", "0031"
STREAM = {"source": "zendesk:acme", "stream": "sla_policies", "caught_up": True}
GONE = {
    "ticket": {"kind"},
    "timeline": {"removed_at"},
    "review": {"reviewer", "reviewer_kind"},
    "survey": {"sent_at", "segment"},
    "session": {"kind"},
}


def columns(connection: Connection, table: str) -> set[str]:
    return {each["name"] for each in inspect(connection).get_columns(table)}


def test_what_nobody_reads_goes_and_all_rows_stay(store: Store) -> None:
    laid(FOLDER / f"{BEFORE}.jsonl", store)
    before = tables_of(BEFORE).tables
    with store.rebuild() as connection:
        connection.execute(insert(before["stream"]).values(STREAM))
        rows = {name: len(connection.execute(select(before[name])).all()) for name in GONE}
    store.migrate()
    with store.read() as connection:
        assert "sla_target" not in inspect(connection).get_table_names()
        assert not connection.scalar(text("SELECT 1 FROM stream WHERE stream = 'sla_policies'"))
        for name, count in rows.items():
            assert not columns(connection, name) & GONE[name]
            assert connection.scalar(text(f"SELECT count(*) FROM {name}")) == count
        assert differences(connection, METADATA) == []


def test_the_step_back_leads_to_the_tables_of_before(store: Store) -> None:
    store.migrate()
    step = ScriptDirectory(str(VERSIONS.parent)).get_revision(AFTER).module
    with store.rebuild() as connection, Operations.context(MigrationContext.configure(connection)):
        step.downgrade()
        assert differences(connection, tables_of(BEFORE)) == []
        step.upgrade()
        assert differences(connection, METADATA) == []
