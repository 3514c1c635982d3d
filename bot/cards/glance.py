"""An answer at a glance: its facts in pairs, and all of it in sentences."""

from __future__ import annotations

from bot.cards import facts, sides
from bot.cards.comparison import against, change, there
from metrics.question.query import Against
from metrics.question.result import Part, Result

SPOKEN_PARTS = 12


def glance(result: Result) -> list[tuple[str, str]]:
    """Labelled facts for the glance, the most telling first; only those that exist."""
    found = (
        (against(result), change(result)),
        ("90% within", facts.p90(result)),
        ("Median", facts.median(result)),
        ("Longest", facts.longest(result)),
        ("Target", None if result.query.against is Against.TARGET else facts.target(result)),
        ("Based on", facts.basis(result)),
        ("Provisional", facts.provisional(result)),
        ("Not in this number", facts.waiting(result)),
    )
    return [(label, said) for label, said in found if said]


def sentence(result: Result) -> str:
    """The whole answer in sentences, for those who hear it or see only a notification."""
    where = ", ".join((result.title, *facts.scope(result).split(facts.DOT)))
    rest = (f"{label}: {said}" for label, said in glance(result))
    cut = (_part(result, part) for part in facts.parts(result)[:SPOKEN_PARTS])
    seen = (f"{label}: {said.rstrip('.')}" for label, said in facts.advice(result))
    said = [
        f"{where}: {facts.headline(result)}",
        facts.nothing(result),
        *rest,
        *seen,
        ", ".join(cut),
    ]
    said += facts.noted(result)
    return facts.spoken(f"{'. '.join(filter(None, said))}.")


def _part(result: Result, part: Part) -> str:
    said = f"{part.label} {facts.value(result, part.figure)}"
    if part.change is None:
        return said
    return f"{said} ({sides.step(result, part)}; {there(result)}: {sides.value(result, part)})"
