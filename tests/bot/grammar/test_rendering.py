"""Every query has one phrase, which is read as that query."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.grammar import parse, render
from bot.grammar.comparisons import COMPARABLE
from bot.grammar.tokens import key
from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import AnyMetric, Mix
from metrics.goals.targets import PLACES
from metrics.periods import Period
from metrics.question.query import Against, Clock, Directory, Filter, Query, Rival
from metrics.tickets.records import Channel, Dimension, Priority, Status
from tests.bot.grammar.desk import DESK

texts = st.text(max_size=12) | st.sampled_from(
    (
        *(
            "Billing",
            "billing",
            "Tier 2",
            "none",
            "by",
            "email",
            "last week",
            'A "B" & C',
            "<@U1|x>",
        ),
        *(
            "and",
            "frt",
            "July",
            "p90",
            "@",
            "R&amp;D",
            "O'Hara",
            "'x'",
            "team",
            "Ops, EMEA",
            "vs",
            "target",
            "A vs B",
            "2026",
            "by agent",
            "list",
            "30",
        ),
    )
)
ids = st.integers(0, 999).map(str)
directories = st.builds(
    Directory,
    teams=st.dictionaries(ids, texts, max_size=5),
    agents=st.dictionaries(ids, texts, max_size=5),
    # Categories that differ in nothing one can type are one category.
    categories=st.lists(texts.filter(key), max_size=5, unique_by=key).map(tuple),
    tiers=st.lists(texts.filter(key), max_size=3, unique_by=key).map(tuple),
    sources=st.dictionaries(st.sampled_from(("zendesk", "zendesk:eu", "front:1")), texts),
)
named = st.sampled_from(
    (
        *(
            "today",
            "last week",
            "this month",
            "this year",
            "last 30 days",
            "2026-W31",
            "2026-07",
            "q3",
            "july",
            "2026",
            "w31",
        ),
        *("2026-07-14", "14 july", "2026-07-01..2026-07-15", "1 july..15 july", "since 1 july"),
    )
).map(Period.of)
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
periods = named | st.builds(lambda period, day: period.by_dates(day), named, days)


def stored(dimension: Dimension, directory: Directory) -> list[str]:
    values: dict[Dimension, Iterable[str]] = {
        Dimension.TEAM: directory.teams,
        Dimension.AGENT: directory.agents,
        Dimension.CATEGORY: directory.categories,
        Dimension.TIER: directory.tiers,
        Dimension.CHANNEL: Channel,
        Dimension.PRIORITY: Priority,
        Dimension.STATUS: Status,
        Dimension.SOURCE: directory.sources,
    }
    return ["", *values[dimension]]


@st.composite
def queries(draw: st.DrawFn, directory: Directory) -> Query:
    asked: AnyMetric = draw(st.sampled_from(list(CATALOGUE.values())))
    variant = draw(st.sampled_from(["", *(variant.key for variant in asked.variants)]))
    metric = measure(asked.key, variant)
    possible = [d for d in Dimension if d in metric.dimensions]
    where = []
    for dimension in possible:
        values = st.lists(st.sampled_from(stored(dimension, directory)), unique=True, max_size=3)
        if chosen := draw(values):
            where.append(Filter(dimension, tuple(sorted(map(str, chosen)))))
    splits = st.lists(st.sampled_from(possible or [Dimension.TEAM]), unique=True, max_size=2)
    splits = splits if possible else st.just([])
    period = draw(periods | st.just(metric.default_period))
    against = draw(rivals(asked, metric, where, variant=variant))
    return Query(
        metric=asked.key,
        variant=variant,
        period=period,
        where=tuple(where),
        clock=draw(st.sampled_from(Clock)) if metric.takes_clock else Clock.CALENDAR,
        percentile=draw(st.none() | st.integers(1, 99)) if metric.takes_percentile else None,
        zone=draw(st.sampled_from(("", "Asia/Kolkata", "America/Port-au-Prince", "Etc/GMT+5"))),
        split=tuple(draw(splits)),
        against=other(draw, against, where, directory),
    )


def rivals(
    asked: AnyMetric, metric: AnyMetric, where: list[Filter], *, variant: str
) -> st.SearchStrategy[Against | Dimension]:
    """What such a question can be compared with."""
    found: list[Against | Dimension] = [Against.BEFORE, Against.YEAR, Against.BASELINE]
    if asked.better != "neither" and not variant and {f.dimension for f in where} <= set(PLACES):
        found.append(Against.TARGET)
    if not isinstance(metric, Mix):
        found += [f.dimension for f in where if f.dimension in COMPARABLE]
    return st.sampled_from(found)


def other(
    draw: st.DrawFn, against: Against | Dimension, where: list[Filter], directory: Directory
) -> Rival:
    """A rival, or values of a dimension that are not asked about already."""
    if isinstance(against, Against):
        return against
    (mine,) = (f.values for f in where if f.dimension is against)
    left = [value for value in map(str, stored(against, directory)) if value not in mine]
    if not left:
        return Against.BEFORE
    values = draw(st.lists(st.sampled_from(left), unique=True, min_size=1, max_size=2))
    return Filter(against, tuple(sorted(values)))


@given(st.data())
@settings(deadline=None)
def test_the_phrase_of_a_query_is_read_as_that_query(data: st.DataObject) -> None:
    directory = data.draw(directories)
    query = data.draw(queries(directory))
    phrase = render(query, directory)
    assert parse(phrase, directory) == query
    assert render(parse(phrase, directory), directory) == phrase


def test_the_parts_have_one_order_and_what_goes_without_saying_is_left_out() -> None:
    query = Query(
        metric="frt",
        period=Period.of("july"),
        where=(
            Filter(Dimension.CHANNEL, ("chat", "email")),
            Filter(Dimension.TEAM, ("1", "2")),
            Filter(Dimension.PRIORITY, ("high",)),
            Filter(Dimension.CATEGORY, ("R&D",)),
            Filter(Dimension.AGENT, ("a4",)),
        ),
        clock=Clock.BUSINESS,
        percentile=90,
        split=(Dimension.TEAM, Dimension.CHANNEL),
        against=Filter(Dimension.TEAM, ("3",)),
    )
    assert render(query, DESK) == (
        'frt chat, email team "Billing", "Tier 2" high category "R&D" agent Zoë '
        "p90 business july by team and channel vs team Support"
    )
    assert render(Query(metric="frt", period=CATALOGUE["frt"].default_period), DESK) == "frt"
