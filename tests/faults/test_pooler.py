"""Behind a connection pooler a session is whoever's turn it is: nothing may be left in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from metrics.store.database.engine import Store


def setting(engine: Engine, name: str) -> str:
    with engine.connect() as connection:
        return str(connection.execute(text(f"SHOW {name}")).scalar_one())


@pytest.fixture
def stranger(pooled_store_url: str) -> Iterator[Engine]:
    """Another client of the same pooler."""
    engine = create_engine(
        make_url(pooled_store_url).set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",
    )
    yield engine
    engine.dispose()


def test_the_pooler_hands_on_what_a_session_sets(stranger: Engine, pooled_store_url: str) -> None:
    with stranger.connect() as connection:
        connection.execute(text("SET statement_timeout = '77s'"))
    with closing(Store.open(pooled_store_url)) as store:
        assert setting(store.engine.execution_options(isolation_level="AUTOCOMMIT"), TIMEOUT) == (
            "77s"
        )


def test_what_we_set_is_nobody_elses(stranger: Engine, pooled_store_url: str) -> None:
    before = setting(stranger, TIMEOUT)
    with closing(Store.open(pooled_store_url)) as store:
        with store.read() as connection:
            assert connection.execute(text(f"SHOW {TIMEOUT}")).scalar_one() != before
        with store.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
        store.migrate()
    assert setting(stranger, TIMEOUT) == before


TIMEOUT = "statement_timeout"
