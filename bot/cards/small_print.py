"""What stands behind a number in small print: its exact time, what is left out, how fresh it is."""

from __future__ import annotations

from bot import words
from bot.cards import facts
from metrics.question.result import Result


def window(result: Result) -> str:
    """The exact instants, with their zone."""
    if facts.standing(result):
        at = min(result.window.end, result.fresh_until or result.asked_at, result.asked_at)
        return f"As at {words.moment(at, result.zone)} {result.zone}"
    window = words.stretch(result.window.start, result.window.end, result.asked_at, result.zone)
    return f"{window}, {facts.unfinished(result) or 'complete'}"


def left_out(result: Result) -> str:
    """What is left out of the number, by reason; "" where nothing is."""
    return (facts.excluded(result) or "").removeprefix("Left out: ")


def made_from(result: Result) -> str:
    """Up to when the data are complete, and how many helpdesks they come from."""
    sources = len(result.coverage.sources)
    return facts.DOT.join(
        filter(None, (facts.freshness(result), f"{sources} helpdesks" if sources > 1 else ""))
    )
