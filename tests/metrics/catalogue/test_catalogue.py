"""Rules that every measure obeys, told all at once."""

from __future__ import annotations

from collections import Counter

import pytest

from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric, Duration, Mix, Share, Unit
from metrics.records import Dimension

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
    assert metric.needs


@EVERY
def test_units_go_with_kinds(metric: AnyMetric) -> None:
    assert (metric.unit is Unit.SHARE) == isinstance(metric, Share | Mix)
    if isinstance(metric, Duration):
        assert metric.unit is Unit.SECONDS
        assert metric.takes_clock
        assert metric.takes_percentile


@EVERY
def test_only_snapshots_are_cut_by_status(metric: AnyMetric) -> None:
    assert (Dimension.STATUS in metric.dimensions) == (metric.key in {"backlog", "aging"})
