"""What a target, a benchmark or a baseline is about: one metric, and which tickets."""

from __future__ import annotations

from dataclasses import dataclass

from bot.grammar import parse, render
from bot.services import Services
from metrics.ask.wording import scope
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric
from metrics.errors import AskError
from metrics.question.query import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricScope:
    """The words read: `phrase` is what to ask for it, `tickets` which ones in words."""

    query: Query
    metric: AnyMetric
    phrase: str
    tickets: str


def read_metric_scope(words: str, services: Services, before: str, after: str = "") -> MetricScope:
    """What `words` are about. Raises AskError, whose suggestions stand between before and after."""
    directory = services.asker.directory()
    try:
        query = parse(words, directory)
    except AskError as error:
        phrases = (f"{before} {phrase} {after}".strip() for phrase in error.suggestions)
        raise AskError(str(error), tuple(phrases)) from None
    metric = CATALOGUE[query.metric]
    plain = Query(metric=query.metric, where=query.where, period=metric.default_period)
    words_of_plain = render(plain, directory)
    if query != plain:
        raise AskError(
            "Here I take a metric and which tickets: no period, split, clock or variant.",
            (f"{before} {words_of_plain} {after}".strip(),),
        )
    return MetricScope(
        query=plain, metric=metric, phrase=words_of_plain, tickets=scope(plain, directory, None)
    )
