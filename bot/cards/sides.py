"""The other side of a part: what it is compared with, under its own figure and count."""

from __future__ import annotations

from collections.abc import Sequence

from bot import monospace, words
from bot.cards import comparison, facts
from metrics.catalogue.metric import Growth, Mix
from metrics.question.query import Against
from metrics.question.result import Figure, Movement, Part, Result

INDENT = "  "
LABEL_CELLS = 20


def has_rivals(result: Result, parts: Sequence[Part]) -> bool:
    """Whether there is anything that these parts are compared with."""
    if result.query.against is Against.TARGET:
        return any(part.target for part in parts)
    return any(part.previous and part.previous.n for part in parts)


def heading(result: Result) -> str:
    """What the other side is called."""
    return f"{INDENT}vs {monospace.shorten(comparison.there(result), LABEL_CELLS)}"


def step(result: Result, part: Part) -> str:
    """The change of a part in words, or why there is none to tell."""
    if result.query.against is Against.TARGET:
        return _target_words(result, part)
    if part.change and part.previous:
        return comparison.movement(result, part.change, part.figure, part.previous)
    return _no_movement_words(result, part)


def value(result: Result, part: Part) -> str:
    """The figure on the other side."""
    if result.query.against is Against.TARGET:
        return facts.goal(result, part.target) if part.target else ""
    return facts.short_value(result, part.previous) if part.previous else ""


def count_words(result: Result, part: Part) -> str:
    """How many stand behind it: of a baseline they are weeks, and a target has none."""
    if part.previous is None or not counts(result):
        return ""
    return words.count(part.previous.n)


def counts(result: Result) -> bool:
    """Whether what it is compared with is made of tickets."""
    return result.query.against not in {Against.TARGET, Against.BASELINE}


def few(figure: Figure | None) -> str:
    """The mark of a figure with little behind it."""
    return "few" if figure and figure.few and facts.has_value(figure) else ""


def _target_words(result: Result, part: Part) -> str:
    if part.target is None:
        return "no target"
    movement = ""
    if part.change and part.change.movement is not Movement.UNCLEAR:
        movement = comparison.movement(result, part.change, part.figure, None).split(facts.DOT)[0]
    return facts.DOT.join(filter(None, (part.target.words, movement)))


def _no_movement_words(result: Result, part: Part) -> str:
    if part.previous is None:
        baseline = result.query.against is Against.BASELINE
        return "no baseline yet" if baseline else "too few to compare"
    if isinstance(result.metric, Growth):
        return ""
    if not part.figure.n:
        return "none now"
    if not part.previous.n:
        return "none before" if facts.over_time(result) else "none there"
    have_values = facts.has_value(part.figure) and facts.has_value(part.previous)
    return "measured otherwise" if have_values else "too few to compare"


def share(result: Result, part: Part) -> str:
    """The other side's part of its whole, where that is what is compared."""
    if part.previous is None or not isinstance(result.metric, Mix):
        return ""
    return words.share(part.previous.value or 0, 0) if facts.has_value(part.previous) else ""
