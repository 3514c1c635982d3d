"""What a team has set out to reach, per metric, channel and priority. No target is a default."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import Unit
from metrics.query import Query
from metrics.records import Channel, Dimension, Priority

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_VALUE = re.compile(r"(\d+(?:\.\d+)?)(s|m|h|d|%)?")
_PLACES: Mapping[str, Dimension] = {
    **{channel.value: Dimension.CHANNEL for channel in Channel},
    **{priority.value: Dimension.PRIORITY for priority in Priority},
}


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets by metric and the values they hold for; the one that says most about a query wins."""

    values: Mapping[tuple[str, frozenset[str]], float] = field(default_factory=dict)

    @staticmethod
    def parse(text: str) -> Targets:
        """Read "frt email 4h; frt chat 2m; csat 90%; backlog 200".

        Raises ValueError with a sentence that says what to write instead.
        """
        entries = (entry.split() for entry in re.split(r"[;\n]", text.lower()))
        return Targets(dict(_entry(words) for words in entries if words))

    def find(self, query: Query) -> float | None:
        """The target for the tickets of `query`, in the metric's unit, or None."""
        asked = {f.values[0] for f in query.where if len(f.values) == 1}
        narrowed = any(f.dimension not in _PLACES.values() for f in query.where)
        fitting = [
            (len(places), value)
            for (metric, places), value in self.values.items()
            if metric == query.metric and places <= asked
        ]
        return None if narrowed or not fitting else max(fitting)[1]


def _entry(words: list[str]) -> tuple[tuple[str, frozenset[str]], float]:
    key, *places, value = words if len(words) > 1 else [*words, ""]
    metric = CATALOGUE.get(key)
    if metric is None:
        raise ValueError(f"{key!r} is no metric; a target is written like 'frt email 4h'.")
    unknown = next((place for place in places if place not in _PLACES), None)
    if unknown is not None:
        raise ValueError(f"{unknown!r} is no channel or priority; write it like 'frt email 4h'.")
    return (key, frozenset(places)), _value(value, metric.unit)


def _value(text: str, unit: Unit) -> float:
    found = _VALUE.fullmatch(text)
    number, suffix = (float(found[1]), found[2]) if found else (0.0, None)
    if unit is Unit.SECONDS and suffix in _SECONDS:
        return number * _SECONDS[suffix]
    if unit is Unit.SHARE and suffix == "%":
        return number / 100
    if unit is Unit.COUNT and found and suffix is None:
        return number
    wanted = {Unit.SECONDS: "4h or 30m", Unit.SHARE: "90%", Unit.COUNT: "200"}[unit]
    raise ValueError(f"{text!r} is no target value here; write it like {wanted}.")
