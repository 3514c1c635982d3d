"""/kpi benchmark: outside figures for a metric, with their source and segment."""

from __future__ import annotations

from bot.cards.benchmarks import benchmarks_card
from bot.cards.facts import DOT
from bot.commands.metric_scope import read_metric_scope
from bot.services import Services
from bot.talk import Reply, Request
from metrics.catalogue import CATALOGUE
from metrics.errors import AskError
from metrics.goals.benchmarks import BENCHMARKS, benchmarks
from metrics.tickets.records import Dimension

MOST_OFFERED = 5


def benchmark(request: Request, services: Services) -> Reply:
    """The figures for the metric and channel of the words. Raises AskError."""
    if not request.words:
        metrics = dict.fromkeys(
            figure.metric for figure in BENCHMARKS if figure.metric in CATALOGUE
        )
        examples = tuple(f"benchmark {key}" for key in metrics)[:MOST_OFFERED]
        raise AskError("Outside figures for which metric?", examples)
    scope = read_metric_scope(request.words, services, "benchmark")
    channel = next(iter(scope.query.values(Dimension.CHANNEL)), None)
    name = f"{scope.metric.title}{DOT}{scope.tickets}"
    return benchmarks_card(name, scope.phrase, benchmarks(scope.metric.key, channel))
