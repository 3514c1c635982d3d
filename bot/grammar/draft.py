"""What has been understood of a question so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.grammar.time_words import Cuts, Pace
from bot.grammar.vocabulary import Percentile, Term, Way, Zone
from metrics.catalogue.metric import Metric
from metrics.periods import Period
from metrics.periods.time_cuts import TimeCut
from metrics.question.query import Clock, Filter, Rival
from metrics.tickets.records import Dimension

T = TypeVar("T")


@dataclass(slots=True)
class Draft:
    """What has been understood so far, in the order in which it was said.

    `implied` are the measures that are meant where none is named, `owners` the keys of those that
    were named in one word with a way: "mttr".
    """

    metrics: list[Metric] = field(default_factory=list)
    ways: list[str] = field(default_factory=list)
    implied: list[Metric] = field(default_factory=list)
    owners: dict[str, set[str]] = field(default_factory=dict)
    periods: list[Period] = field(default_factory=list)
    clocks: list[Clock] = field(default_factory=list)
    percentiles: list[Percentile] = field(default_factory=list)
    zones: list[Zone] = field(default_factory=list)
    where: dict[Dimension, set[str]] = field(default_factory=dict)
    split: list[Dimension] = field(default_factory=list)
    against: list[Rival | Period] = field(default_factory=list)
    over: list[TimeCut] = field(default_factory=list)
    paces: list[Pace] = field(default_factory=list)
    without: dict[Dimension, set[str]] = field(default_factory=dict)

    def add(self, term: Term) -> None:
        """Takes note of a term that needs nothing after it."""
        lists: tuple[tuple[type, list[Any]], ...] = (
            *((Metric, self.metrics), (Period, self.periods), (Pace, self.paces)),
            *((Clock, self.clocks), (Percentile, self.percentiles), (Zone, self.zones)),
        )
        for kind, terms in lists:
            if isinstance(term, kind):
                note(terms, term)
        match term:
            case Cuts(over):
                for cut in over:
                    note(self.over, cut)
            case Way():
                self.vary(term)
            case Filter(dimension, values):
                self.where.setdefault(dimension, set()).update(values)

    def vary(self, way: Way) -> None:
        """Takes note of a variant, and of the metric it names where it names one."""
        note(self.ways, way.word)
        if way.metric is not None:
            note(self.metrics, way.metric)
            self.owners.setdefault(way.word, set()).add(way.metric.key)
        if way.implied is not None:
            note(self.implied, way.implied)


def note(terms: list[T], term: T) -> None:
    """Adds what has not been said before."""
    if term not in terms:
        terms.append(term)
