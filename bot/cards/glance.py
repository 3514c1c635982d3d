"""An answer at a glance: its facts in pairs, and all of it in sentences."""

from __future__ import annotations

from bot.cards import facts, sides
from bot.cards.comparison import against, change, there
from metrics.question.query import Against
from metrics.question.result import Part, Result

SPOKEN_PARTS = 12


def glance(result: Result) -> list[tuple[str, str]]:
    """Labelled facts for the glance, the most telling first; only those that exist."""
    candidates = (
        (against(result), change(result)),
        ("90% within", facts.p90(result)),
        ("Median", facts.median(result)),
        ("Longest", facts.longest(result)),
        ("Target", None if result.query.against is Against.TARGET else facts.target(result)),
        ("Based on", facts.basis(result)),
        ("Provisional", facts.provisional(result)),
        ("Not in this number", facts.open_tickets(result)),
    )
    return [(label, text) for label, text in candidates if text]


def sentence(result: Result) -> str:
    """The whole answer in sentences, for those who hear it or see only a notification."""
    where = ", ".join((result.title, *facts.scope(result).split(facts.DOT)))
    rest = (f"{label}: {value}" for label, value in glance(result))
    cut = (_part(result, part) for part in facts.parts(result)[:SPOKEN_PARTS])
    advice = (f"{label}: {value.rstrip('.')}" for label, value in facts.advice(result))
    parts = [
        f"{where}: {facts.headline(result)}",
        facts.nothing(result),
        *rest,
        *advice,
        ", ".join(cut),
    ]
    parts += facts.note_lines(result)
    return facts.speech(f"{'. '.join(filter(None, parts))}.")


def _part(result: Result, part: Part) -> str:
    if part.together:
        return f"{part.label} {facts.part_value(result, part)}"
    text = f"{part.label} {facts.value(result, part.figure)}"
    if part.change is None:
        return text
    return f"{text} ({sides.step(result, part)}; {there(result)}: {sides.value(result, part)})"
