"""Every measure, over a random store: headline, parts, trend and ticket list are one truth."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import text

from metrics.ask import Asker, Line
from metrics.ask.figures import P90_FROM
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import (
    Age,
    AnyMetric,
    Duration,
    Flow,
    Growth,
    Level,
    Mix,
    Rate,
    Ratio,
    Score,
    Share,
    Spread,
    Statistic,
)
from metrics.errors import AskError
from metrics.goals.targets import Aim, Targets
from metrics.office_hours.calendar import Calendar, parse_hours
from metrics.periods import Period, PeriodKind
from metrics.question.query import Against, Clock, Filter, Query
from metrics.question.result import Figure, Movement, Result
from metrics.store.database.engine import Store
from metrics.tickets.records import Dimension
from tests.bench.filling import CHANNELS, PRIORITIES, TEAMS
from tests.bench.supplies import TIERS
from tests.filled import fill, supply

NOW = 1_795_500_000
CALENDAR = Calendar(ZoneInfo("Europe/Berlin"), parse_hours("mon-fri 09:00-12:30 13:30-18:00"))
PERIODS = (
    "last week",
    "this week",
    "last 30 days",
    "last month",
    "yesterday",
    "last 3 days",
    "today",
)
TICKETS = 2500
OTHERS = {
    Dimension.CHANNEL: Filter(Dimension.CHANNEL, ("sms",)),
    Dimension.TEAM: Filter(Dimension.TEAM, ("t9",)),
}
"""Nobody has tickets there: the sides never overlap."""

WAYS = [
    (key, way)
    for key, metric in CATALOGUE.items()
    if key != "sentiment"  # nobody can have it
    for way in ("", *(variant.key for variant in metric.variants))
]
NONE = {("volume", "side conversations")}
"""Nobody opened any there."""


@pytest.fixture
def asker(store: Store) -> Asker:
    fill(store, TICKETS, NOW)
    return Asker(store, CALENDAR)


@pytest.fixture
def knowing(asker: Asker) -> Asker:
    """One who has promises and every kind of file: every measure can be had."""
    supply(asker.store, TICKETS, NOW)
    return asker


def queries(count: int) -> list[Query]:
    """Random legal questions, the same ones each time."""
    chance = random.Random(5)
    choices = {
        Dimension.CHANNEL: CHANNELS,
        Dimension.TEAM: TEAMS,
        Dimension.PRIORITY: tuple(p or "" for p in PRIORITIES),
        Dimension.CATEGORY: ("", *(f"c{number}" for number in range(12))),
        Dimension.TIER: ("", *TIERS),
    }
    made = []
    for _ in range(count):
        key, variant = chance.choice(WAYS)
        metric = measure(key, variant)
        where = tuple(
            Filter(dimension, tuple(chance.sample(words, chance.randint(1, 2))))
            for dimension, words in choices.items()
            if chance.random() < 0.25
        )
        possible = sorted(metric.dimensions)
        split = tuple(chance.sample(possible, min(len(possible), chance.randint(0, 2))))
        clock = chance.choice(list(Clock)) if metric.takes_clock else Clock.CALENDAR
        percentile = chance.choice([None, 90, 25]) if metric.takes_percentile else None
        period = Period.of(chance.choice(PERIODS))
        kept = tuple(f for f in where if f.dimension in metric.dimensions)
        rivals = [*Against, *(OTHERS[f.dimension] for f in kept if f.dimension in OTHERS)]
        against = chance.choice(rivals if not isinstance(metric, Mix) else list(Against))
        made.append(
            Query(
                metric=key,
                variant=variant,
                period=period,
                where=kept,
                against=against,
                split=split,
                clock=clock,
                percentile=percentile,
            )
        )
    return made


def recomputed(asker: Asker, query: Query) -> tuple[float | None, int]:
    """The headline from the ticket list alone."""
    lines = list(asker.tickets(query, NOW))
    return valued(measure(query.metric, query.variant), query, lines), len(lines)


def valued(metric: AnyMetric, query: Query, lines: list[Line]) -> float | None:
    match metric:
        case Duration() | Age():
            times = [int(str(line[f"{query.clock}_seconds"] or 0)) for line in lines]
            value = headline(metric, query, times) if times else None
        case Share():
            value = rate(lines)
        case Score():
            value = float(np.mean(column(lines, "amount"))) if lines else None
        case Ratio():
            of = sum(column(lines, "of"))
            value = sum(column(lines, "amount")) / of if of else None
        case Spread():
            value = reach(metric, lines)
        case Growth():
            signs = dict(metric.steps)
            value = float(sum(signs[str(line["step"])] for line in lines))
        case _:
            value = float(len(lines))
    return value


def column(lines: list[Line], name: str) -> list[float]:
    return [float(str(line[name] or 0)) for line in lines]


def reach(metric: Spread, lines: list[Line]) -> float | None:
    groups = grouped(lines, metric.over).values()
    shares = [rate(group) for group in groups if len(group) >= metric.minimum]
    known = [share for share in shares if share is not None]
    return max(known) - min(known) if len(known) > 1 else None


def headline(metric: Duration | Age, query: Query, times: list[int]) -> float:
    if metric.statistic is Statistic.MEAN:
        return float(np.mean(times))
    if metric.statistic is Statistic.SHORTEST:
        return float(min(times))
    if metric.statistic is Statistic.LONGEST or (isinstance(metric, Age) and metric.oldest):
        return float(max(times))
    return float(np.percentile(times, query.percentile or 50))


def rate(lines: list[Line]) -> float | None:
    return sum(bool(line["hit"]) for line in lines) / len(lines) if lines else None


def grouped(lines: list[Line], dimension: Dimension) -> dict[object, list[Line]]:
    found: dict[object, list[Line]] = defaultdict(list)
    for line in lines:
        found[line[dimension.value]].append(line)
    return found


def test_the_headline_is_its_ticket_list_its_parts_and_the_end_of_its_trend(
    knowing: Asker,
) -> None:
    knowing = knowing.still()
    for query in [*queries(150), *(plain(key, way, "last week") for key, way in WAYS)]:
        metric, result = measure(query.metric, query.variant), knowing.answer(query, NOW)
        if isinstance(metric, Rate):
            n = result.figure.n if result.figure.hits is None else result.figure.hits
            assert n == len(list(knowing.tickets(query, NOW))), query
        elif not isinstance(metric, Mix) and not is_anonymous(metric):
            value, n = recomputed(knowing, query)
            assert result.figure.value == pytest.approx(value), query
            assert result.figure.n == n, query
        if query.split and not isinstance(metric, Growth):
            total = sum((part.share or 0) for part in result.parts)
            assert total == pytest.approx(1 if result.figure.n >= 5 else 0), query
            parts = sum(
                (part.figure.hits or 0) if isinstance(metric, Mix) else part.figure.n
                for part in result.parts
            )
            assert parts == result.figure.n, query
        if result.window.kind is PeriodKind.WEEK and not isinstance(metric, Level | Age):
            assert result.series[-1].figure == result.figure, query
        if query.against is not Against.BEFORE:
            assert result.versus, query
            usual = knowing.answer(replace(query, against=Against.BEFORE), NOW)
            assert (usual.figure, own(usual)) == (result.figure, own(result)), query
            assert len(result.versus.series) in {0, len(result.series)}, query


def own(result: Result) -> dict[tuple[str, ...], Figure]:
    """The parts without what each is compared with."""
    mix = isinstance(result.metric, Mix)
    return {p.key: p.figure for p in result.parts if (p.figure.hits if mix else p.figure.n)}


def plain(key: str, way: str, words: str) -> Query:
    return Query(metric=key, variant=way, period=Period.of(words))


def is_anonymous(metric: AnyMetric) -> bool:
    return isinstance(metric, Score) and metric.anonymous


def test_every_part_is_what_its_filter_gives(knowing: Asker) -> None:
    knowing = knowing.still()
    for key, way in WAYS:
        metric, whole = measure(key, way), plain(key, way, "last month")
        # At one instant there may be none that nobody has.
        some = knowing.answer(whole, NOW).figure.n > 0
        assert some or isinstance(metric, Level) or (key, way) in NONE, whole
        possible = [d for d in (Dimension.CHANNEL, Dimension.TEAM) if d in metric.dimensions]
        cuts = {*possible[:1], Dimension.TIER} & metric.dimensions
        for by in {metric.over} if isinstance(metric, Mix) else cuts:
            for part in knowing.answer(replace(whole, split=(by,)), NOW).parts:
                alone = replace(whole, where=(Filter(by, part.key),))
                assert knowing.answer(alone, NOW).figure == part.figure, alone


def test_backlog_moves_by_what_came_went_and_came_back(asker: Asker, store: Store) -> None:
    ends = [NOW - days * 86400 - 777 * days for days in (40, 33, 20, 9, 2)]
    with store.read() as connection:

        def count(sql: str, low: int, high: int) -> int:
            found = connection.execute(text(sql), {"low": low, "high": high})
            return int(found.scalar_one())

        for low, high in pairwise(ends):
            came = count(
                "select count(*) from timeline where created_at > :low and created_at <= :high",
                low,
                high,
            )
            back = count(
                "select count(*) from solve where reopened_at > :low and reopened_at <= :high",
                low,
                high,
            )
            went = count("select count(*) from solve where at > :low and at <= :high", low, high)
            assert backlog(asker, high) == backlog(asker, low) + came + back - went


def backlog(asker: Asker, at: int) -> int:
    return asker.answer(Query(metric="backlog", period=Period.of("today")), at).figure.n


def test_a_question_about_the_past_knows_nothing_of_later(asker: Asker, store: Store) -> None:
    query = Query(metric="frt", period=Period.of("this week"))
    then = NOW - 20 * 86400
    before = asker.answer(query, then)
    with store.write() as connection:
        connection.execute(text("delete from wait"))
        connection.execute(
            text(
                "update timeline set first_reply_at = null, revision = 2 where created_at > :then"
            ),
            {"then": then},
        )
        connection.execute(text("update source set revision = 2"))
    assert asker.answer(query, then).figure == before.figure


def test_what_a_sync_changed_is_read_again_and_nothing_else_is_lost(
    knowing: Asker, store: Store
) -> None:
    everything = [plain(key, way, "last 60 days") for key, way in WAYS]
    before = knowing.still()
    for query in everything:
        before.answer(query, NOW)
    with store.write() as connection:
        some = "ticket in (select ticket from timeline where ticket % 3 = 0)"
        connection.execute(
            text("update timeline set channel = 'chat', revision = 2 where ticket % 3 = 0")
        )
        connection.execute(text(f"update solve set at = at + 60 where {some}"))
        connection.execute(text(f"update span set ended_at = ended_at + 60 where {some}"))
        connection.execute(text("update source set revision = 2"))
    after, fresh = knowing.still(), Asker(store, CALENDAR).still()
    for query in everything:
        assert after.answer(query, NOW) == fresh.answer(query, NOW), query


def test_few_tickets_are_said_and_too_few_give_no_verdict(asker: Asker) -> None:
    where = (Filter(Dimension.CHANNEL, ("social",)), Filter(Dimension.TEAM, ("t1",)))
    result = asker.answer(Query(metric="frt", period=Period.of("last month"), where=where), NOW)
    assert 0 < result.figure.n < 5
    assert result.figure.hidden
    assert result.figure.few
    assert result.change is None


def test_no_ticket_gives_no_value(asker: Asker) -> None:
    where = (Filter(Dimension.TEAM, ("nobody",)),)
    result = asker.answer(Query(metric="frt", period=Period.of("last week"), where=where), NOW)
    assert result.figure.value is None
    assert result.figure.n == 0


def test_the_ninetieth_percentile_needs_its_sample(asker: Asker) -> None:
    for words in PERIODS:
        result = asker.answer(Query(metric="frt", period=Period.of(words)), NOW)
        assert (result.figure.p90 is not None) == (result.figure.n >= P90_FROM)


def test_an_unfinished_week_is_compared_with_as_much_of_the_one_before(asker: Asker) -> None:
    result = asker.answer(Query(metric="volume", period=Period.of("this week")), NOW)
    assert not result.complete
    assert result.previous_window is not None
    elapsed = NOW - result.window.start
    assert result.previous_window.end - result.previous_window.start == elapsed


def test_the_history_before_the_first_sync_is_unknown_not_zero(asker: Asker) -> None:
    result = asker.answer(Query(metric="volume", period=Period.of("last week")), NOW - 340 * 86400)
    assert 0 < len(result.series) < 12
    assert all(point.figure.value for point in result.series)


def test_what_an_agent_opened_is_left_out_and_counted(asker: Asker) -> None:
    result = asker.answer(Query(metric="frt", period=Period.of("last month")), NOW)
    assert dict(result.excluded)["opened by an agent"] > 0


def test_reopens_of_the_last_seven_days_are_provisional(asker: Asker) -> None:
    result = asker.answer(Query(metric="reopen", period=Period.of("last week")), NOW)
    assert result.provisional_until == result.window.end + 7 * 86400
    assert not result.series[-1].complete
    assert result.series[0].complete


def test_a_target_is_met_or_not_in_the_direction_of_the_metric(asker: Asker) -> None:
    asker.targets = Targets.parse("frt email 1m; csat 1%")
    email = (Filter(Dimension.CHANNEL, ("email",)),)
    frt = asker.answer(Query(metric="frt", period=Period.of("last week"), where=email), NOW)
    csat = asker.answer(Query(metric="csat", period=Period.of("last month")), NOW)
    assert (frt.target and frt.target.met) is False
    assert (csat.target and csat.target.met) is True


def test_a_window_is_judged_by_the_target_that_was_in_force_then(asker: Asker) -> None:
    weeks = asker.answer(Query(metric="frt", period=Period.of("last week")), NOW).series
    for value, since_at in ((60.0, weeks[3].window.start + 5), (10.0**7, weeks[8].window.start)):
        asker.set_target(Aim(metric="frt", value=value, since_at=since_at, set_by="U1"))
    result = asker.answer(Query(metric="frt", period=Period.of("last week")), NOW)
    assert [point.target for point in result.series] == [None] * 3 + [60.0] * 5 + [1e7] * 4
    assert result.target
    assert result.target.met
    then = asker.answer(Query(metric="frt", period=Period.of("last week")), weeks[6].window.end)
    assert then.target
    assert (then.target.value, then.target.met) == (60.0, False)


def test_a_target_set_after_the_window_is_told_and_judges_nothing(asker: Asker) -> None:
    asker.set_target(Aim(metric="csat", value=0.99, since_at=NOW, set_by="U1"))
    week = asker.answer(Query(metric="csat", period=Period.of("last week")), NOW)
    assert week.target
    assert (week.target.met, week.target.words) == (None, "set after this period")
    month = asker.answer(Query(metric="csat", period=Period.of("this month")), NOW)
    assert month.target
    assert month.target.met is False


def test_before_the_first_sync_has_ended_there_is_no_answer(store: Store) -> None:
    with pytest.raises(AskError, match="first sync"):
        Asker(store, CALENDAR).answer(Query(metric="frt", period=Period.of("last week")), NOW)


def test_a_flow_counts_a_ticket_once_in_a_window(asker: Asker, store: Store) -> None:
    result: Result = asker.answer(Query(metric="solved", period=Period.of("last month")), NOW)
    tickets = [line["ticket"] for line in asker.tickets(result.query, NOW)]
    assert len(tickets) == len(set(tickets)) == result.figure.n
    assert isinstance(CATALOGUE["solved"], Flow)
    assert result.change is None or result.change.movement in {
        Movement.HIGHER,
        Movement.LOWER,
        Movement.UNCLEAR,
    }
