"""A duration that can also be had as its mean."""

from __future__ import annotations

from dataclasses import replace

from metrics.catalogue.metric import Duration, Variant


def with_mean(metric: Duration, *names: str) -> Duration:
    """A duration that can also be had as its mean; `names` ask for just that."""
    mean = replace(
        metric,
        average=True,
        takes_percentile=False,
        formula=metric.formula.replace("median and 90th percentile", "mean"),
        caveats=("A few very long ones rule a mean: the median is the usual one.", *metric.caveats),
        variants=(),
    )
    return replace(
        metric, variants=(*metric.variants, Variant(key="mean", metric=mean, names=names))
    )
