"""How far a figure is from another, in words: "4m faster", "10 points lower", "the same"."""

from __future__ import annotations

from bot import words
from bot.cards import facts
from metrics.catalogue.metric import Age, Better, Unit
from metrics.question.result import Figure, Result
from metrics.question.verdict import Step, Sureness

SAME, ALIKE = "the same", "practically the same"
"""Of the second the figures differ, and no digit that is shown tells it."""
_HOURS = 3600
_DAYS = 86400


def difference(result: Result, moved: Step, figure: Figure | None = None) -> str:
    """How far and in which direction: "4m faster", "10 points lower", "12 more", "the same".

    What no digit shows is "practically the same", or "slightly slower" where it is beyond chance.
    """
    if not moved.difference:
        return SAME
    size = size_words(result, moved, figure or result.figure)
    if not size and not moved.telling:
        return ALIKE
    return f"{size or 'slightly'} {direction(result, rising=moved.difference > 0)}"


def compared(difference: str, other: str) -> str:
    """A difference and what it is from: "4m faster than the week before", "the same as Chat"."""
    return f"{difference} {'as' if difference in {SAME, ALIKE} else 'than'} {other}"


def past(result: Result, limit: float) -> str:
    """How far it is past a value that people set: "45m above the limit of 4h"."""
    gap = (result.figure.value or 0.0) - limit
    far = Step(difference=gap, relative=None, good=None, sureness=Sureness.EXACT, telling=False)
    size = size_words(result, far, result.figure) or "just"
    level = words.level(limit, result.unit, days=facts.days(result))
    return f"{size} {'above' if gap > 0 else 'below'} the limit of {level}"


def size_words(result: Result, moved: Step, figure: Figure) -> str:
    """How far, without a direction: "4m", "10 points", "12"; "" where no digit shown tells it."""
    size, now = abs(moved.difference), figure.value or 0.0
    match result.unit:
        case Unit.SECONDS:
            return _duration_gap(now, now - moved.difference, days=facts.days(result))
        case Unit.COUNT:
            return words.count(size)
        case Unit.SHARE:
            before = result.previous.n if result.previous else figure.n
            n = min(figure.n, before or figure.n)
            return words.points_step(_shown_gap(now, now - moved.difference, n), n)
        case _:
            text = words.points(size, result.unit).split(" of ")[0].lstrip("+")
            return text if text.strip("0.") else ""


def _shown_gap(new: float, old: float, n: int) -> float:
    """The gap between two shares as they are shown; 0 where they look alike."""
    digits = 3 if n >= words.DECIMALS_FROM else 2
    return float(abs(words.round_half_up(new, digits) - words.round_half_up(old, digits)))


def _duration_gap(new: float, old: float, *, days: bool) -> str:
    """The gap between two durations as they are shown, so that readers can check it by eye.

    "" where there is none.
    """
    largest = max(new, old)
    grain = 1 if largest < _HOURS else 60 if largest < _DAYS or not days else _HOURS
    gap = abs(round(new / grain) - round(old / grain)) * grain
    return words.brief(gap, days=days) if gap else ""


def direction(result: Result, *, rising: bool) -> str:
    """The word for a direction: waits are slower or faster, ages older or younger, counts more."""
    metric = result.metric
    if isinstance(metric, Age):
        return "older" if rising else "younger"
    if metric.unit is Unit.SECONDS and metric.better is Better.LOWER:
        return "slower" if rising else "faster"
    if metric.unit is Unit.COUNT:
        return "more" if rising else "fewer"
    return "higher" if rising else "lower"
