"""The view of those who answer for support: the trend of a few measures, each read in one look."""

from __future__ import annotations

from collections.abc import Sequence

from bot import monospace
from bot.cards import beside, blocks, facts, sentences
from bot.cards.blocks import Bold, Code, Text
from bot.cards.home.overview import state
from bot.talk import Block
from metrics.question.result import Result

NOTHING = "There is nothing to show yet: no measure has any figures."


def executive(kpis: Sequence[tuple[Result, str]]) -> list[Block]:
    """How it stands, then a line a measure with its trend and the phrase that asks for its card."""
    if not kpis:
        return [blocks.section(NOTHING)]
    sentence = state([result for result, _ in kpis])
    first = [blocks.section(Bold(sentence))] if sentence else []
    return [*first, *(_kpi(result, phrase) for result, phrase in kpis)]


def _kpi(result: Result, phrase: str) -> Block:
    """The answer as its card says it, and beneath it the trend with what would mislead."""
    ask = blocks.button("Show", f"ask:home:{phrase}", phrase)
    title: tuple[Text, ...] = (Bold(result.title), f"{facts.DOT}{facts.period(result)}")
    answer: tuple[Text, ...] = (Bold(sentences.number(result)), sentences.rest(result))
    small = [beside.basis_words(result), *beside.cautions(result)]
    trend = _trend(result, facts.DOT.join(filter(None, small)))
    return {**blocks.section(title, answer, trend), "accessory": ask}


def _trend(result: Result, told: str) -> tuple[Text, ...]:
    """The line of its windows, the run or record that they make, and what else is `told`."""
    has_value = [facts.has_value(point.figure) for point in result.series]
    if not any(has_value):
        return (told,)
    values = [
        point.figure.value if visible else None
        for point, visible in zip(result.series, has_value, strict=True)
    ]
    last = result.series[-1].window
    count = f" {len(values)} {last.unit}{'' if len(values) == 1 else 's'}"
    fact = beside.run(result) or beside.record(result)
    return (Code(monospace.spark(values)), facts.DOT.join(filter(None, (count, fact, told))))
