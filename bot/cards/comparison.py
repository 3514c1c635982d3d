"""What a figure is compared with: the step, what it was there, or why there is nothing."""

from __future__ import annotations

from bot import words
from bot.cards import facts
from bot.monospace import ELLIPSIS, shorten
from metrics.catalogue.metric import Unit
from metrics.goals.targets import like
from metrics.periods import Period, PeriodKind, Window, alike
from metrics.question.query import Against, Filter
from metrics.question.result import Change, Figure, Movement, Result
from metrics.tickets.records import Dimension


def against(result: Result) -> str:
    """What the step is called."""
    match result.query.against:
        case Against.BEFORE | Period():
            return "Change"
        case Filter():
            return "Compared"
        case rival:
            return f"Against {rival}"


def change(result: Result) -> str | None:
    """The step from what it is compared with, such as the period before, and what that is."""
    if result.versus and result.versus.missing:
        return _missing(result, result.versus.missing)
    if not facts.has_value(result.figure) and result.versus is None:
        return None
    if (then := _then(result)) is None:
        return None
    if result.change is None or not (result.previous is None or facts.has_value(result.previous)):
        return then
    return f"{movement(result, result.change, result.figure, result.previous)} ({then})"


def movement(result: Result, step: Change, now: Figure, then: Figure | None) -> str:
    """A step of an answer or of a part of it: "12% faster" with an arrow and its verdict."""
    if step.movement is Movement.UNCLEAR and not facts.over_time(result):
        return "no clear difference"
    # A baseline's n are weeks.
    beside = then if result.query.against is not Against.BASELINE else None
    fewer = min(each.n for each in (now, beside) if each)
    return words.change_words(step, result.metric, fewer, days=facts.days(result))


def there(result: Result) -> str:
    """The short name of what it is compared with: "Week 46", "Chat", "target"."""
    if result.query.against in {Against.TARGET, Against.BASELINE}:
        return str(result.query.against)
    return _what(result, result.previous_window) if result.previous_window else ""


def _then(result: Result) -> str | None:
    """What it is compared with, and the value of that."""
    if result.query.against is Against.TARGET:
        return facts.target(result)
    if result.previous is None or result.previous_window is None:
        return None
    text = f"{_what(result, result.previous_window)}: {facts.value(result, result.previous)}"
    if isinstance(result.query.against, Filter):
        uncounted = result.unit is Unit.COUNT or result.previous.hides_count
        n = "" if uncounted else facts.count_words(result, result.previous.n)
        goal = facts.judgement(result, result.versus.target if result.versus else None)
        return ", ".join(filter(None, (text, n, f"target {goal}" if goal else "")))
    return text


def _what(result: Result, window: Window) -> str:
    # "Week 46 (9-15 Nov 2026)" is told apart by its first words.
    name = window.label.split(" (")[0]
    match result.query.against:
        case Filter():
            return shorten(result.versus.label if result.versus else "", facts.LABEL_CELLS)
        case Against.BASELINE:
            return f"median of {name}"
        case Against.YEAR if window.kind is PeriodKind.WEEK:
            name = f"{name} of {window.first.isocalendar().year}"
    whole = result.complete or facts.standing(result) or not alike(window, result.window)
    same = "" if whole else "same part of "
    return f"{same}{name}"


def _missing(result: Result, why: str) -> str:
    """Why there is nothing to compare with, and what to do."""
    if result.query.against is not Against.TARGET:
        return why
    places = (_place(f) for f in result.query.where)
    which = " ".join((result.query.metric, *places))
    example = like(result.unit).split(" ", maxsplit=1)[0]
    return f"{why}: /kpi target {which} {example} sets one, /kpi baseline proposes one"


def _place(where: Filter) -> str:
    plain = where.dimension in {Dimension.CHANNEL, Dimension.PRIORITY} and len(where.values) == 1
    return where.values[0] if plain else f"{where.dimension} {ELLIPSIS}"
