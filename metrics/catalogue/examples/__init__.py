"""A worked example for every measure: printed in docs/metrics.md, and asked by a test."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from metrics.catalogue.examples.example import Example
from metrics.catalogue.examples.files import FILES
from metrics.catalogue.examples.outcomes import OUTCOMES
from metrics.catalogue.examples.speed import SPEED
from metrics.catalogue.examples.workload import WORKLOAD

EXAMPLES: Mapping[str, Example] = MappingProxyType({**SPEED, **WORKLOAD, **OUTCOMES, **FILES})
"""Each example by the key of its measure."""
