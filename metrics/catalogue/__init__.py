"""The measures: one object each, in the file of its family, joined here into one catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from metrics.catalogue.automation import AUTOMATION
from metrics.catalogue.cost import EFFICIENCY
from metrics.catalogue.limits import variant_of
from metrics.catalogue.loyalty import LOYALTY
from metrics.catalogue.metric import AnyMetric
from metrics.catalogue.quality import QUALITY
from metrics.catalogue.reviews import SCORED
from metrics.catalogue.selfservice import SELFSERVICE
from metrics.catalogue.sla import SLA
from metrics.catalogue.speed import SPEED
from metrics.catalogue.workload import WORKLOAD

CATALOGUE: Mapping[str, AnyMetric] = MappingProxyType(
    {
        metric.key: metric
        for family in (
            *(SPEED, SLA, WORKLOAD, QUALITY, SCORED),
            *(LOYALTY, EFFICIENCY, SELFSERVICE, AUTOMATION),
        )
        for metric in family
    }
)
"""Every measure by its key, in the order in which help and docs show them."""


def measure(key: str, variant: str = "") -> AnyMetric:
    """A measure, in a variant of it. Raises KeyError where there is none."""
    if not variant:
        return CATALOGUE[key]
    variety = variant_of(CATALOGUE[key], variant)
    if variety is None:
        raise KeyError(f"{key} {variant}")
    return variety.metric
