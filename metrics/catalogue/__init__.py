"""The measures: one object each, in the file of its family, joined here into one catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from metrics.catalogue.metric import AnyMetric
from metrics.catalogue.quality import QUALITY
from metrics.catalogue.speed import SPEED
from metrics.catalogue.workload import WORKLOAD

CATALOGUE: Mapping[str, AnyMetric] = MappingProxyType(
    {metric.key: metric for family in (SPEED, WORKLOAD, QUALITY) for metric in family}
)
"""Every measure by its key, in the order in which help and docs show them."""
