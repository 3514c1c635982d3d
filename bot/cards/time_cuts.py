"""What stands out of a figure that is cut by time: the highest and the lowest hour or weekday."""

from __future__ import annotations

from bot import words
from bot.cards import facts
from metrics.catalogue.metric import Flow, Unit
from metrics.periods.time_cuts import HEAT
from metrics.question.result import Part, Result

FEWEST = 2
"""Of so many parts with a value one can stand out."""


def peak(result: Result) -> str:
    """The sentence that tells the highest and the lowest part; "" where there is none to tell.

    An end at which a part of few stands is not told: the table beside it shows another one.
    """
    if not result.query.over:
        return ""
    shown = [part for part in _whole(result) if facts.has_value(part.figure) and not part.together]
    able = [part for part in shown if _is_enough(result, part)]
    if len(able) < FEWEST:
        return ""
    most, least = max(shown, key=_figure), min(shown, key=_figure)
    if _figure(most) == _figure(least):
        return ""
    ends = list(zip(_ends(result), (most, least), strict=True))[: 1 if _is_map(result) else 2]
    told = [f"{end}: {_part(result, part)}." for end, part in ends if _is_enough(result, part)]
    return " ".join(told)


def _is_map(result: Result) -> bool:
    return result.query.over == HEAT


def _figure(part: Part) -> float:
    return part.figure.value or 0.0


def _is_enough(result: Result, part: Part) -> bool:
    return result.unit is Unit.COUNT or not part.figure.few


def _whole(result: Result) -> list[Part]:
    """The parts without the window that is still running."""
    if not result.query.over[0].kind or len(result.series) != len(result.parts):
        return list(result.parts)
    pairs = zip(result.parts, result.series, strict=True)
    return [part for part, point in pairs if point.complete]


def _ends(result: Result) -> tuple[str, str]:
    if result.unit is Unit.SECONDS:
        return "Slowest", "Fastest"
    if isinstance(result.metric, Flow):
        return "Busiest", "Quietest"
    return "Highest", "Lowest"


def _part(result: Result, part: Part) -> str:
    value = facts.short_value(result, part.figure)
    if result.unit is Unit.COUNT:
        share = "" if part.share is None else f" ({words.share(part.share, 0)} of all)"
        return f"{part.label}, {facts.count_words(result, part.figure.value or 0)}{share}"
    return f"{part.label}, {value}"
