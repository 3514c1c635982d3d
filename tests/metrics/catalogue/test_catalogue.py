"""Rules that every measure obeys, told all at once."""

from __future__ import annotations

from collections import Counter

import pytest

from metrics.catalogue import CATALOGUE, measure
from metrics.catalogue.metric import (
    Age,
    AnyMetric,
    Duration,
    Level,
    Mix,
    Share,
    Spread,
    Unit,
)
from metrics.helpdesks.vendors import HELPDESKS
from metrics.tickets.records import Dimension

EVERY = pytest.mark.parametrize("metric", CATALOGUE.values(), ids=list(CATALOGUE))


def test_no_two_measures_share_a_name() -> None:
    names = Counter(
        name for metric in CATALOGUE.values() for name in (metric.key, *metric.other_names)
    )
    assert [name for name, count in names.items() if count > 1] == []


@EVERY
def test_names_are_as_people_type_them(metric: AnyMetric) -> None:
    assert all(name == name.lower().strip() for name in (metric.key, *metric.other_names))


@EVERY
def test_what_is_said_is_said_in_sentences(metric: AnyMetric) -> None:
    for sentence in (metric.definition, metric.population, *metric.caveats):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
    assert metric.formula
    assert metric.made_of


@EVERY
def test_units_go_with_kinds(metric: AnyMetric) -> None:
    shares = isinstance(metric, Share | Mix | Spread) or metric.key in {"churn", "utilization"}
    assert (metric.unit is Unit.SHARE) == shares
    if isinstance(metric, Duration):
        assert metric.unit is Unit.SECONDS
        assert metric.takes_clock
        assert metric.takes_percentile


@EVERY
def test_only_snapshots_are_cut_by_status(metric: AnyMetric) -> None:
    assert isinstance(metric, Level | Age) or Dimension.STATUS not in metric.dimensions


@EVERY
def test_variants_are_told_apart_and_differ(metric: AnyMetric) -> None:
    words = Counter(word for v in metric.variants for word in (v.key, *v.words))
    assert [word for word, count in words.items() if count > 1] == []
    for variant in metric.variants:
        assert measure(metric.key, variant.key) == variant.metric != metric
        # A mean of counts is one beside a share of those that have any.
        assert variant.metric.unit in {metric.unit, Unit.RATIO}
        assert not variant.metric.variants


def test_no_name_of_a_variant_is_one_of_a_measure() -> None:
    names = {name for m in CATALOGUE.values() for name in (m.key, *m.other_names, m.title.lower())}
    assert [n for m in CATALOGUE.values() for v in m.variants for n in v.names if n in names] == []


def test_a_variant_nobody_has_is_no_measure() -> None:
    with pytest.raises(KeyError):
        measure("frt", "nonsense")


@EVERY
def test_what_is_not_there_says_why_and_how_to_get_it(metric: AnyMetric) -> None:
    if metric.supply is not None:
        mends = [vendor.mend(need) for vendor in HELPDESKS.values() for need in metric.needs]
        how = metric.supply.how or next(filter(None, mends))  # each helpdesk may say it
        for half in (metric.supply.because, how):
            assert half[0].islower() or half.startswith("Deskpulse")
            assert half[-1] != "."
