"""Outside figures as the guides give them: to be looked at, never a target and never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from metrics.question.query import Query
from metrics.question.result import Reference
from metrics.tickets.records import Channel

DASH = "\N{EN DASH}"
_SIZES = {"s": 1, "min": 60, "h": 3600, "days": 86400, "%": 0.01}
EMAIL = (Channel.EMAIL, Channel.WEB)
CHAT = (Channel.CHAT, Channel.MESSAGING)
PHONE = (Channel.PHONE,)


class Segment(StrEnum):
    """Whom a company sells to, or how large it is."""

    B2B = "b2b"
    B2C = "b2c"
    SMB = "smb"
    ENTERPRISE = "enterprise"

    @property
    def title(self) -> str:  # type: ignore[override]  # for str.title, of no use here
        """Its name as people write it."""
        return {"enterprise": "Enterprise"}.get(self.value, self.value.upper())


def segment(text: str) -> Segment | None:
    """The segment that a setting names, or None for "off". Raises ValueError."""
    word = text.strip().lower()
    if word == "off":
        return None
    try:
        return Segment(word)
    except ValueError:
        raise ValueError(f"must be off, {', '.join(Segment)}, and not {text!r}") from None


SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "000": "guide to tracking, benchmarks and dashboards",
        "001": "guide to eight key measures",
        "002": f"benchmark table by segment, 2024{DASH}2026",
        "003": "B2B guide to what predicts retention",
        "004": "guide to ten measures",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A figure from `low` to `high` in its own `unit`; one bound alone is "above" or "below".

    Without `channels` the source does not state any. `level` is False for figures about the way of
    measuring, such as the length of a window.
    """

    metric: str
    source: str
    low: float | None = None
    high: float | None = None
    unit: str = "%"
    segment: Segment | None = None
    channels: tuple[Channel, ...] = ()
    credit: str = ""
    note: str = ""
    level: bool = True

    @property
    def words(self) -> str:
        """The figure in words: "85-90%", "below 1 h", "about 24 h"."""
        if self.low is None and self.high is None:
            return self.note
        if self.low is None or self.high is None:
            word, value = ("above", self.low) if self.high is None else ("below", self.high)
            return f"{word} {self._value(f'{value:g}')}"
        if self.low == self.high:
            return f"about {self._value(f'{self.low:g}')}"
        return self._value(f"{self.low:g}{DASH}{self.high:g}")

    def _value(self, number: str) -> str:
        match self.unit:
            case "%":
                return f"{number}%"
            case "$":
                return f"${number}"
            case "":
                return number
            case unit:
                return f"{number} {unit}"

    @property
    def origin(self) -> str:
        """Where it comes from, and whom the source credits."""
        credited = f", credited to {self.credit}" if self.credit else ""
        return f"{SOURCES[self.source]}{credited}"

    @property
    def reference(self) -> Reference | None:
        """The figure for a chart, in the unit of its metric."""
        bounds = [bound for bound in (self.low, self.high) if bound is not None]
        if not bounds or not self.level or self.segment is None:
            return None
        low, high = (bound * _SIZES.get(self.unit, 1) for bound in (min(bounds), max(bounds)))
        label = f"{self.segment.title} {self.words} ({SOURCES[self.source]})"
        return Reference(low=low, high=high, label=label)


def benchmarks(metric: str, channel: str | None = None) -> tuple[Benchmark, ...]:
    """The figures for a metric, those for a channel first; other channels' never beside them."""
    rows = [b for b in BENCHMARKS if b.metric == metric]
    own = [b for b in rows if b.channels and (channel is None or channel in b.channels)]
    return (*own, *(b for b in rows if not b.channels))


def reference(query: Query, segment: Segment | None) -> Reference | None:
    """The outside figure beside a whole team's own; none where only some tickets are asked for."""
    plain = Query(metric=query.metric, period=query.period, split=query.split)
    if segment is None or query != plain:
        return None
    references = (
        b.reference for b in BENCHMARKS if (b.metric, b.segment) == (query.metric, segment)
    )
    return next(filter(None, references), None)


def _segments(
    metric: str,
    bounds: tuple[tuple[float | None, float | None], ...],
    credit: str,
    unit: str = "%",
    note: str = "",
) -> tuple[Benchmark, ...]:
    """A row of the table by segment: B2B, B2C, and the means of SMB and Enterprise."""
    pairs = zip(Segment, bounds, strict=True)
    return tuple(
        Benchmark(
            metric=metric,
            source="002",
            low=low,
            high=high,
            unit=unit,
            segment=segment,
            credit=credit,
            note=note,
        )
        for segment, (low, high) in pairs
    )


_MEANS = "a mean, the channel is not stated"

BY_SEGMENT = (
    *_segments("csat", ((85, 90), (80, 85), (86, 86), (83, 83)), "Zendesk and ICMI"),
    *_segments("nps", ((30, 45), (20, 40), (35, 35), (32, 32)), "Qualtrics and Salesforce", ""),
    *_segments("fcr", ((70, 80), (65, 75), (73, 73), (70, 70)), "ICMI and Zendesk"),
    *_segments("aht", ((7, 10), (5, 8), (8, 8), (7.5, 7.5)), "Salesforce and Gartner", "min"),
    *_segments(
        "frt", ((None, 60), (None, 15), (10, 10), (25, 25)), "Zendesk and Salesforce", "min", _MEANS
    ),
    *_segments("escalation", ((None, 10), (None, 12), (8, 8), (10, 10)), "industry research"),
    *_segments("utilization", ((75, 85), (70, 80), (78, 78), (80, 80)), "Pylon and ICMI"),
    *_segments("cost_resolution", ((6, 12), (3, 8), (9, 9), (6, 6)), "ICMI and surveys", "$"),
    *_segments("sla", ((90, None), (85, None), (92, 92), (90, 90)), "Zendesk"),
)

BY_CHANNEL = (
    Benchmark(metric="frt", source="000", low=24, high=24, unit="h", channels=EMAIL),
    Benchmark(metric="frt", source="001", low=24, high=24, unit="h", channels=EMAIL),
    Benchmark(
        metric="frt",
        source="001",
        high=12,
        unit="h",
        channels=EMAIL,
        credit="Zendesk",
        note="acceptable",
    ),
    Benchmark(metric="frt", source="001", low=1, high=1, unit="h", channels=EMAIL, credit="Buffer"),
    Benchmark(metric="frt", source="002", high=1, unit="h", channels=EMAIL),
    Benchmark(metric="frt", source="004", low=1, high=1, unit="h", channels=EMAIL),
    Benchmark(metric="frt", source="000", low=60, high=60, unit="min", channels=(Channel.SOCIAL,)),
    Benchmark(metric="frt", source="000", channels=CHAT, note="seconds or minutes, measured apart"),
    Benchmark(metric="frt", source="001", low=2, high=2, unit="min", channels=CHAT),
    Benchmark(metric="frt", source="001", high=6, unit="min", channels=CHAT, credit="Intercom"),
    Benchmark(metric="frt", source="002", low=1, high=2, unit="min", channels=CHAT, note="at most"),
    Benchmark(metric="frt", source="004", low=5, high=5, unit="min", channels=CHAT),
    Benchmark(metric="frt", source="003", note="hours for billing questions, minutes for outages"),
    *(
        Benchmark(metric=metric, source=source, low=value, high=value, unit="s", channels=PHONE)
        for metric in ("frt", "asa")
        for source, value in (("001", 20), ("004", 30))
    ),
)

OTHERS = (
    Benchmark(metric="csat", source="000", low=70, high=80, note="often counts as healthy"),
    Benchmark(metric="nps", source="001", low=0, unit="", note="good"),
    Benchmark(metric="nps", source="001", low=50, unit="", note="excellent"),
    Benchmark(metric="nps", source="001", low=70, unit="", credit="Apple"),
    Benchmark(metric="utilization", source="003", low=70, high=85, note="healthy"),
    Benchmark(metric="utilization", source="003", low=85, note="understaffed or inefficient"),
    Benchmark(metric="utilization", source="003", high=60, note="possibly overstaffed"),
    Benchmark(metric="utilization", source="003", level=False, note="never aim at 100%"),
    Benchmark(
        metric="repeat", source="003", low=7, high=30, unit="days", level=False, note="the window"
    ),
    Benchmark(
        metric="fcr",
        source="001",
        low=24,
        high=48,
        unit="h",
        level=False,
        note="when to ask whether it was resolved",
    ),
    Benchmark(metric="ces", source="001", low=1, high=7, unit="", level=False, note="the scale"),
    Benchmark(metric="csat", source="001", low=1, high=5, unit="", level=False, note="the scale"),
    Benchmark(
        metric="csat", source="001", low=1, high=10, unit="", level=False, note="another scale"
    ),
    Benchmark(metric="nps", source="001", low=0, high=10, unit="", level=False, note="the scale"),
)

BENCHMARKS = (*BY_CHANNEL, *BY_SEGMENT, *OTHERS)
"""Every figure the guides give for a measure (metric catalogue, 8)."""
