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
    """The sentence that tells the highest and the lowest part; "" where there is none to tell."""
    if not result.query.over:
        return ""
    able = [part for part in _whole(result) if facts.has_value(part.figure) and not part.together]
    able = [part for part in able if result.unit is Unit.COUNT or not part.figure.few]
    if len(able) < FEWEST:
        return ""
    most = max(able, key=lambda part: part.figure.value or 0.0)
    least = min(able, key=lambda part: part.figure.value or 0.0)
    if most.figure.value == least.figure.value:
        return ""
    top, bottom = _ends(result)
    text = f"{top}: {_part(result, most)}."
    return text if result.query.over == HEAT else f"{text} {bottom}: {_part(result, least)}."


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
