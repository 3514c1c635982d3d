"""Several answers of one moment, and parts held to targets of their own."""

from __future__ import annotations

from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from metrics.ask import Asker
from metrics.goals.targets import Targets
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Query
from metrics.store.database.engine import Store
from metrics.tickets.records import Dimension
from tests.filled import fill

NOW = 1_795_500_000
BACKLOG = Query(metric="backlog", period=Period.of("today"))


@pytest.fixture
def asker(store: Store) -> Asker:
    fill(store, 1500, NOW)
    return Asker(store, Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-18:00")))


def test_one_who_stands_still_knows_nothing_of_a_sync_since(asker: Asker, store: Store) -> None:
    still = asker.still()
    before = still.answer(BACKLOG, NOW)
    with store.write() as connection:
        connection.execute(text("delete from span"))
        connection.execute(text("update timeline set revision = 2"))
        connection.execute(text("update source set revision = 2"))
    assert before.figure.n > 0
    assert still.answer(BACKLOG, NOW) == before
    assert asker.answer(BACKLOG, NOW).figure.n == 0


def test_each_part_is_held_to_its_own_target_or_to_one_for_all(asker: Asker) -> None:
    asker.targets = Targets.parse("frt 90d; frt email 1s")
    query = Query(metric="frt", period=Period.of("last month"), split=(Dimension.CHANNEL,))
    told = {part.label: part.target for part in asker.answer(query, NOW).parts}
    found = {label: (target.value, target.met) for label, target in told.items() if target}
    assert found["email"] == (1.0, False)
    assert found["chat"] == (90 * 86400.0, True)
    assert found["social"] == (90 * 86400.0, None)  # too few to tell


def test_a_team_is_not_held_to_a_target_for_all(asker: Asker) -> None:
    asker.targets = Targets.parse("frt 1s")
    query = Query(metric="frt", period=Period.of("last month"), split=(Dimension.TEAM,))
    assert {part.target for part in asker.answer(query, NOW).parts} == {None}


def test_one_answer_is_of_what_is_stored_when_it_is_first_asked_for(
    asker: Asker, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write() as connection:
        connection.execute(text("update source set fresh_until = fresh_until - 60"))
    looks = Mock(wraps=asker._snapshots.newest)
    monkeypatch.setattr(asker._snapshots, "newest", looks)
    one = asker.for_one_answer()
    looks.assert_not_called()
    before = one.answer(BACKLOG, NOW)
    with store.write() as connection:
        connection.execute(text("update source set fresh_until = fresh_until + 60"))
    assert one.directory().teams["t1"] == "t1"
    assert before.fresh_until == NOW - 60
    assert one.answer(BACKLOG, NOW) == before
    looks.assert_called_once()
    assert asker.answer(BACKLOG, NOW).fresh_until == NOW
