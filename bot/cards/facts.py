"""What a Result says, in words: its headline, the facts beside it and the small print below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import words
from bot.monospace import shorten
from metrics.catalogue.metric import Age, Growth, Level, Spread, Unit
from metrics.periods import Period
from metrics.question.query import Against, Clock
from metrics.question.result import Figure, Part, Result, Target
from metrics.tickets.records import Dimension, Instant

P90_FROM = 20
"""Below this many, the longest is shown in place of the 90th percentile."""
DOT = " \u00b7 "
LABEL_CELLS = 40
"""How long the name of what is compared with may be."""
MOST_GUARDS = 3
FEWER = "fewer than five"
MEND = "With deskpulse doctor, whoever runs me sees what holds up the sync."
_TRIANGLES = re.compile("[\u25b2\u25bc] ?")


def speech(text: str) -> str:
    """A text for those who hear it: some screen readers speak triangles and dots."""
    return _TRIANGLES.sub("", text).replace(DOT, ", ")


def days(result: Result) -> bool:
    """Whether long durations are told in days: business hours know none."""
    return result.query.clock is Clock.CALENDAR


def count_words(result: Result, n: float) -> str:
    """A number of what the measure counts: "412 first replies", "1 first reply"."""
    noun = result.metric.counts
    if n == 1:
        noun = " or ".join(map(_singular, noun.split(" and ")))
    return f"{words.count(n)} {noun}"


def _singular(noun: str) -> str:
    return noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")


def value(result: Result, figure: Figure) -> str:
    """A figure's own number; "no data" or "too few to tell (3)" where it may not be shown."""
    if figure.hides_count:
        return f"too few to tell ({FEWER})"
    if figure.hidden:
        text = str(figure.n) if figure.hits is None else words.fraction(figure.hits, figure.n)
        return f"too few to tell ({text})"
    if figure.value is None:
        return words.NONE
    text = words.amount(figure.value, result.unit, figure.n, days=days(result))
    return f"+{text}" if growing(result, figure) else text


def growing(result: Result, figure: Figure) -> bool:
    """Whether a figure is a step up, which is said with its sign."""
    return isinstance(result.metric, Growth) and (figure.value or 0) > 0


def stand(result: Result, figure: Figure) -> str:
    """How many stand behind a figure, where that is told."""
    return FEWER if figure.hides_count else count_words(result, figure.n)


def short_value(result: Result, figure: Figure) -> str:
    """A figure's own number for a table, where its count has a column of its own."""
    return "too few" if figure.hidden else value(result, figure)


def part_value(result: Result, part: Part) -> str:
    """A part's own number for a table; of several that were put into one there is none."""
    return words.NOT_SHOWN if part.together else short_value(result, part.figure)


def has_value(figure: Figure) -> bool:
    """Whether a figure has a value that may be shown."""
    return figure.value is not None and not figure.hidden


def headline(result: Result) -> str:
    """The answer: "2h 14m median", "80% (24 of 30)", "1,204 tickets"."""
    figure = result.figure
    if not has_value(figure):
        return capital(value(result, figure))
    parts = [" ".join(filter(None, (_value_with_basis(result, figure), unfinished(result))))]
    if figure.few:
        parts.append(f"few {result.metric.counts}")
    return DOT.join(parts)


def standing(result: Result) -> bool:
    """Whether the measure is the state at an instant and not what happened in a window."""
    return isinstance(result.metric, Level | Age)


def unfinished(result: Result) -> str:
    """The word for a window that is not over; empty when it is."""
    if result.complete:
        return ""
    return "now" if standing(result) else "so far"


def _value_with_basis(result: Result, figure: Figure) -> str:
    text = value(result, figure)
    match result.unit:
        case Unit.SECONDS:
            business = "" if days(result) else " business"
            return f"{text}{business} {result.statistic}".rstrip()
        case Unit.SHARE if figure.hits is not None:
            return f"{text} ({words.fraction(figure.hits, figure.n)})"
        case Unit.COUNT:
            sign = "+" if growing(result, figure) else ""
            return f"{sign}{count_words(result, figure.value or 0)}"
        case Unit.MONEY | Unit.RATIO:
            return f"{text} {result.statistic}"
        case _:
            return text


def median(result: Result) -> str | None:
    """The median beside a mean."""
    median = result.figure.median
    if median is None or not has_value(result.figure):
        return None
    return words.amount(median, result.unit, result.figure.n, days=days(result))


def p90(result: Result) -> str | None:
    """Within what nine of ten lie."""
    p90 = result.figure.p90
    if p90 is None or p90.value is None or p90.n < P90_FROM or not has_value(result.figure):
        return None
    return words.amount(p90.value, result.unit, p90.n, days=days(result))


def longest(result: Result) -> str | None:
    """The longest, which stands in for the 90th percentile of a small sample."""
    figure = result.figure
    if figure.longest is None or not has_value(figure) or figure.n >= P90_FROM:
        return None
    return words.amount(figure.longest, result.unit, figure.n, days=days(result))


def target(result: Result) -> str | None:
    """The target in its words, and whether it is met."""
    return judgement(result, result.target)


def judgement(result: Result, target: Target | None) -> str | None:
    """A target in its words, and whether it is met; also one of other tickets."""
    if target is None:
        return None
    return f"{goal(result, target)}{DOT}{target.words}"


def goal(result: Result, target: Target) -> str:
    """A target in words, without whether it is met."""
    return words.goal(target.value, result.unit, result.better, days=days(result))


def basis(result: Result) -> str | None:
    """What stands behind the number; counts stand for themselves and have no second number."""
    if result.unit is Unit.COUNT or not result.figure.n:
        return None
    interval = words.interval(result.figure, result.unit, days=days(result))
    parts = [count_words(result, result.figure.n), interval if has_value(result.figure) else None]
    return DOT.join(filter(None, parts))


def open_tickets(result: Result) -> str | None:
    """Who is not in the number because what it measures has not happened yet."""
    open_ = result.waiting
    if open_ is None or not open_.n:
        return None
    oldest = open_.oldest_seconds
    text = f"{words.count(open_.n)} {open_.what}"
    return text if oldest is None else f"{text}, oldest {words.duration(oldest, days=days(result))}"


def scope(result: Result) -> str:
    """The tickets, the period and what is compared: "Email . Week 47 (...) so far . vs target"."""
    return DOT.join(filter(None, (result.scope, period(result), rival(result))))


def rival(result: Result) -> str:
    """What it is compared with: "vs target"; empty for the period before."""
    return f"vs {shorten(result.versus.label, LABEL_CELLS)}" if result.versus else ""


def period(result: Result) -> str:
    """When: "Week 47 (...) so far", or "now" for what is the case now."""
    if standing(result) and not result.complete:
        return "now"
    return " ".join(filter(None, (result.window.label, unfinished(result))))


def nothing(result: Result) -> str | None:
    """What an empty answer means: never 0, and never that something is wrong."""
    of = result.metric
    if has_value(result.figure):
        return None
    if isinstance(of, Spread) and result.figure.n:
        return f"Fewer than two {of.over}s have the {of.minimum} {of.counts} a comparison takes"
    if result.figure.n or result.figure.hides_count:
        return None
    return f"There were no {result.metric.counts} {result.window.when}"


def parts(result: Result) -> Sequence[Part]:
    """The parts in the order they are shown in: single people are never ranked."""
    if Dimension.AGENT in result.split:
        return sorted(result.parts, key=lambda part: part.label.casefold())
    return result.parts


def warnings(result: Result) -> list[str]:
    """What these very figures call for; it belongs beside the number."""
    return [caveat for caveat in result.caveats if caveat not in result.metric.caveats]


def over_time(result: Result) -> bool:
    """Whether it is compared with its own past, so that the step is a change over time."""
    against = result.query.against
    return against in {Against.BEFORE, Against.YEAR} or isinstance(against, Period)


def note_lines(result: Result) -> list[str]:
    """What happened meanwhile, by the numbers that the chart has for it."""
    lines = [
        f"Note {number}: {words.note_words(note, result.zone)}"
        for number, note in words.number_notes(result.notes)
    ]
    more = len(result.notes) - len(lines)
    return [*lines, f"{words.count(more)} earlier ones: /kpi notes"] if more else lines


def advice(result: Result) -> list[tuple[str, str]]:
    """What the number must be read together with, and where to look; each with what it is."""
    label = "Keep in mind" if over_time(result) else "Since the period before"
    pairs = [(label, guard) for guard in result.guards[:MOST_GUARDS]]
    return [*pairs, *([("Look at", result.lever)] if result.lever else [])]


def excluded(result: Result) -> str | None:
    """What is left out of the number, by reason."""
    left_out = (f"{words.count(n)} {reason}" for reason, n in result.excluded if n)
    reasons = ", ".join(left_out)
    return f"Left out: {reasons}." if reasons else None


def freshness(result: Result) -> str:
    """Up to when the data are complete."""
    if result.fresh_until is None:
        return "The first sync is not complete yet: figures may be missing tickets."
    at = min(result.fresh_until, result.asked_at)
    return f"Data as of {words.lately(at, result.asked_at, result.zone)}"


def reach(until: Instant | None, now: Instant, zone: str) -> str:
    """Up to when data are known where that is not far enough, within a sentence."""
    if until is None:
        return "my first sync has not ended yet"
    return f"my data reach only to {words.lately(min(until, now), now, zone)}"


def capital(text: str) -> str:
    """A text as a sentence begins."""
    return text[:1].upper() + text[1:]
