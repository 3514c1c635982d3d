"""What a verdict says, in the words of a good colleague: the same on cards, digests and alerts.

First what it is and how it moved, then how sure that is, then where it stands against its target.
"""

from __future__ import annotations

from bot import words
from bot.cards import facts
from bot.cards.differences import ALIKE, SAME, compared, difference
from bot.monospace import ELLIPSIS, shorten
from metrics.catalogue.metric import Age, Growth, Unit
from metrics.goals.targets import like
from metrics.periods import Period, PeriodKind, Window, alike
from metrics.question.query import Against, Filter
from metrics.question.result import Figure, Result
from metrics.question.verdict import Basis, Step, Sureness, aim, basis, verdict
from metrics.tickets.records import Dimension

CHANCE = "could be chance"
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_SPANS = {
    PeriodKind.WEEK: "weeks",
    PeriodKind.MONTH: "months",
    PeriodKind.QUARTER: "quarters",
    PeriodKind.YEAR: "years",
}


def number(result: Result) -> str:
    """The answer in figures: "1h 59m", "82%", "240 tickets", "1d 21h on average"."""
    if basis(result.figure) is not Basis.NUMBER:
        return facts.capital(nothing(result))
    text = figure_words(result, result.figure)
    running = facts.unfinished(result)
    return f"{text} {running}" if running == "so far" else text


def figure_words(result: Result, figure: Figure) -> str:
    """A figure with what it counts or which statistic it is, where that is not the usual one."""
    text = facts.value(result, figure)
    if basis(figure) is not Basis.NUMBER:
        return text
    match result.unit:
        case Unit.COUNT:
            sign = "+" if facts.growing(result, figure) else ""
            return f"{sign}{facts.count_words(result, figure.value or 0)}"
        case Unit.SECONDS:
            business = "" if facts.days(result) else " of office hours"
            return f"{text}{business}{_statistic(result)}"
        case Unit.MONEY | Unit.RATIO:
            return f"{text} {result.statistic}"
        case _:
            return text


def _statistic(result: Result) -> str:
    match result.statistic:
        case "median" | "" | "count":
            return ""
        case "mean":
            return " on average"
        case other if isinstance(result.metric, Age) and result.metric.oldest:
            return "" if other == "oldest" else f" {other}"
        case other:
            return f" ({other})"


def nothing(result: Result) -> str:
    """What stands in place of a number that there is none of."""
    figure = result.figure
    if basis(figure) is Basis.HIDDEN or figure.hides_count:
        return facts.value(result, figure)
    if result.unit is Unit.COUNT or figure.n:
        return words.NONE
    return f"no {result.metric.counts}"


def answer(result: Result) -> str:
    """The number, how it moved, how sure that is, and its target: without the title."""
    return "".join((number(result), rest(result)))


def rest(result: Result) -> str:
    """What follows the number: how it moved, how sure that is, and the target; it ends the line."""
    moved = movement(result)
    pieces = [f", {moved}." if moved and basis(result.figure) is Basis.NUMBER else "."]
    if moved and basis(result.figure) is not Basis.NUMBER:
        pieces.append(f" {facts.capital(moved)}.")
    if aimed := target(result):
        pieces.append(f" {aimed}.")
    return "".join(pieces)


def movement(result: Result) -> str:
    """How it moved, from what, and how sure that is: "4m faster than the week before (2h 3m)"."""
    if result.versus and result.versus.missing:
        return _missing(result, result.versus.missing)
    if result.query.against is Against.TARGET:
        return _from_target(result)
    if (
        result.previous is None
        or result.previous_window is None
        or isinstance(result.metric, Growth)
    ):
        return _before_all(result)
    then = facts.value(result, result.previous)
    judged = verdict(result)
    if judged.step is None or basis(result.figure) is not Basis.NUMBER:
        return f"{rival(result)}: {then}"
    moved = f"{compared(difference(result, judged.step), rival(result))} ({then})"
    return f"{moved}{sureness(result, judged.step)}"


def _before_all(result: Result) -> str:
    """That nothing is known before, where that is so."""
    first = result.query.against is Against.BEFORE and not isinstance(result.metric, Growth)
    return "with nothing known before to compare with" if first else ""


def _from_target(result: Result) -> str:
    """How far it is from its target."""
    judged = verdict(result)
    if judged.step is None or result.target is None or judged.aim is None:
        return ""
    away = difference(result, judged.step)
    goal = f"its target of {facts.goal(result, result.target)}"
    if away in {SAME, ALIKE}:
        return f"{'exactly' if away == SAME else 'practically'} at {goal}"
    chance = f"; {CHANCE}" if judged.aim.chance else ""
    return f"{away} than {goal}{chance}"


def unmoved(result: Result) -> bool:
    """Whether it is compared, and no digit that is shown tells a difference."""
    moved = verdict(result).step
    return moved is not None and difference(result, moved) in {SAME, ALIKE}


def rival(result: Result) -> str:
    """What it is compared with, within a sentence: "the week before", "Chat", "a week ago"."""
    window = result.previous_window
    if window is None:
        return ""
    match result.query.against:
        case Filter():
            return _label(result)
        case Against.BASELINE:
            return f"the median of {window.label.split(' before')[0]}"
        case Against.YEAR:
            return "a year ago"
    if facts.standing(result) and window.kind is PeriodKind.DAY:
        return "a week ago"
    named = isinstance(result.query.against, Period)
    name = window.label.split(" (", maxsplit=1)[0] if named else _past(window)
    whole = result.complete or facts.standing(result) or not alike(window, result.window)
    return name if whole else f"the same part of {name}"


def _label(result: Result) -> str:
    return shorten(result.versus.label if result.versus else "", facts.LABEL_CELLS)


def _past(window: Window) -> str:
    """A window by how people call it: "the week before", "September", "Sat 21 Nov"."""
    match window.kind:
        case _ if window.is_week:
            return "the week before"
        case PeriodKind.DAYS:
            return f"the {(window.last - window.first).days + 1} days before"
        case PeriodKind.DAY:
            return window.label.rpartition(" ")[0]
        case PeriodKind.MONTH:
            return window.label.split(" ", maxsplit=1)[0]
        case _:
            return window.label.split(" (", maxsplit=1)[0]


def sureness(result: Result, moved: Step) -> str:
    """How sure a difference is, as it ends a sentence; "" where nothing is to be said."""
    if moved.sureness is Sureness.CHANCE and moved.difference:
        return "" if difference(result, moved) == ALIKE else f"; {CHANCE}"
    if not moved.usual or result.query.against is not Against.BEFORE:
        return ""
    if result.unit is Unit.COUNT and moved.usual < 1:
        return ""
    size = _usual_words(result, moved.usual)
    if moved.telling:
        return f"; more than usual, {_stretches(result)} move by up to {size}"
    return f"; {_stretches(result)} usually move by up to {size}"


def _usual_words(result: Result, usual: float) -> str:
    if result.unit is Unit.SECONDS:
        return words.duration(usual, days=facts.days(result)).split(" ")[0]
    return words.count(round(usual))


def _stretches(result: Result) -> str:
    """What windows such as this one are called: "weeks", "Saturdays"."""
    window = result.window
    if facts.standing(result) and window.kind not in _SPANS:
        return "weeks"
    if window.kind is PeriodKind.DAY:
        return _WEEKDAYS[window.first.weekday()]
    if window.is_week:
        return "weeks"
    return _SPANS.get(window.kind, "such periods")


def target(result: Result) -> str:
    """The target and whether it is met: "Target at most 4h: met"; "" where none is set."""
    if result.target is None or result.query.against is Against.TARGET:
        return ""
    goal = f"Target {facts.goal(result, result.target)}"
    judged = aim(result.target, result.figure, result)
    if judged is None:
        return f"{goal}, set after this period" if not result.target.in_force else goal
    so_far = "" if result.complete or facts.standing(result) else " so far"
    chance = f" ({CHANCE})" if judged.chance else ""
    return f"{goal}: {'met' if judged.met else 'missed'}{so_far}{chance}"


def _missing(result: Result, why: str) -> str:
    """Why there is nothing to compare with, and what to do."""
    if result.query.against is not Against.TARGET:
        return why
    places = (_place(f) for f in result.query.where)
    which = " ".join((result.query.metric, *places))
    example = like(result.unit).split(" ", maxsplit=1)[0]
    return f"no target is set: /kpi target {which} {example} sets one"


def _place(where: Filter) -> str:
    plain = where.dimension in {Dimension.CHANNEL, Dimension.PRIORITY} and len(where.values) == 1
    return where.values[0] if plain else f"{where.dimension} {ELLIPSIS}"
