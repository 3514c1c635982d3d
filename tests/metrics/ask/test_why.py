"""Why a headline moved, asked of a store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from metrics.ask import Asker
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period
from metrics.question.explanation import adds_up
from metrics.question.query import Clock, Filter, Query
from metrics.store.database.engine import Store
from metrics.tickets.records import Channel, Dimension
from tests.filled import fill
from tests.metrics.desk import NOW as TOLD_AT
from tests.metrics.desk import Told, told

BERLIN = ZoneInfo("Europe/Berlin")
NOW = int(datetime(2026, 11, 24, 12, tzinfo=BERLIN).timestamp())
MONTH = Period.of("last month")
WEEK = Period.of("2026-W46")
HELD = {key: metric for key, metric in CATALOGUE.items() if adds_up(metric) and not metric.supply}


@pytest.fixture
def asker(store: Store) -> Asker:
    fill(store, 1500, NOW)
    return Asker(store, Calendar(BERLIN, parse_hours("mon-fri 09:00-17:00")))


def test_the_parts_of_every_metric_add_up_to_its_step(asker: Asker) -> None:
    tried = 0
    for key in HELD:
        try:
            found = asker.why(Query(metric=key, period=MONTH), NOW)
        except AskError:
            continue  # random tickets have no data for it
        tried += 1
        whole, result = found.whole, found.result
        assert result.previous is not None
        assert whole.both == sum(part.mix + part.rate for part in found.parts)
        old, new = (
            (whole.old.amount, whole.new.amount)
            if found.counts
            else (whole.old.value, whole.new.value)
        )
        assert old is not None
        assert new is not None
        assert whole.both == new - old
        for value, figure in ((old, result.previous), (new, result.figure)):
            told = figure.value if figure.mean is None else figure.mean
            assert float(value) == pytest.approx(told), key
    assert tried > 10


def test_the_clock_and_the_filters_asked_for_hold(asker: Asker) -> None:
    where = (Filter(Dimension.CHANNEL, ("email",)),)
    query = Query(metric="frt", period=MONTH, where=where, clock=Clock.BUSINESS)
    found = asker.why(query, NOW)
    assert found.dimension is not Dimension.CHANNEL
    assert float(found.whole.new.value or 0) == pytest.approx(found.result.figure.mean)


def test_the_split_asked_for_is_taken_but_never_that_by_agent(asker: Asker) -> None:
    query = Query(metric="frt", period=MONTH)
    assert asker.why(query, NOW, Dimension.TEAM).dimension is Dimension.TEAM
    assert asker.why(query, NOW, Dimension.AGENT).dimension is not Dimension.AGENT


def test_no_split_is_by_single_people(asker: Asker) -> None:
    found = asker.why(Query(metric="csat", period=MONTH), NOW)
    assert {str(Dimension.AGENT)}.isdisjoint({str(found.dimension), *(d for d, _ in found.also)})
    assert "hour" in dict(found.also)


def test_what_cannot_be_split_says_so(asker: Asker) -> None:
    with pytest.raises(AskError, match="cannot split"):
        asker.why(Query(metric="oldest", period=Period.of("today")), NOW)
    with pytest.raises(AskError, match="does not reach back"):
        asker.why(Query(metric="frt", period=Period.of("2025-W49")), NOW)


def stories(week: int, email: tuple[int, float], chat: tuple[int, float]) -> Iterator[Told]:
    """So many tickets of each channel in a week, answered after so many hours."""
    for channel, (n, hours) in ((Channel.EMAIL, email), (Channel.CHAT, chat)):
        for number in range(n):
            start = week * 168 + number
            ticket = Told(f"{week}{channel}{number}", start, channel=channel)
            yield ticket.said(start + hours, "ann")


def test_more_of_the_slow_channel_is_all_mix(store: Store) -> None:
    before, after = stories(-1, (10, 10), (10, 2)), stories(0, (15, 10), (5, 2))
    found = told(store, [*before, *after]).why(Query(metric="frt", period=WEEK), TOLD_AT)
    assert found.dimension is Dimension.CHANNEL
    assert (found.whole.mix, found.whole.rate) == (Fraction(2 * 3600), Fraction(0))


def test_a_slower_channel_is_all_rate_and_its_tickets_are_named(store: Store) -> None:
    before, after = stories(-1, (10, 10), (10, 2)), stories(0, (10, 14), (10, 2))
    found = told(store, [*before, *after]).why(Query(metric="frt", period=WEEK), TOLD_AT)
    assert (found.whole.mix, found.whole.rate) == (Fraction(0), Fraction(2 * 3600))
    assert found.parts[0].label == "email"
    assert {each.ticket for each in found.tickets} < {f"0email{n}" for n in range(10)}
    assert float(found.tickets[0].adds) == pytest.approx((14 - 6) * 3600 / 20)
