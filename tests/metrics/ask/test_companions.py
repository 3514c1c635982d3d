"""What stands beside an answer comes from the same snapshot, tickets and window."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker
from metrics.ask.companions import Companions
from metrics.ask.question import Question
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.store.database.engine import Store
from metrics.tickets.records import Dimension
from tests.filled import fill

NOW = 1_795_500_000
EMAIL = Filter(Dimension.CHANNEL, ("email",))
CATEGORY = Filter(Dimension.CATEGORY, ("c1",))
MONTH = Period.of("last month")


@pytest.fixture
def asker(store: Store) -> Asker:
    fill(store, 1500, NOW)
    return Asker(store, Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-18:00")))


def beside(asker: Asker, query: Query, asked: list[Query]) -> Companions:
    def ask(other: Query) -> Question:
        asked.append(other)
        return asker._companion(asker._cache(), asker.question(query, NOW), other)

    return Companions(asker.answer(query, NOW), ask)


def test_an_outline_is_the_answer_to_the_same_question_of_another_metric(asker: Asker) -> None:
    query = Query(metric="frt", period=MONTH, where=(EMAIL,))
    asked: list[Query] = []
    outline = beside(asker, query, asked)("reopen")
    assert outline is not None
    alone = asker.answer(replace(query, metric="reopen"), NOW)
    assert (outline.figure, outline.change) == (alone.figure, alone.change)
    assert outline.series == ()


def test_it_has_the_days_of_the_same_time_zone(asker: Asker) -> None:
    query = Query(metric="frt", period=MONTH, zone="Asia/Kolkata")
    outline = beside(asker, query, [])("reopen")
    assert outline is not None
    assert outline.zone == "Asia/Kolkata"
    # October begins earlier in India; Berlin's clocks go back within it.
    assert outline.window == asker.answer(query, NOW).window
    berlin = asker.answer(replace(query, zone=""), NOW).window
    assert berlin.start - outline.window.start == 3.5 * 3600
    assert berlin.end - outline.window.end == 4.5 * 3600


def test_each_is_asked_once_and_the_headline_never(asker: Asker) -> None:
    asked: list[Query] = []
    stands = beside(asker, Query(metric="frt", period=MONTH), asked)
    assert stands("frt") is stands.headline
    assert stands("csat") is stands("csat")
    assert len(asked) == 1


def test_parts_and_narrower_answers_can_be_had(asker: Asker) -> None:
    stands = beside(asker, Query(metric="volume", period=MONTH), [])
    cut = stands("volume", by=Dimension.CATEGORY)
    one = stands("volume", only=CATEGORY)
    assert cut is not None
    assert one is not None
    assert {part.key: part.figure.n for part in cut.parts}[("c1",)] == one.figure.n


def test_a_variant_is_named_after_its_metric(asker: Asker) -> None:
    stands = beside(asker, Query(metric="frt", period=MONTH), [])
    net = stands("resolution net")
    alone = asker.answer(Query(metric="resolution", variant="net", period=MONTH), NOW)
    assert net is not None
    assert net.figure == alone.figure


def test_what_cannot_be_asked_is_not_there(asker: Asker) -> None:
    stands = beside(asker, Query(metric="backlog", period=MONTH, where=(EMAIL,)), [])
    assert stands("no such metric") is None
    assert stands("volume", only=EMAIL) is None
    new = Filter(Dimension.STATUS, ("new",))
    stands = beside(asker, Query(metric="backlog", period=MONTH, where=(new,)), [])
    assert stands("volume") is None


def test_an_answer_says_what_it_must_be_read_with(asker: Asker) -> None:
    for months in range(1, 10):
        result = asker.answer(Query(metric="reopen", period=Period.of(f"2026-{months:02}")), NOW)
        worse = result.change is not None and result.change.movement == "worse"
        assert any(said.startswith("Reopen rate rose") for said in result.guards) == worse
