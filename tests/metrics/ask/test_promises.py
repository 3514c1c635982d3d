"""The SLA measures over a random store: headline, parts and ticket list are one truth."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from metrics.ask import Asker
from metrics.catalogue.sla import SLA
from metrics.errors import AskError
from metrics.periods import Period
from metrics.question.query import Filter, Query
from metrics.service_levels.policies import Policies
from metrics.store.database.engine import Store
from metrics.tickets.records import Dimension
from tests.filled import fill
from tests.metrics.ask.test_asker import CALENDAR, NOW

POLICIES = "frt 3h business; frt chat 30m; frt urgent 1h; next_reply 2h; resolution 20h business"
SPLITS = (Dimension.CHANNEL, Dimension.TEAM, Dimension.PRIORITY)
SHARES = [metric.key for metric in SLA if metric.key != "sla_risk"]


@pytest.fixture
def asker(store: Store) -> Asker:
    fill(store, 2500, NOW)
    return Asker(store, CALENDAR, policies=Policies.parse(POLICIES, CALENDAR.zone))


def queries() -> Iterator[Query]:
    chat = (Filter(Dimension.CHANNEL, ("chat",)),)
    for metric in SLA:
        for period in ("last week", "last 30 days", "today"):
            for split in SPLITS:
                for where in ((), chat):
                    yield Query(
                        metric=metric.key, period=Period.of(period), split=(split,), where=where
                    )


def test_the_parts_of_every_split_add_up_to_the_headline(asker: Asker) -> None:
    seen = 0
    for query in queries():
        result = asker.answer(query, NOW)
        seen += result.figure.n
        assert sum(part.figure.n for part in result.parts) == result.figure.n, query
        if query.metric in SHARES:
            hits = sum(part.figure.hits or 0 for part in result.parts)
            assert hits == result.figure.hits, query
    assert seen > 1000


def test_the_list_behind_a_headline_gives_it_again(asker: Asker) -> None:
    for metric in SLA:
        query = Query(metric=metric.key, period=Period.of("last week"))
        figure, lines = asker.answer(query, NOW).figure, list(asker.tickets(query, NOW))
        assert len(lines) == figure.n > 0
        if metric.key in SHARES:
            assert sum(bool(line["hit"]) for line in lines) == figure.hits


def test_each_target_is_counted_by_its_measure_and_all_together(asker: Asker) -> None:
    period = Period.of("last 30 days")
    found = {key: asker.answer(Query(metric=key, period=period), NOW).figure for key in SHARES}
    parts = [found[key] for key in ("sla_frt", "sla_next_reply", "sla_resolution")]
    assert sum(part.n for part in parts) == found["sla"].n
    assert sum(part.hits or 0 for part in parts) == found["sla"].hits
    assert found["sla_ticket"].n < found["sla"].n


def test_the_answer_says_when_the_clocks_of_a_resolution_pause(asker: Asker) -> None:
    period = Period.of("last week")
    told = {m.key: asker.answer(Query(metric=m.key, period=period), NOW).population for m in SLA}
    pauses = "Targets for the resolution pause while pending and on hold."
    assert {key for key, population in told.items() if population.endswith(pauses)} == {
        *("sla", "sla_resolution", "sla_ticket", "sla_risk"),
    }
    policies = Policies.parse("frt 3h; resolution 20h running while pending", CALENDAR.zone)
    other = Asker(asker.store, CALENDAR, policies=policies)
    said = other.answer(Query(metric="sla_resolution", period=period), NOW).population
    assert said.endswith("pause while on hold, and run while pending.")


def test_without_a_policy_every_one_of_them_says_how_to_have_one(store: Store) -> None:
    fill(store, 50, NOW)
    for metric in SLA:
        with pytest.raises(AskError, match=r"is not available .*set DESKPULSE_SLA"):
            Asker(store, CALENDAR).answer(Query(metric=metric.key, period=Period.of("today")), NOW)
