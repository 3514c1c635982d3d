"""What a Result says, in words: its headline, the facts beside it and the small print below."""

from __future__ import annotations

from bot import words
from metrics.catalogue import CATALOGUE
from metrics.catalogue.metric import AnyMetric, Mix, Share, Unit
from metrics.query import Clock
from metrics.result import Figure, Result

P90_FROM = 20
"""Below this many, the longest is shown in place of the 90th percentile."""
DOT = " \u00b7 "


def metric(result: Result) -> AnyMetric:
    """The measure that was asked for."""
    return CATALOGUE[result.query.metric]


def days(result: Result) -> bool:
    """Whether long durations are told in days: business hours know none."""
    return result.query.clock is Clock.CALENDAR


def counted(result: Result, n: int) -> str:
    """A number of what the measure counts: "412 first replies", "1 first reply"."""
    noun = metric(result).counts
    if n == 1:
        noun = noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")
    return f"{words.count(n)} {noun}"


def value(result: Result, figure: Figure) -> str:
    """A figure's own number; "no data" or "too few to tell (3)" where it may not be shown."""
    if figure.hidden:
        said = str(figure.n) if figure.hits is None else words.fraction(figure.hits, figure.n)
        return f"too few to tell ({said})"
    if figure.value is None:
        return words.NONE
    return words.amount(figure.value, result.unit, figure.n, days=days(result))


def known(figure: Figure) -> bool:
    """Whether a figure has a value that may be shown."""
    return figure.value is not None and not figure.hidden


def headline(result: Result) -> str:
    """The answer: "2h 14m median", "80% (24 of 30)", "1,204 tickets"."""
    figure = result.figure
    if not known(figure):
        return _capital(value(result, figure))
    said = [f"{_measured(result, figure)}{'' if result.complete else ' so far'}"]
    if figure.few:
        said.append(f"few {metric(result).counts}")
    return DOT.join(said)


def _measured(result: Result, figure: Figure) -> str:
    if isinstance(metric(result), Mix):
        return counted(result, figure.n)
    said = value(result, figure)
    match result.unit:
        case Unit.SECONDS:
            business = "" if days(result) else " business"
            return f"{said}{business} {result.statistic}".rstrip()
        case Unit.SHARE if figure.hits is not None:
            return f"{said} ({words.fraction(figure.hits, figure.n)})"
        case Unit.COUNT:
            return f"{said} {metric(result).counts if figure.value != 1 else ''}".rstrip()
        case _:
            return said


def facts(result: Result) -> list[tuple[str, str]]:
    """Labelled facts for the glance, the most telling first; only those that exist."""
    found = (
        ("Change", change(result)),
        ("90% within", _p90(result)),
        ("Longest", _longest(result)),
        ("Target", target(result)),
        ("Based on", _basis(result)),
        ("Not in this number", waiting(result)),
    )
    return [(label, said) for label, said in found if said]


def change(result: Result) -> str | None:
    """The step from the period before, with what it was then."""
    if result.previous is None or result.previous_window is None or not known(result.figure):
        return None
    before = f"{result.previous_window.label}: {value(result, result.previous)}"
    if result.change is None or not known(result.previous):
        return before
    fewer = min(result.figure.n, result.previous.n)
    moved = words.moved(result.change, metric(result), fewer, days=days(result))
    return f"{moved} ({before})"


def _p90(result: Result) -> str | None:
    p90 = result.figure.p90
    if p90 is None or p90.value is None or p90.n < P90_FROM or not known(result.figure):
        return None
    return words.amount(p90.value, result.unit, p90.n, days=days(result))


def _longest(result: Result) -> str | None:
    figure = result.figure
    if figure.longest is None or not known(figure) or figure.n >= P90_FROM:
        return None
    return words.amount(figure.longest, result.unit, figure.n, days=days(result))


def target(result: Result) -> str | None:
    """The target in its words, and whether it is met."""
    if result.target is None:
        return None
    met = {True: "met", False: "missed", None: "too few to tell"}[result.target.met]
    return f"{result.target.words}{DOT}{met}"


def _basis(result: Result) -> str | None:
    """What stands behind the number; counts stand for themselves and have no second number."""
    if result.unit is Unit.COUNT or isinstance(metric(result), Mix) or not result.figure.n:
        return None
    interval = words.interval(result.figure, result.unit, days=days(result))
    shown = [counted(result, result.figure.n), interval if known(result.figure) else None]
    return DOT.join(filter(None, shown))


def waiting(result: Result) -> str | None:
    """Who is not in the number because what it measures has not happened yet."""
    open_ = result.waiting
    if open_ is None or not open_.n:
        return None
    oldest = open_.oldest_seconds
    said = f"{words.count(open_.n)} {open_.what}"
    return said if oldest is None else f"{said}, oldest {words.duration(oldest, days=days(result))}"


def title(result: Result) -> str:
    """The measure, the tickets and the period: "First response time . Email . Week 47 (...)"."""
    so_far = "" if result.complete else " so far"
    return DOT.join(filter(None, (result.scope, f"{result.window.label}{so_far}")))


def sentence(result: Result) -> str:
    """The whole answer in sentences, for those who hear it or see only a notification."""
    where = ", ".join(filter(None, (result.title, result.scope, result.window.label)))
    rest = (f"{label}: {said}" for label, said in facts(result))
    parts = (f"{part.label} {value(result, part.figure)}" for part in result.parts[:12])
    said = [f"{where}: {headline(result)}", *rest, ", ".join(parts)]
    # The triangles are spoken by some screen readers; the words beside them say the same.
    return ". ".join(filter(None, said)).replace("\u25b2 ", "").replace("\u25bc ", "") + "."


def small_print(result: Result) -> list[str]:
    """How the number was made: window, clock, definition, population, freshness."""
    window = words.stretch(result.window.start, result.window.end, result.asked_at, result.zone)
    window += ", complete" if result.complete else ", so far"
    lines = [DOT.join(filter(None, (window, result.clock_words))), result.definition]
    return [*filter(None, (*lines, result.population, _excluded(result))), freshness(result)]


def _excluded(result: Result) -> str | None:
    left_out = (f"{words.count(n)} {reason}" for reason, n in result.excluded if n)
    said = ", ".join(left_out)
    return f"Left out: {said}." if said else None


def freshness(result: Result) -> str:
    """Up to when the data is complete, and until when the figure may still move."""
    if result.fresh_until is None:
        return "The first sync is not complete yet: figures may be missing tickets."
    said = f"Data as of {words.lately(result.fresh_until, result.asked_at, result.zone)}"
    if result.provisional_until is not None and isinstance(metric(result), Share):
        ripe = words.lately(result.provisional_until, result.asked_at, result.zone)
        said += f"{DOT}provisional until {ripe}"
    return said


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
