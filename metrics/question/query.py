"""What is asked: one metric, which tickets, which period, on which clock, cut by what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from metrics.periods import Period
from metrics.periods.reckoning import Reckoning
from metrics.periods.time_cuts import TimeCut
from metrics.tickets.dimensions import ORGANIZATION, values_of
from metrics.tickets.records import Channel, Dimension, Priority, Status

MOST_LEFT_OUT = 2
NO_VALUE = "(none)"
"""What is shown where a ticket has no team, priority ..."""
"""A filter that leaves out so few is said by them."""


class Clock(StrEnum):
    """Whose time counts: the customer's wait, or the hours the team is open."""

    CALENDAR = "calendar"
    BUSINESS = "business"


@dataclass(frozen=True, slots=True, order=True)
class Filter:
    """Only tickets whose `dimension` has one of `values` (ids as stored; "" is "none given")."""

    dimension: Dimension
    values: tuple[str, ...]


class Against(StrEnum):
    """What a figure is compared with. YEAR: the same week, month or quarter a year earlier."""

    BEFORE = "period before"
    YEAR = "last year"
    TARGET = "target"
    BASELINE = "baseline"


Rival: TypeAlias = Against | Filter | Period
"""What a figure is compared with; a filter stands for the same tickets of another channel or team,
in the same period, and a period for the same tickets then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question, frozen and hashable. Two equal questions have one canonical phrase.

    `over` are cuts of time, beside which there is no `split`.
    `variant` is the key of another way to take the metric; "" is the usual one. `zone` is the IANA
    name of the time zone in which the period's days are; "" is that of the team.
    """

    metric: str
    variant: str = ""
    period: Period
    where: tuple[Filter, ...] = ()
    clock: Clock = Clock.CALENDAR
    percentile: int | None = None
    zone: str = ""
    split: tuple[Dimension, ...] = ()
    over: tuple[TimeCut, ...] = ()
    against: Rival = Against.BEFORE

    def values(self, dimension: Dimension) -> tuple[str, ...]:
        """The values asked for in `dimension`; empty when it is not filtered."""
        return next((f.values for f in self.where if f.dimension == dimension), ())

    @property
    def of_people(self) -> bool:
        """Whether it is about single people: cut by agent or narrowed to some, on either side.

        Tickets that nobody has are nobody's work.
        """
        sides = (*self.where, *([self.against] if isinstance(self.against, Filter) else []))
        people = (f.values for f in sides if f.dimension is Dimension.AGENT)
        return Dimension.AGENT in self.split or any(any(values) for values in people)

    @property
    def of_organizations(self) -> bool:
        """Whether it names single customers' organizations."""
        return ORGANIZATION in self.split or any(f.dimension is ORGANIZATION for f in self.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The names people use for what is stored: key -> name for teams and agents; the plain others.

    `tiers` are those of customers; `sources` have what people call each helpdesk that is connected.
    `others` are further names of teams and agents, and `one` keys that mean the same as another.
    `attributes` have the values of each attribute that tickets have, `reckoning` the team's own
    words of time. `retired` are the keys of teams that are no more: asked about, and not offered.
    """

    teams: Mapping[str, str] = field(default_factory=dict)
    agents: Mapping[str, str] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    tiers: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[Dimension, tuple[str, ...]] = field(default_factory=dict)
    reckoning: Reckoning = field(default_factory=Reckoning)
    others: Mapping[Dimension, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    one: Mapping[Dimension, Mapping[str, str]] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        """Of what is small in it, since its mappings have no hash: so names are made once of it."""
        return hash((len(self.teams), len(self.agents), self.categories, self.tiers))

    def key(self, dimension: Dimension, value: str) -> str:
        """The key that a stored value means: its own, or that of what it is one with by now."""
        return self.one.get(dimension, {}).get(value, value)

    def helpdesk(self, source: str) -> str:
        """What the number of a ticket is said with: its helpdesk, where there are several."""
        return self.sources.get(source, source) if len(self.sources) > 1 else ""

    def values(self, dimension: Dimension) -> frozenset[str]:
        """All that a ticket may have of a dimension, "" where it may have none.

        Of an attribute none are told, since a ticket may have several, and of agents none either:
        nothing is asked of all people but one.
        """
        match dimension:
            case Dimension.CHANNEL:
                return frozenset(Channel)
            case Dimension.PRIORITY:
                return frozenset({*Priority, ""})
            case Dimension.STATUS:
                return frozenset({Status.NEW, Status.OPEN, Status.PENDING, Status.HOLD})
            case Dimension.SOURCE:
                return frozenset(self.sources)
        named = {
            Dimension.TEAM: self.teams,
            Dimension.CATEGORY: self.categories,
            Dimension.TIER: self.tiers,
        }
        return frozenset({*named[dimension], ""} if dimension in named else ())

    def left_out(self, part: Filter) -> tuple[str, ...]:
        """What a filter leaves out, where that is shorter to say than what it keeps."""
        every, kept = self.values(part.dimension), set(part.values)
        out = every - kept
        short = 0 < len(out) <= MOST_LEFT_OUT and len(kept) > len(out) + 1
        return tuple(sorted(out)) if short and kept < every else ()

    def names(self, dimension: Dimension, value: str) -> tuple[str, ...]:
        """All that people may call a stored value, what it is shown as first."""
        return self.label(dimension, value), *self.others.get(dimension, {}).get(value, ())

    def label(self, dimension: Dimension, value: str) -> str:
        """What to call a stored value: its name, the value itself, or "(none)"."""
        names = {
            Dimension.TEAM: self.teams,
            Dimension.AGENT: self.agents,
            Dimension.SOURCE: self.sources,
        }
        name = names.get(dimension, {}).get(value, value)
        return ", ".join(values_of(name)) or NO_VALUE
