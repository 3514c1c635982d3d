"""How a number was made, in small print: window, clock, definition, population, freshness."""

from __future__ import annotations

from bot import words
from bot.cards import facts
from metrics.question.result import Result


def small_print(result: Result) -> list[str]:
    """How the number was made: window, clock, definition, population, freshness."""
    lines = [facts.DOT.join(filter(None, (_window(result), result.clock_words))), result.definition]
    lines += [result.population, facts.excluded(result) or "", *_standing_caveats(result)]
    return [*filter(None, lines), facts.freshness(result)]


def _window(result: Result) -> str:
    """The exact instants, with their zone."""
    if facts.standing(result):
        at = min(result.window.end, result.fresh_until or result.asked_at, result.asked_at)
        return f"As at {words.moment(at, result.zone)} {result.zone}"
    window = words.stretch(result.window.start, result.window.end, result.asked_at, result.zone)
    return f"{window}, {facts.unfinished(result) or 'complete'}"


def _standing_caveats(result: Result) -> list[str]:
    """What always holds for the measure; small print."""
    return [caveat for caveat in result.caveats if caveat in result.metric.caveats]
