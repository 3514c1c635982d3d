from __future__ import annotations

import pytest
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from metrics.errors import StoreError
from metrics.store.database.engine import Store
from metrics.store.database.schema import compare, upgrade


def test_an_older_schema_is_named_with_what_brings_it_up_to_date(store: Store) -> None:
    with store.write() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    with store.read() as connection, pytest.raises(StoreError, match="deskpulse serve"):
        compare(connection)


def test_a_migration_that_is_not_committed_leaves_nothing(store: Store) -> None:
    def killed_at_the_end() -> None:
        with store.write() as connection:
            upgrade(connection)
            raise KeyboardInterrupt

    with store.write() as connection:
        SQLModel.metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(KeyboardInterrupt):
        killed_at_the_end()
    with store.read() as connection:
        assert inspect(connection).get_table_names() == []
