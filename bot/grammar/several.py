"""Several measures in one question: what is asked of each, in the words that ask it alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.grammar.comparisons import with_period
from bot.grammar.draft import Draft
from bot.grammar.mistakes import either
from bot.grammar.queries import follow_up, metric_complaints, metric_of, period, query_of_draft
from bot.grammar.rendering import phrase_of
from bot.grammar.vocabulary import Vocabulary
from metrics.catalogue.limits import variant_of
from metrics.catalogue.metric import Metric
from metrics.errors import AskError
from metrics.question.query import Against, Clock, Filter, Query
from metrics.tickets.records import Dimension

MOST = 3
"""So many measures have an answer each."""
CORE = ("frt", "csat", "volume")
"""What is told of parts that are set side by side, where no measure is named."""
NO_RIVALS = (Against.TARGET, Against.BASELINE)
"""What not every measure can be compared with."""
CUT_BY_VALUE = (Dimension.AGENT, Dimension.STATUS)
"""Whose values are not set side by side: people are not ranked, and a status is no kind of work."""


class SeveralError(AskError):
    """More than one measure is asked for: `phrases` ask for each alone.

    Whoever can give only one answer says so, with these as what may be meant.
    """

    def __init__(self, message: str, phrases: tuple[str, ...]) -> None:
        super().__init__(message, phrases)
        self.phrases = phrases


def demand_one(draft: Draft, vocabulary: Vocabulary, about: Query | None) -> None:
    """Raises SeveralError where up to three measures are named, and AskError where more are."""
    if len(draft.metrics) < 2:
        return
    message, _ = next(metric_complaints(draft, vocabulary))
    drafts = [_alone(draft, metric, about, vocabulary) for metric in draft.metrics[:MOST]]
    phrases = tuple(phrase_of(query_of_draft(each, vocabulary), vocabulary) for each in drafts)
    if len(draft.metrics) <= MOST:
        raise SeveralError(message, phrases)
    keys = [metric.key for metric in draft.metrics]
    rest = phrases[0].removeprefix(keys[0])
    raise AskError(
        f"I answer up to {MOST} measures at once, and these are {len(keys)}: of more numbers in "
        f"one message none is read. Which ones: {either(keys)}? A digest has more.",
        (f"{', '.join(keys[:MOST])}{rest}", *phrases[: MOST - 1]),
    )


def side_by_side_parts(draft: Draft) -> Draft:
    """The draft with "email vs chat vs web" as these three, split by channel."""
    others = [rival for rival in draft.against if isinstance(rival, Filter)]
    dimensions = {rival.dimension for rival in others}
    if len(dimensions) != 1 or len(others) != len(draft.against):
        return draft
    [dimension] = dimensions
    mine = draft.where.get(dimension, set())
    values = mine.union(*(rival.values for rival in others))
    pair = len(others) == 1 and dimension in {Dimension.CHANNEL, Dimension.TEAM}
    if not mine or pair or dimension in CUT_BY_VALUE or len(values) <= len(others):
        return draft
    split = [dimension, *(each for each in draft.split if each is not dimension)]
    return replace(draft, where={**draft.where, dimension: values}, split=split, against=[])


def with_core(draft: Draft, vocabulary: Vocabulary) -> Draft:
    """The draft with the core measures where parts are set side by side and none is named."""
    apart = draft.split or any(rival not in NO_RIVALS for rival in draft.against)
    if draft.metrics or draft.ways or not apart:
        return draft
    return replace(draft, metrics=[vocabulary.metrics[k] for k in CORE if k in vocabulary.metrics])


def _alone(draft: Draft, metric: Metric, about: Query | None, vocabulary: Vocabulary) -> Draft:
    """What is asked of one of the measures: all tickets and periods, and of the rest what suits."""
    each = replace(draft, metrics=[metric], ways=list(_ways(draft, metric)))
    timed = metric_of(each) if not each.ways or variant_of(metric, each.ways[0]) else metric
    some = [metric_of(replace(draft, metrics=[m], ways=[])) for m in draft.metrics]
    if not timed.takes_clock and any(other.takes_clock for other in some):
        each = replace(each, clocks=[c for c in each.clocks if c is not Clock.BUSINESS])
    if not timed.takes_percentile and any(other.takes_percentile for other in some):
        each = replace(each, percentiles=[])
    each = with_period(each, about.period if about else period(each))
    return follow_up(each, about, vocabulary) if about else each


def _ways(draft: Draft, metric: Metric) -> Iterator[str]:
    """The variants that are meant of a measure: those it was named with, else those it has."""
    for way in draft.ways:
        owners = draft.owners.get(way)
        if owners:
            if metric.key in owners:
                yield way
        elif variant_of(metric, way) or not _anybody_has(way, draft.metrics):
            yield way


def _anybody_has(way: str, metrics: Iterable[Metric]) -> bool:
    return any(variant_of(metric, way) for metric in metrics)
