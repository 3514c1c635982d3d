"""What deserves attention: what got clearly worse or misses its target, the worst of it first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.cards import facts
from bot.cards.edition import Kpi, KpiStanding
from metrics.question.result import Figure, Movement, Result, Target

ORDER = tuple(KpiStanding)


def rank(kpis: Iterable[Kpi]) -> tuple[Kpi, ...]:
    """The measures with their standing, the worst first; those that are alike keep their order."""
    in_standing = [judge(kpi) for kpi in kpis]
    return tuple(sorted(in_standing, key=lambda kpi: (ORDER.index(kpi.standing), -kpi.severity)))


def judge(kpi: Kpi) -> Kpi:
    """A measure with its standing, and how far it is from its target or from what it was."""
    result = kpi.result
    if not facts.has_value(result.figure):
        return replace(kpi, standing=KpiStanding.UNKNOWN)
    verdict = result.change.movement if result.change else None
    away = [*_misses(kpi), *([_step(result)] if verdict is Movement.WORSE else [])]
    if away:
        # What misses its target and got worse besides is the sum of both.
        return replace(kpi, standing=KpiStanding.ATTENTION, severity=sum(away))
    # What may still change is no success yet: tickets can be reopened for some days.
    if verdict is Movement.BETTER and result.provisional_until is None:
        return replace(kpi, standing=KpiStanding.BETTER, severity=_step(result))
    return replace(kpi, standing=KpiStanding.STEADY)


def _misses(kpi: Kpi) -> Iterator[float]:
    """How far above or below its target it is, at its farthest; nothing where it misses none."""
    result = kpi.result
    misses = [(part.figure, part.target) for part in kpi.misses]
    if result.target and result.target.met is False and not result.figure.few:
        misses.append((result.figure, result.target))
    away = [_away(figure, target) for figure, target in misses if target]
    yield from [max(away)] if away else []


def _away(figure: Figure, target: Target) -> float:
    """The distance from a target, as a share of it."""
    value = figure.value or 0.0
    return abs(value - target.value) / abs(target.value) if target.value else abs(value)


def _step(result: Result) -> float:
    """How far it moved, as a share of what it was."""
    assert result.change is not None
    before = result.previous.value if result.previous else None
    return abs(result.change.difference / before) if before else abs(result.change.difference)
