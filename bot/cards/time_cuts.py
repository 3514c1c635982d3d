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

    An end at which a part of few stands, or one that still runs, is not told: the table beside it
    shows another one. What adds up is low as long as it runs, so that then it is no lowest.
    """
    if not result.query.over:
        return ""
    running = _running(result)
    shown = [p for p in result.parts if facts.has_value(p.figure) and not p.together]
    over = [part for part in shown if part not in running and _is_enough(result, part)]
    low = [p for p in shown if p not in running] if result.unit is Unit.COUNT else shown
    if len(over) < FEWEST:
        return ""
    most, least = max(shown, key=_figure), min(low, key=_figure)
    if _figure(most) == _figure(least):
        return ""
    ends = list(zip(_ends(result), (most, least), strict=True))[: 1 if _is_map(result) else 2]
    return " ".join(f"{end}: {_part(result, part)}." for end, part in ends if part in over)


def _is_map(result: Result) -> bool:
    return result.query.over == HEAT


def _figure(part: Part) -> float:
    return part.figure.value or 0.0


def _is_enough(result: Result, part: Part) -> bool:
    return result.unit is Unit.COUNT or not part.figure.few


def _running(result: Result) -> list[Part]:
    """The part of the window that is not over yet."""
    if not result.query.over[0].kind or len(result.series) != len(result.parts):
        return []
    pairs = zip(result.parts, result.series, strict=True)
    return [part for part, point in pairs if not point.complete]


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
