"""The value axis: round steps in a sensible unit, from zero, or all of a score's own scale."""

from __future__ import annotations

from dataclasses import dataclass

from bot import words
from metrics.catalogue.metric import Unit

MINUTE, HOUR, DAY = 60, 3600, 86400
_TIME_STEPS = (
    *(1, 2, 5, 10, 15, 30),
    *(n * MINUTE for n in (1, 2, 5, 10, 15, 30)),
    *(n * HOUR for n in (1, 2, 3, 6, 12)),
)
_MOST_STEPS = 5
SCALES = {Unit.EASE: (0, 7, 1), Unit.POINTS: (0, 100, 25), Unit.NET: (-100, 100, 50)}
"""From, to and step of what has a scale of its own."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `bottom` to `top`, a mark every `step`, in the metric's unit.

    `name` and `size` say the unit a reader thinks in: "hours" of 3600 seconds, "%" of 0.01.
    """

    unit: Unit
    step: float
    top: float
    name: str
    size: float
    bottom: float = 0.0

    @property
    def ticks(self) -> tuple[float, ...]:
        """Where the marks stand."""
        steps = round((self.top - self.bottom) / self.step)
        return tuple(self.bottom + self.step * n for n in range(steps + 1))

    def label(self, tick: float) -> str:
        """What a mark is called: "1h 30m", "75%", "1,200"."""
        if self.unit is Unit.SHARE:
            return f"{words.percent(tick)}%"
        if self.unit is not Unit.SECONDS:
            return f"{words.round_half_up(tick, 0 if self.step >= 1 else 2):,}"
        return words.brief(tick, days=self.size >= DAY)

    def within(self, value: float) -> float:
        """A value as a share of the axis, 0..1."""
        return max(0.0, min((value - self.bottom) / (self.top - self.bottom), 1.0))


def scale(highest: float, unit: Unit, *, days: bool = True) -> Scale:
    """The axis for values up to `highest`. Without `days`, hours go on counting."""
    if unit is Unit.SHARE:
        # A share is read against the whole, unless all of it is small.
        step = 0.25 if highest > 0.5 else _round_step(max(highest, 0.02), least=0.01)
        return Scale(unit, step, min(_top(highest, step), 1.0), "%", 0.01)
    if unit in SCALES:
        bottom, top, step = SCALES[unit]
        return Scale(unit, step, top, "", 1, bottom)
    if unit in {Unit.MONEY, Unit.RATIO}:
        step = _round_step(max(highest, 0.05), least=0.01)
        return Scale(unit, step, _top(highest, step), "", 1)
    if unit is Unit.COUNT:
        step = _round_step(highest, least=1)
        return Scale(unit, step, _top(highest, step), "", 1)
    step = _time_step(highest, days=days)
    name, size = _time_unit(highest, days=days)
    return Scale(unit, step, _top(highest, step), name, size)


def _top(highest: float, step: float) -> float:
    """The first mark that leaves a little air above the highest value."""
    return step * max(1, -int(-highest * 1.03 // step))


def _round_step(highest: float, *, least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 ... that needs few marks."""
    power = least
    while True:
        for leading in (1, 2, 5):
            if power * leading * _MOST_STEPS >= highest:
                return power * leading
        power *= 10


def _time_step(highest: float, *, days: bool) -> float:
    for step in _TIME_STEPS:
        if step * _MOST_STEPS >= highest:
            return step
    unit = DAY if days else 10 * HOUR
    return unit * _round_step(highest / unit, least=1)


def _time_unit(highest: float, *, days: bool) -> tuple[str, int]:
    """The unit in which the highest value is at least two."""
    if days and highest >= 2 * DAY:
        return "days", DAY
    if highest >= 2 * HOUR:
        return "hours", HOUR
    return ("minutes", MINUTE) if highest >= 2 * MINUTE else ("seconds", 1)
