"""What figures of tickets wait for, where they are not there."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from metrics.ask import Asker
from metrics.errors import NotReadyError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Query
from metrics.store.database.engine import Store
from tests.filled import fill

NOW = 1_795_500_000
FRT = Query(metric="frt", period=Period.of("last week"))
CONNECT = "Ann connects one."


@pytest.fixture
def asker(store: Store) -> Asker:
    return Asker(store, Calendar(ZoneInfo("UTC"), parse_hours("mon-fri 09:00-18:00")))


def refusal(asker: Asker) -> str:
    """Why there is no answer: alike from a question and before one is asked."""
    with pytest.raises(NotReadyError) as asked:
        asker.answer(FRT, NOW)
    with pytest.raises(NotReadyError) as required:
        asker.require_ready()
    assert str(asked.value) == str(required.value) == asker.early()
    return str(asked.value)


def test_without_a_helpdesk_it_is_said_who_can_connect_one(asker: Asker) -> None:
    alone = replace(asker, connect=CONNECT)
    assert (
        refusal(alone) == f"No helpdesk is connected, so there are no tickets to count. {CONNECT}"
    )


def test_a_sync_that_has_not_begun_is_no_sync_under_way(asker: Asker) -> None:
    assert "has not begun" in refusal(asker)


def test_the_first_sync_says_how_many_tickets_it_has_read(asker: Asker, store: Store) -> None:
    fill(store, 1_200, NOW)
    with store.write() as connection:
        connection.execute(text("update source set fresh_until = null"))
    said = refusal(asker)
    assert "has not come to its first figures yet; it has read 1,200 tickets so far" in said
    assert "moment" not in said


def test_what_was_read_to_its_end_waits_for_nothing(asker: Asker, store: Store) -> None:
    fill(store, 20, NOW)
    assert asker.early() == ""
    asker.require_ready()
    assert replace(asker, connect=CONNECT).early() == ""  # the data go on to be answered
    assert asker.answer(FRT, NOW).fresh_until == NOW
