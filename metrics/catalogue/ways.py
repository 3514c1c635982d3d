"""A time that can also be had as its mean, its longest and its shortest."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from metrics.catalogue.metric import Age, Duration, Statistic, Variant

Time = TypeVar("Time", Duration, Age)

WORDS = {
    Statistic.MEAN: ("mean", ("average", "avg")),
    Statistic.LONGEST: ("max", ("maximum",)),
    Statistic.SHORTEST: ("min", ("minimum", "fastest", "shortest", "quickest")),
}
"""The key of each variant with the other words that say it."""
CAUTION = {
    Statistic.MEAN: "A few very long ones rule a mean: the median is the usual one.",
    Statistic.LONGEST: "It is that of a single ticket and says nothing of the others.",
    Statistic.SHORTEST: "It is that of a single ticket and says nothing of the others.",
}


def with_ways(metric: Time, *names: str) -> Time:
    """A time with its mean, longest and shortest as variants; `names` ask for its mean."""
    varieties = list(metric.variants)
    for statistic, (key, words) in WORDS.items():
        own = names if statistic is Statistic.MEAN else ()
        way = _taken_as(metric, statistic)
        varieties.append(Variant(key=key, metric=way, words=words, names=own))
    return replace(metric, variants=tuple(varieties))


def _taken_as(metric: Time, statistic: Statistic) -> Time:
    formula = metric.formula.replace("median and 90th percentile", statistic)
    single = statistic is not Statistic.MEAN
    return replace(
        metric,
        statistic=statistic,
        takes_percentile=False,
        names_tickets=single,
        minimum=0 if single else metric.minimum,
        formula=formula,
        caveats=(CAUTION[statistic], *metric.caveats),
        variants=(),
    )
