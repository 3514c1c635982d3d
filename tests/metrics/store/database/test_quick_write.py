"""One statement in one message to PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import func, select, text

from metrics.errors import StoreError
from metrics.store.books.posts import Posts
from metrics.store.books.questions import NAMES, QUESTION, Questions
from metrics.store.database.engine import ALIVE, Store
from metrics.store.database.statements import insert_first_statement
from tests import patience


@pytest.mark.parametrize("below", [False, True])
def test_a_table_that_somebody_holds_is_not_waited_for_without_end(
    postgres_store_url: str, below: bool
) -> None:
    with closing(Store.open(postgres_store_url)) as store:
        ours = Questions(store, "a")
        place = ("C1", "10.5")
        Posts(store).place(*place, None, "aaaa")

        def take() -> bool:
            if below:
                return ours.take_below_card("q", "words", 0, place)
            return ours.take("q", "words", 0)

        with ThreadPoolExecutor(1) as threads:
            with store.write() as connection:
                connection.execute(text("LOCK TABLE question"))
                taking = threads.submit(take)
                assert isinstance(taking.exception(patience.SECONDS), StoreError)
            assert threads.submit(take).result()


def test_a_question_waits_for_no_disk_and_nothing_set_for_it_stays(
    postgres_store_url: str,
) -> None:
    given = ("q", "waiting", None, 0, func.current_setting("synchronous_commit"))
    row = dict(zip(NAMES, given, strict=True))
    with closing(Store.open(postgres_store_url)) as store:
        assert store.quick_write(insert_first_statement(store.engine, QUESTION, row))
        with store.read() as connection:
            assert connection.execute(select(QUESTION.c.holder)).scalar_one() == "off"
            assert (
                connection.execute(select(func.current_setting("synchronous_commit"))).scalar_one()
                == "on"
            )
        with closing(store.engine.raw_connection()) as raw:
            assert raw.cursor().execute("SHOW statement_timeout").fetchone() == ("0",)


def test_a_connection_notices_that_the_server_vanished(postgres_store_url: str) -> None:
    with closing(Store.open(postgres_store_url)) as store:
        with closing(store.engine.raw_connection()) as raw:
            assert raw.driver_connection is not None
            given = raw.driver_connection.info.get_parameters()
        assert {name: int(given[name]) for name in ALIVE} == ALIVE
