"""How a number was made: what it counts, over what time, how sure it is, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator

from bot import words
from bot.cards import blocks, facts
from bot.cards.blocks import Bold, Line
from bot.cards.small_print import left_out, made_from, window
from bot.talk import Audience, Reply
from metrics.catalogue.sla import OVERDUE
from metrics.question.result import Result
from metrics.sources.knowledge import Knowledge
from metrics.sources.needs import Need

LABEL = "How this was made"


def how_card(result: Result, phrase: str, receipt: str = "") -> Reply:
    """All that stands behind an answer. `phrase` asks for it; `receipt` names it, if it is kept."""
    title = f"{result.title}{facts.DOT}{facts.scope(result)}"
    entries = how_facts(result)
    lines: list[Line] = [(Bold(f"{label}:"), f" {text}") for label, text in entries]
    speech = " ".join(f"{label}: {text}" for label, text in entries)
    return Reply(
        text=blocks.fallback(f"{LABEL}: {title}. {speech}"),
        head=(
            blocks.section((Bold(LABEL), f"{facts.DOT}{title}"), facts.headline(result)),
            *(blocks.section(line) for line in lines),
        ),
        tail=(
            blocks.actions(
                [
                    blocks.button("Against the helpdesk", "ask:explain", f"{phrase} explain"),
                    blocks.button("Show the figure", "ask:figure", phrase),
                ]
            ),
            blocks.context(
                [f"Asked: {phrase}{f'{facts.DOT}receipt {receipt}' if receipt else ''}"]
            ),
        ),
        audience=Audience.ME,
    )


def only_nearly(known: Knowledge) -> str:
    """What a helpdesk does not tell just as it is needed, and how it comes near."""
    return f"{facts.capital(known.need.words)}. {known.how_sentence}"


def how_facts(result: Result) -> list[tuple[str, str]]:
    """What there is to say of how it was made, each with what it is."""
    sample = facts.count_words(result, result.figure.n) if not result.figure.hides_count else ""
    spread = words.interval(result.figure, result.unit, days=facts.days(result))
    shown = facts.has_value(result.figure)
    candidates = [
        ("Period", window(result)),
        ("What it is", result.definition),
        ("Which count", result.population),
        ("Made of", facts.DOT.join(filter(None, (sample, spread if shown else "")))),
        ("Left out", left_out(result)),
        ("Clock", facts.capital(result.clock_words)),
        *(("Keep in mind", caveat) for caveat in _caveats(result)),
        *(("Only nearly", only_nearly(each)) for each in result.coverage.nearly),
        *(("Read with it", guard) for guard in result.guards),
        ("Data", made_from(result)),
    ]
    return [(label, text) for label, text in candidates if text]


def _caveats(result: Result) -> Iterator[str]:
    """What is to be minded; of overdue targets only where no helpdesk tells of its own."""
    near = {each.source for each in result.coverage.nearly if each.need is Need.PROMISES}
    for caveat in result.caveats:
        if caveat != OVERDUE or not near:
            yield caveat
        elif near < set(result.coverage.sources):
            yield f"Unless said otherwise below: {caveat[:1].lower()}{caveat[1:]}"
