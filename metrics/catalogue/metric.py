"""What a measure is: its words, its definition, and by kind the function over columns that yields it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from metrics.columns import Columns, Facts, Spans
from metrics.records import Dimension


class Unit(StrEnum):
    """What a value counts in. Shares are 0..1."""

    SECONDS = "seconds"
    SHARE = "share"
    COUNT = "count"


class Better(StrEnum):
    """Which direction is the good one."""

    LOWER = "lower"
    HIGHER = "higher"
    NEITHER = "neither"


class Family(StrEnum):
    """The question a measure helps to answer."""

    SPEED = "speed"
    WORKLOAD = "workload"
    QUALITY = "quality"
