"""An answer in sentences: for those who hear it, or see only a notification."""

from __future__ import annotations

from bot.cards import beside, facts, parts, sentences
from metrics.periods.time_cuts import HEAT
from metrics.question.result import Result

SPOKEN_PARTS = 12


def sentence(result: Result) -> str:
    """The whole answer in sentences."""
    where = ", ".join((result.title, *facts.scope(result).split(facts.DOT)))
    shown = [] if result.query.over == HEAT else parts.ordered(result)
    cut = [parts.spoken(result, part) for part in shown[:SPOKEN_PARTS]]
    lines = [
        f"{where}: {sentences.answer(result)}",
        *beside.background(result),
        *beside.cautions(result),
        f"{'; '.join(cut)}." if cut else "",
        *(f"{line}." for line in facts.note_lines(result)),
        f"{facts.capital(basis)}." if (basis := beside.basis_words(result)) else "",
    ]
    return facts.speech(" ".join(filter(None, lines)))
