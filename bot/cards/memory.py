"""What is kept of an answer, so that it can be compared with what is said later."""

from __future__ import annotations

from hashlib import blake2b

from bot.cards import facts
from metrics.question.receipts import MEASURING, Receipt
from metrics.question.result import Figure, Part, Result


def receipt(result: Result, phrase: str, person: str, measuring: int = MEASURING) -> Receipt:
    """What is kept of an answer. `measuring`: by which Deskpulse what it follows was posted."""
    other = [_numbers(result.previous)] if result.versus and result.previous else []
    figures = _digest(_numbers(result.figure), *map(_part, result.parts), *other)
    asked = (str(result.asked_at), str(result.fresh_until), str(measuring))
    return Receipt(
        id=_digest(phrase, *asked, figures)[:8],
        phrase=phrase,
        asked_at=result.asked_at,
        fresh_until=result.fresh_until,
        person=person,
        window=result.window.label,
        headline=facts.headline(result),
        value=None if result.figure.hidden else result.figure.value,
        n=result.figure.n,
        figures=figures,
        making=_making(result),
        measuring=measuring,
    )


def _making(result: Result) -> str:
    """A digest of how the figure is made: its words, its clock with the hours, its zone."""
    formula = result.metric.formula
    words = (result.definition, result.population, formula, result.clock_words, result.zone)
    return _digest(*words)


def _part(part: Part) -> str:
    return f"{part.key} {_numbers(part.figure)}"


def _numbers(figure: Figure) -> str:
    p90 = figure.p90.value if figure.p90 else None
    return f"{figure.value!r} {figure.n} {figure.hits} {p90!r}"


def _digest(*words: str) -> str:
    return blake2b("\n".join(words).encode("utf-8", "replace"), digest_size=8).hexdigest()
