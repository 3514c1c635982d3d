"""Cutting by time: what is asked where nothing is named, and what cannot be cut so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot.grammar.comparisons import Complaint
from bot.grammar.draft import Draft
from bot.grammar.mistakes import either
from bot.grammar.tokens import Token
from bot.grammar.vocabulary import Vocabulary
from metrics.catalogue.metric import Duration, Flow, Metric, Ratio, Score, Share
from metrics.periods.time_cuts import HEAT, TimeCut
from metrics.question.query import Query
from metrics.tickets.records import Dimension

VOLUME = "volume"
HAPPENING = Duration | Share | Flow | Score | Ratio
"""Made of single things that happened, each at its hour."""


def with_busy_volume(draft: Draft, vocabulary: Vocabulary, about: Query | None) -> Draft:
    """The draft about the volume, where "busiest" or "per day" is asked of nothing else."""
    if not draft.over or draft.metrics or about or VOLUME not in vocabulary.metrics:
        return draft
    return replace(draft, metrics=[vocabulary.metrics[VOLUME]])


def usual_week(tokens: Sequence[Token]) -> tuple[str, ...]:
    """What can be asked in place of the future: the usual week of the same, or of the volume."""
    words = " ".join(f'"{token.text}"' if token.quoted else token.text for token in tokens)
    usual = "last 12 weeks by weekday"
    return tuple(f"{asked} {usual}".strip() for asked in dict.fromkeys((words, VOLUME)) if asked)


def _parts(draft: Draft, vocabulary: Vocabulary) -> list[str]:
    """The first part of what is split that can be looked at alone; people are not offered."""
    cut = draft.split[0]
    named = draft.where.get(cut) or vocabulary.names[cut].titles
    return [] if cut is Dimension.AGENT else [value for value in named if value][:1]


def time_cut_complaints(
    draft: Draft, metric_of: Callable[[Draft], Metric], vocabulary: Vocabulary
) -> Iterator[Complaint]:
    """A cut of time that the metric does not have, or beside another cut."""
    over, metric = draft.over, metric_of(draft)
    if over and draft.split:
        cut = draft.split[0]
        one = [
            replace(draft, where={**draft.where, cut: {v}}, split=[])
            for v in _parts(draft, vocabulary)
        ]
        others = [*one, replace(draft, over=[]), replace(draft, split=[])]
        yield f"I show it by {cut} or by {over[0]}, one at a time.", others
    if len(over) > 1 and set(over) != set(HEAT):
        others = [replace(draft, over=[cut]) for cut in over]
        yield f"I cut time in one way at a time: by {either(over)}?", others
    if any(cut.kind is None for cut in over) and not isinstance(metric, HAPPENING):
        message = f"{metric.title} is told for whole days and longer, not by {over[0]}."
        yield message, [replace(draft, over=[TimeCut.DAY])]
