"""What stands beside a number, each in a sentence: its spread, who waits, a run, what to mind."""

from __future__ import annotations

from bot import words
from bot.cards import facts
from bot.cards.differences import direction
from bot.cards.time_cuts import peak
from metrics.ask import wording
from metrics.catalogue.metric import Share, Unit
from metrics.periods import Window
from metrics.question.result import Record, Result, Run
from metrics.question.verdict import Basis, basis

MOST_CAUTIONS = 3
STALE_SECONDS = 2 * 3600
"""Data that end so long before a question are older than usual."""
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth"),
    *("seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
)


def ordinal(number: int) -> str:
    """Which one, in a word as long as there is a short one: "third", "13th"."""
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else wording.ordinal(number)


def background(result: Result) -> list[str]:
    """Its spread, who still waits, and a run or a record, as far as there are any."""
    lines = [
        _spread(result),
        peak(result).removesuffix("."),
        _waiting(result),
        run(result) or record(result),
    ]
    return [f"{line}." for line in lines if line]


def _spread(result: Result) -> str:
    if (p90 := facts.p90(result)) is not None:
        half = facts.value(result, result.figure)
        within = f"Half within {half}, 9" if result.statistic == "median" else "9"
        return f"{within} in 10 within {p90}"
    if (longest := facts.longest(result)) is not None:
        return f"The longest took {longest}"
    middle = facts.median(result)
    return f"Half are at {middle} or less" if middle is not None else ""


def _waiting(result: Result) -> str:
    waiting = result.waiting
    if waiting is None or not waiting.n:
        return ""
    oldest = waiting.oldest_seconds
    long = "" if oldest is None else f", the longest {_long(result, oldest)}"
    return f"{words.count(waiting.n)} {waiting.what}{long}"


def _long(result: Result, seconds: float) -> str:
    return words.duration(seconds, days=facts.days(result))


def basis_words(result: Result) -> str:
    """What stands behind it: "73 first replies", "41 of 50 answers were good"; "" for counts."""
    figure = result.figure
    if figure.hides_count or result.unit is Unit.COUNT or not figure.n:
        return ""
    if isinstance(result.metric, Share) and figure.hits is not None:
        hits = result.metric.hits
        did = hits.replace("were ", "was ", 1) if figure.hits == 1 else hits
        return f"{words.count(figure.hits)} of {facts.count_words(result, figure.n)} {did}"
    return facts.count_words(result, figure.n)


def run(result: Result, fact: Run | None = None) -> str:
    """A run as a sentence: "Slower for the fourth week in a row"; "" where there is none."""
    if (fact := fact or result.run) is None:
        return ""
    unit = str(fact.last.kind)
    which = ordinal(fact.length)
    way = _way(result, rising=fact.rising)
    return f"{way} for the {which} {unit} in a row{_to(result, fact.last)}"


def record(result: Result, fact: Record | None = None) -> str:
    """A record as a sentence: "The slowest of 12 weeks"; "" where there is none."""
    if (fact := fact or result.record) is None:
        return ""
    word = {"slower": "slowest", "faster": "fastest", "older": "oldest", "younger": "youngest"}
    way = direction(result, rising=fact.highest)
    best = word.get(way, "highest" if fact.highest else "lowest")
    return f"The {best} of {fact.of} {fact.last.kind}s{_to(result, fact.last)}"


def _way(result: Result, *, rising: bool) -> str:
    way = direction(result, rising=rising)
    return facts.capital({"more": "up", "fewer": "down"}.get(way, way))


def _to(result: Result, last: Window) -> str:
    """The last day of the newest whole window, where that is not the one that is told of."""
    return "" if last == result.window else f" to {words.day_short(last.last)}"


def cautions(result: Result) -> list[str]:
    """What would mislead if it stood behind a click, the most important first."""
    sentences = [
        *([_few(result)] if basis(result.figure) is Basis.NUMBER and result.figure.few else []),
        *facts.warnings(result),
        *([result.trade_off] if result.trade_off else []),
        *([_ripening(result)] if result.provisional_until is not None else []),
        *([_stale(result)] if _is_stale(result) else []),
    ]
    return sentences[:MOST_CAUTIONS]


def _few(result: Result) -> str:
    return f"Only {facts.stand(result, result.figure)}: too few to be sure."


def _ripening(result: Result) -> str:
    at = words.lately(result.provisional_until or 0, result.asked_at, result.zone)
    return f"May still change until {at}."


def _is_stale(result: Result) -> bool:
    if facts.standing(result) and result.complete:
        return False
    until, asked = result.fresh_until, min(result.asked_at, result.window.end)
    return until is None or until < asked - STALE_SECONDS


def _stale(result: Result) -> str:
    if result.fresh_until is None:
        return facts.freshness(result)
    return (
        f"My data reach only to {words.lately(result.fresh_until, result.asked_at, result.zone)}."
    )


def foot(result: Result) -> str:
    """What stands behind the number and up to when data are there: "73 replies, data to 16:31"."""
    if result.fresh_until is None:
        fresh = ""
    else:
        at = min(result.fresh_until, result.asked_at)
        fresh = f"data to {words.lately(at, result.asked_at, result.zone)}"
    return facts.DOT.join(filter(None, (basis_words(result), fresh)))
