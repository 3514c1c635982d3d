"""The verdict on an answer: what changed, how sure that is, what it is against its target.

Card, comparison, digest, Home, alert and terminal all speak from this one, so that they cannot
contradict each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from metrics.catalogue.figure_kinds import is_exact
from metrics.catalogue.metric import (
    Age,
    AnyMetric,
    Better,
    Duration,
    Level,
    Rate,
    Ratio,
    Statistic,
)
from metrics.periods import Period
from metrics.question.deviation import Deviation
from metrics.question.query import Against, Filter
from metrics.question.result import Change, Figure, Movement, Part, Record, Result, Run, Target
from metrics.tickets.records import Dimension


class Basis(StrEnum):
    """What there is to tell.

    NUMBER: a number. NONE: nothing of that kind happened. HIDDEN: too few to show a value.
    """

    NUMBER = "number"
    NONE = "none"
    HIDDEN = "hidden"


class Sureness(StrEnum):
    """How sure a difference is.

    EXACT: a count, so the difference is what it is; whether it is more than usual is told apart.
    CLEAR: beyond what chance does to such samples. CHANCE: it could be chance.
    """

    EXACT = "exact"
    CLEAR = "clear"
    CHANCE = "chance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A difference from what a figure is compared with, in the unit of the measure.

    `good`: whether its direction is the good one, None where neither is. `usual`: how far a count
    moves from one such period to the next, None of samples and where it is not known. `telling`:
    it is beyond chance, or of counts beyond what is usual.
    """

    difference: float
    relative: float | None
    good: bool | None
    sureness: Sureness
    telling: bool
    usual: float | None = None

    @property
    def worse(self) -> bool:
        """Whether it got worse, beyond chance or what is usual."""
        return self.telling and self.good is False

    @property
    def better(self) -> bool:
        """Whether it got better, beyond chance or what is usual."""
        return self.telling and self.good is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Where a figure stands against a target. `chance`: the other verdict is possible too."""

    value: float
    met: bool
    chance: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an answer amounts to. Each part is None where there is nothing to tell of it.

    `few`: its sample is below what the measure needs. `running`: its period is not over.
    `ripens`: its period is over, and the figure may still move. `partly`: the helpdesks, by name,
    of which something is missing in it. `first`: nothing is known before it.
    """

    basis: Basis
    step: Step | None = None
    aim: Aim | None = None
    run: Run | None = None
    record: Record | None = None
    few: bool = False
    running: bool = False
    ripens: bool = False
    partly: tuple[str, ...] = ()
    first: bool = False

    @property
    def misses(self) -> bool:
        """Whether it misses its target, and chance alone would not do that."""
        return self.aim is not None and not self.aim.met and not self.aim.chance

    @property
    def needs_look(self) -> bool:
        """Whether it misses its target or got worse, and more than chance would do."""
        return not self.few and (self.misses or bool(self.step and self.step.worse))

    @property
    def doubtful(self) -> bool:
        """Whether it misses its target or got worse, and that could be chance."""
        step = self.step
        is_worse = step is not None and step.good is False
        is_usual = step is not None and step.sureness is Sureness.EXACT and not step.telling
        misses = self.aim is not None and not self.aim.met
        return not self.needs_look and (misses or (is_worse and not is_usual))

    @property
    def may_miss(self) -> bool:
        """Whether it misses its target, and it could be chance."""
        return self.aim is not None and not self.aim.met and self.aim.chance


def verdict(result: Result) -> Verdict:
    """The verdict on an answer."""
    figure = result.figure
    standing = isinstance(result.metric, Level | Age)
    against = result.query.against
    over_time = against in {Against.BEFORE, Against.YEAR} or isinstance(against, Period)
    partly = [gap.name for gap in result.coverage.gaps]
    partly += [edge.name for edge in result.coverage.edges] if result.unread else []
    return Verdict(
        basis=basis(figure),
        step=_step(result),
        aim=aim(result.target, figure, result),
        run=result.run,
        record=result.record,
        few=figure.few,
        running=not result.complete and not standing,
        ripens=result.provisional_until is not None,
        partly=tuple(partly),
        first=over_time and (result.previous is None or result.previous.value is None),
    )


def basis(figure: Figure) -> Basis:
    """What there is to tell of a figure."""
    if figure.hidden:
        return Basis.HIDDEN
    return Basis.NONE if figure.value is None else Basis.NUMBER


def _step(result: Result) -> Step | None:
    return step(result, result.change)


def step(result: Result, change: Change | None) -> Step | None:
    """A change of an answer, or of a part of it, as far as there is one.

    Of single people, and between channels or teams, none is good.
    """
    if change is None:
        return None
    metric = result.metric
    plain = isinstance(metric, Ratio) or (isinstance(metric, Rate) and metric.inverse)
    exact = is_exact(metric) or plain or _single(metric)
    unclear = change.movement is Movement.UNCLEAR
    sureness = Sureness.CHANCE if unclear else Sureness.CLEAR
    return Step(
        difference=change.difference,
        relative=change.relative,
        good=_good(result, change),
        sureness=Sureness.EXACT if exact else sureness,
        telling=not unclear and bool(change.difference),
        usual=change.usual,
    )


def _single(metric: AnyMetric) -> bool:
    """Whether the figure is that of a single ticket, which is what it is."""
    extremes = {Statistic.LONGEST, Statistic.SHORTEST}
    return isinstance(metric, Duration | Age) and metric.statistic in extremes


def _good(result: Result, change: Change) -> bool | None:
    alike = not isinstance(result.query.against, Filter) and Dimension.AGENT not in result.split
    judged = alike and change.movement in {Movement.BETTER, Movement.WORSE, Movement.UNCLEAR}
    if not judged or result.better is Better.NEITHER or not change.difference:
        return None
    return (change.difference > 0) == (result.better is Better.HIGHER)


def aim(target: Target | None, figure: Figure, result: Result) -> Aim | None:
    """Where a figure stands against a target that was in force; None where nothing can be said.

    A sample meets or misses it beyond chance where the target is not within its interval.
    """
    if target is None or target.met is None or not target.in_force:
        return None
    if basis(figure) is not Basis.NUMBER:
        return None
    low, high = figure.estimate.low, figure.estimate.high
    if is_exact(result.metric):
        chance = False
    elif low is None or high is None:
        chance = figure.few
    else:
        chance = low <= target.value <= high
    return Aim(value=target.value, met=target.met, chance=chance)


def own_target(part: Part, result: Result) -> bool:
    """Whether a part has a target of its own: one for all judges the headline."""
    if part.target is None:
        return False
    return result.target is None or part.target.value != result.target.value


APART = 3.0
"""From so many deviations on a figure stands out from what was usual; where more is looked at in a
digest, from more on."""
SHOWS = 2.0
"""From so many deviations on a part shows what has happened to the whole."""


def apart(result: Result, deviation: Deviation | None) -> Step | None:
    """How far a figure is from what it was over the windows before; None where that is not known.

    It is telling where it stands out among several measures, which is more than chance in one.
    """
    if deviation is None:
        return None
    telling = abs(deviation.score) >= APART
    difference = deviation.value - deviation.usual
    good = None
    if result.better is not Better.NEITHER and difference:
        good = (deviation.score > 0) == (result.better is Better.HIGHER)
    return Step(
        difference=difference,
        relative=None,
        good=good,
        sureness=Sureness.CLEAR if telling else Sureness.CHANCE,
        telling=telling,
    )
