"""How far off a measure and its parts lie, and from how far on that is news."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.cards.edition import Kpi
from metrics.catalogue.metric import Age, Better, Level
from metrics.question.deviation import Deviation, Deviations
from metrics.question.result import Result
from metrics.question.verdict import APART, SHOWS
from metrics.statistics.apart import bar

A_YEAR = 1.0
"""So many headlines a year chance alone may make of all wholes, and as many of all parts."""
FAR = 1 / 3
"""So much more or less of what is usual came."""
JOINT = "art"
JOINED = frozenset({"frt", "next_reply"})
"""First and next replies end waits of the same customers: together they are every reply."""


@dataclass(frozen=True, slots=True)
class Bars:
    """From how many deviations on a whole, or a part, is news."""

    whole: float = APART
    part: float = APART

    @staticmethod
    def of(kpis: Sequence[Kpi]) -> Bars:
        """The bars for all that is looked at: the more parts, the further one must lie off."""
        each = [(kpi, found) for kpi in kpis for found in (kpi.lately, kpi.lasting) if found]
        parts = sum(len(found.parts) for kpi, found in each if by_part(kpi))
        return Bars(*(max(APART, bar(looks, A_YEAR)) for looks in (len(each), parts)))


def by_part(kpi: Kpi) -> bool:
    """Whether its parts are news: what is open, and what was promised, only shows it later."""
    metric = kpi.result.metric
    return not (isinstance(metric, Level | Age) or metric.key.startswith("sla"))


def joined(kpis: Sequence[Kpi], joint: Kpi | None) -> tuple[Kpi, ...]:
    """The measures, first and next replies with what every reply together shows of them."""
    if joint is None:
        return tuple(kpis)
    return tuple(
        replace(
            kpi,
            lately=_with(kpi.lately, joint.lately),
            lasting=_with(kpi.lasting, joint.lasting),
        )
        if kpi.result.query.metric in JOINED
        else kpi
        for kpi in kpis
    )


def _with(own: Deviations | None, joint: Deviations | None) -> Deviations | None:
    if own is None or joint is None:
        return own
    scores = {(part.dimension, part.key): part.score for part in (joint.whole, *joint.parts)}
    whole, *parts = (_stronger(part, scores) for part in (own.whole, *own.parts))
    return Deviations(whole=whole, parts=tuple(parts))


def _stronger(part: Deviation, scores: dict[tuple[str, str], float]) -> Deviation:
    """A part with the score of all replies, where its own say the same, only less surely."""
    score = scores.get((part.dimension, part.key), 0.0)
    stronger = score * part.score > 0 and abs(score) > abs(part.score)
    return replace(part, score=score) if stronger else part


def badness(result: Result, deviation: Deviation) -> float:
    """How many deviations something lies on the bad side; 0 where neither side is bad."""
    if result.better is Better.NEITHER:
        return 0.0
    return deviation.score if result.better is Better.LOWER else -deviation.score


def worst(result: Result, parts: Iterable[Deviation]) -> Deviation | None:
    """The part that lies furthest off on the bad side."""
    return max(parts, key=lambda part: badness(result, part), default=None)


def carrier(result: Result, lately: Deviations | None) -> Deviation | None:
    """The part in which it shows most that the whole got worse, of the same windows."""
    found = worst(result, lately.parts) if lately else None
    return found if found and badness(result, found) >= SHOWS else None


def moved(lately: Deviations) -> Deviation | None:
    """The part whose count moved furthest the way its share of all did."""
    alike = (p for p in lately.parts if far(p) and (p.value - p.usual) * p.score > 0)
    return max(alike, key=lambda part: abs(part.score), default=None)


def far(count: Deviation) -> bool:
    """Whether so many more or fewer came that it changes the work."""
    return abs(count.value - count.usual) >= FAR * count.usual


def runs(result: Result) -> bool:
    """Whether it got worse in each of several weeks or months, and that is more than chance."""
    rising_is_bad = result.better is Better.LOWER
    if result.better is Better.NEITHER:
        return False
    run = result.run
    return bool(run and run.clear and run.rising == rising_is_bad)
