"""Rendering: the one canonical phrase of a query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.grammar.mistakes import value_words
from bot.grammar.vocabulary import Vocabulary, vocabulary_of
from metrics.catalogue import CATALOGUE
from metrics.catalogue.limits import taken
from metrics.catalogue.metric import Metric
from metrics.periods import Period
from metrics.question.query import Against, Clock, Directory, Filter, Query


def render(query: Query, directory: Directory, catalogue: Mapping[str, Metric] = CATALOGUE) -> str:
    """The canonical phrase of a query; `parse` reads it as an equal one."""
    return phrase_of(query, vocabulary_of(catalogue, directory))


def phrase_of(query: Query, vocabulary: Vocabulary) -> str:
    """The canonical phrase of a query, for one who has the vocabulary at hand."""
    return " ".join(parts(query, vocabulary))


def parts(query: Query, vocabulary: Vocabulary) -> Iterator[str]:
    """Metric, variant, filters, percentile, clock, period, zone, split, what it is compared with.

    What goes without is not said.
    """
    yield query.metric
    if query.variant:
        yield query.variant
    yield from (value_words(part, vocabulary) for part in query.where)
    if query.percentile is not None:
        yield f"p{query.percentile}"
    if query.clock is not Clock.CALENDAR:
        yield query.clock
    usual = taken(vocabulary.metrics[query.metric], query.variant).default_period
    if query.period != usual or query.over or isinstance(query.against, Period):
        yield str(query.period)
    if query.zone:
        yield query.zone
    if query.split:
        yield f"by {' and '.join(query.split)}"
    if query.over:
        yield f"by {' and '.join(query.over)}"
    yield from rival_words(query, vocabulary)


def rival_words(query: Query, vocabulary: Vocabulary) -> Iterator[str]:
    """What it is compared with, where that is not the period before."""
    match query.against:
        case Against.BEFORE:
            pass
        case Filter() as other:
            yield f"vs {value_words(other, vocabulary)}"
        case rival:
            yield f"vs {rival}"
