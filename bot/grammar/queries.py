"""Meaning: whether a draft is one question, and one that its metric can answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain

from bot.grammar.comparisons import Complaint, rival_complaints, rivals
from bot.grammar.draft import Draft
from bot.grammar.limits import limit_words
from bot.grammar.mistakes import HELP, either
from bot.grammar.rendering import phrase_of
from bot.grammar.time_cuts import time_cut_complaints
from bot.grammar.tokens import echo
from bot.grammar.vocabulary import Percentile, Vocabulary, Zone
from metrics.catalogue.limits import limit_of, taken, variant_of
from metrics.catalogue.metric import Duration, Family, Metric, Rate, Ratio, Score, Share, Unit
from metrics.catalogue.ways import WORDS
from metrics.errors import AskError
from metrics.periods import Period
from metrics.periods.time_cuts import HEAT
from metrics.question.query import Against, Clock, Filter, Query
from metrics.tickets.dimensions import in_order
from metrics.tickets.records import Dimension

MOST_SPLITS = 2
AVERAGES = (Share, Score, Ratio, Rate)
"""Measures whose usual figure is an average of what it is made of."""
OF_AGE = (["aging"], ["oldest"])
"""Measures of an age: with a limit they ask how many are older."""
STATISTICS = {word: words[0] for key, words in WORDS.values() for word in (key, *words)}
"""Words for the statistics of times, each with its plain name; nothing else has them."""
OFFER_FAMILIES = (Family.SPEED, Family.WORKLOAD, Family.QUALITY)
"""Whoever names no metric is offered the first one of each of these."""


def query_of_draft(draft: Draft, vocabulary: Vocabulary) -> Query:
    """The query of a draft; AskError if it asks for nothing, too much or what cannot be had."""
    draft = without_plain_average(draft)
    for message, others in chain(
        *(metric_complaints(draft, vocabulary), surplus_complaints(draft)),
        *(
            variant_complaints(draft),
            dimension_complaints(draft),
            time_complaints(draft),
            time_cut_complaints(draft, metric_of, vocabulary),
            comparison_complaints(draft, vocabulary),
        ),
    ):
        raise AskError(message, phrases(others, vocabulary))
    [metric] = draft.metrics
    variant = variant_of(metric, draft.ways[0]) if draft.ways else None
    against = rivals(draft, period(draft))
    return Query(
        metric=metric.key,
        variant=variant.key if variant else "",
        period=period(draft),
        where=tuple(Filter(d, tuple(sorted(draft.where[d]))) for d in in_order(draft.where)),
        clock=draft.clocks[0] if draft.clocks else Clock.CALENDAR,
        percentile=draft.percentiles[0].number if draft.percentiles else None,
        zone=draft.zones[0].name if draft.zones else "",
        split=tuple(draft.split),
        over=HEAT if len(draft.over) > 1 else tuple(draft.over),
        against=next(iter(against), Against.BEFORE),
    )


def period(draft: Draft) -> Period:
    """The period that is asked about, or the usual one of the cut of time or the metric."""
    if draft.periods:
        return draft.periods[0]
    return draft.over[0].usual_period if draft.over else metric_of(draft).default_period


def phrases(drafts: Iterable[Draft], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The canonical phrases of those drafts that make sense."""
    result = []
    for draft in drafts:
        with suppress(AskError):
            result.append(phrase_of(query_of_draft(draft, vocabulary), vocabulary))
    return tuple(dict.fromkeys(result))


def metric_complaints(draft: Draft, vocabulary: Vocabulary) -> Iterator[Complaint]:
    """No metric, or more than one."""
    if len(draft.metrics) == 1:
        return
    first = {metric.family: metric for metric in reversed(list(vocabulary.metrics.values()))}
    choices = draft.metrics or [first[family] for family in OFFER_FAMILIES if family in first]
    others = [replace(draft, metrics=[metric]) for metric in choices]
    if draft.metrics:
        keys = either([metric.key for metric in draft.metrics])
        yield f"I answer one metric at a time: {keys}?", others
    yield f"Which metric do you want to see? {HELP}", others


def surplus_complaints(draft: Draft) -> Iterator[Complaint]:
    """More of something than one answer can hold."""
    if len(draft.periods) > 1:
        periods = either([str(period) for period in draft.periods])
        others = [replace(draft, periods=[period]) for period in draft.periods]
        yield f"I answer one period at a time: {periods}?", others
    if len(draft.ways) > 1:
        others = [replace(draft, ways=[way]) for way in draft.ways]
        yield f"I answer one of these at a time: {either(draft.ways)}?", others
    if len(draft.percentiles) > 1:
        others = [replace(draft, percentiles=[p]) for p in draft.percentiles]
        yield "I show one percentile at a time.", others
    if len(draft.clocks) > 1:
        others = [replace(draft, clocks=[clock]) for clock in draft.clocks]
        yield "Either business hours or calendar time: they never mix in one figure.", others
    if len(draft.zones) > 1:
        others = [replace(draft, zones=[zone]) for zone in draft.zones]
        yield "I count days in one time zone at a time.", others
    if len(draft.split) > MOST_SPLITS:
        others = [replace(draft, split=draft.split[:MOST_SPLITS])]
        yield f"I can split by at most {MOST_SPLITS} things at once.", others


def with_implied_metric(draft: Draft, vocabulary: Vocabulary, about: Query | None) -> Draft:
    """The draft with the measure that its way implies: of an age the number that are so old."""
    draft = replace(draft, ways=[_limit_key(way, draft.metrics) for way in draft.ways])
    limited = any(map(limit_of, draft.ways))
    backlog = vocabulary.metrics.get("backlog")
    if backlog is None or not (limited or draft.implied):
        return draft
    if limited and [metric.key for metric in draft.metrics] in OF_AGE:
        return replace(draft, metrics=[backlog])
    if draft.metrics or about is not None:
        return draft
    state = [backlog] * (Dimension.STATUS in draft.where)  # "pending > 2 weeks"
    implied = draft.implied if limited else state or draft.implied
    return replace(draft, metrics=[*(implied or state)])


def _limit_key(way: str, metrics: Iterable[Metric]) -> str:
    """The limit that a way says, where it is no variant of what is asked: "within 30 days"."""
    words = limit_words(way)
    own = any(metric.variant(way) for metric in metrics)
    return way if own or words is None or words.limit is None else words.limit.key(age=False)


def without_plain_average(draft: Draft) -> Draft:
    """The draft without "average" where the usual figure is one, as that of ratings is."""
    plain = isinstance(draft.metrics[0], AVERAGES) if len(draft.metrics) == 1 else False
    if not plain or draft.metrics[0].variant("mean"):
        return draft
    return replace(draft, ways=[way for way in draft.ways if STATISTICS.get(way) != "average"])


def variant_complaints(draft: Draft) -> Iterator[Complaint]:
    """A variant that the metric does not have."""
    [metric] = draft.metrics
    if draft.ways and not STATISTICS.get(draft.ways[0]) and (why := misfit(metric, draft.ways[0])):
        yield why, [*_as_periods(draft), replace(draft, ways=[])]
    if draft.ways and variant_of(metric, draft.ways[0]) is None:
        others = [replace(draft, ways=[variant.key]) for variant in metric.variants]
        variants = [f"{metric.key} {variant.key}" for variant in metric.variants]
        hint = f"It has {either(variants)}." if variants else "It is taken in one way only."
        what = STATISTICS.get(draft.ways[0]) or f"variant {echo(draft.ways[0])}"
        message = f"{metric.title} has no {what}. {hint}"
        yield message, [replace(draft, ways=[]), *others]


def misfit(metric: Metric, word: str) -> str:
    """Why a measure takes no limit, or not this one; empty where it does, or the word says none."""
    limit, words = limit_of(word), limit_words(word)
    if limit is not None and variant_of(metric, word) is None:
        return (
            f"{metric.title} has no limit of time. Times have one (frt within 4h), and so have "
            "open tickets (backlog older than 7d)."
        )
    if words is None or words.limit is not None:
        return ""
    if "star" in word:
        return "Ratings are told as good or bad here, without stars."
    side, amount = word.rsplit(" ", 1)
    if isinstance(metric, Duration) or metric.unit is Unit.SECONDS:
        return f"{echo(word)} has no unit: say {side} {amount}m or {side} {amount}h."
    above = "above" if words.beyond else "below"
    return (
        f"I do not pick {metric.counts} by the value of {metric.title}. To hear when it is so: "
        f"/kpi alert {metric.key} {above} {amount}."
    )


def _as_periods(draft: Draft) -> Iterator[Draft]:
    """The draft with a limit of whole days as its period: "within 30 days"."""
    limit = limit_of(draft.ways[0])
    if limit and not limit.beyond and limit.time.endswith("d") and not draft.periods:
        days = Period.parse(f"last {limit.time.removesuffix('d')} days")
        if days is not None:
            yield replace(draft, ways=[], periods=[days])


def metric_of(draft: Draft) -> Metric:
    """The metric of a draft, in the variant that was said."""
    [metric] = draft.metrics
    return taken(metric, draft.ways[0]) if draft.ways else metric


def reason(metric: Metric, dimension: Dimension) -> str:
    """Why a metric is not cut by a dimension, where there is a reason beyond having none."""
    if dimension is Dimension.AGENT and metric.team_only:
        return metric.team_only
    return "" if metric.dimensions else f"{metric.title} is one figure: it cannot be cut."


def dimension_complaints(draft: Draft) -> Iterator[Complaint]:
    """A split or a filter by something the metric does not have."""
    metric = metric_of(draft)
    possible = either([d for d in Dimension if d in metric.dimensions] or ["nothing"])
    split = [d for d in draft.split if metric.cuts(d)]
    if odd := [d for d in draft.split if not metric.cuts(d)]:
        message = (
            reason(metric, odd[0]) or f"{metric.title} can be split by {possible}, not by {odd[0]}."
        )
        yield message, [replace(draft, split=split)]
    where = {d: values for d, values in draft.where.items() if metric.cuts(d)}
    if odd := [d for d in draft.where if not metric.cuts(d)]:
        message = (
            reason(metric, odd[0])
            or f"{metric.title} can be narrowed by {possible}, not by {odd[0]}."
        )
        yield message, [replace(draft, where=where)]


def time_complaints(draft: Draft) -> Iterator[Complaint]:
    """Office hours or a percentile for what is no duration."""
    metric = metric_of(draft)
    limit = limit_of(draft.ways[0]) if draft.ways else None
    if Clock.BUSINESS in draft.clocks and limit and re.search("[dw]", limit.time):
        message = "Say it in hours: a business day is not 24 hours long."
        yield message, [replace(draft, clocks=[])]
    if Clock.BUSINESS in draft.clocks and not metric.takes_clock:
        message = f"{metric.title} has no business hours: it does not measure a time."
        yield message, [replace(draft, clocks=[])]
    if draft.percentiles and not metric.takes_percentile:
        why = "it has one value" if metric.takes_clock else "it does not measure a time"
        message = f"{metric.title} has no percentiles: {why}."
        yield message, [replace(draft, percentiles=[])]


def comparison_complaints(draft: Draft, vocabulary: Vocabulary) -> Iterator[Complaint]:
    """Something to compare with that does not fit."""
    yield from rival_complaints(draft, metric_of(draft), period(draft), vocabulary)


def follow_up(draft: Draft, about: Query, vocabulary: Vocabulary) -> Draft:
    """A draft that says what changes about an earlier question; the rest of that one stays.

    What the earlier question had and a newly named metric has not is dropped in silence.
    """
    before = vocabulary.metrics.get(about.metric)
    if before is None or len(draft.metrics) > 1:
        return draft
    [metric] = draft.metrics or [before]
    usual = metric is not before and about.period == taken(before, about.variant).default_period
    ways = draft.ways or [about.variant] * bool(about.variant and not draft.metrics)
    takes_percentile = metric_of(Draft(metrics=[metric], ways=ways)).takes_percentile
    percentiles = [Percentile(about.percentile)] if about.percentile and takes_percentile else []

    moved = bool(draft.periods) and isinstance(about.against, Period)

    def one(dimension: Dimension) -> bool:
        """Whether so little is now asked for that a split by it would say nothing."""
        return len(draft.where.get(dimension, ())) == 1

    whole = Draft(
        metrics=[metric],
        ways=ways,
        periods=draft.periods or ([] if usual else [about.period]),
        clocks=draft.clocks or [about.clock] * metric.takes_clock,
        percentiles=draft.percentiles or percentiles,
        zones=draft.zones or [Zone(about.zone)] * bool(about.zone),
        where={f.dimension: set(f.values) for f in about.where if metric.cuts(f.dimension)}
        | draft.where,
        over=draft.over or ([] if draft.split else list(about.over)),
        split=draft.split
        or [d for d in about.split if metric.cuts(d) and not one(d) and not draft.over],
        against=draft.against or ([] if moved else [about.against]),
    )
    fits = draft.against or not any(comparison_complaints(whole, vocabulary))
    return whole if fits else replace(whole, against=[])
