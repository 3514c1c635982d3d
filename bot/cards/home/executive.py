"""The view of those who answer for support: the trend of a few measures, each read in one look."""

from __future__ import annotations

from collections.abc import Sequence

from bot import monospace
from bot.cards import blocks, facts, sentences
from bot.cards.blocks import Bold, Code, Line
from bot.cards.facts import DOT
from bot.talk import Block
from metrics.question.result import Result

NOTHING = "There is nothing to show yet: no measure has any figures."


def executive(kpis: Sequence[tuple[Result, str]]) -> list[Block]:
    """One paragraph a measure, each with the phrase that asks for its card."""
    if not kpis:
        return [blocks.section(NOTHING)]
    return [_kpi(result, phrase) for result, phrase in kpis]


def _kpi(result: Result, phrase: str) -> Block:
    ask = blocks.button("Show", f"ask:home:{phrase}", phrase)
    head = (Bold(result.title), f"{DOT}{facts.headline(result)}{DOT}{facts.period(result)}")
    lines: list[Line] = [head, *_trend(result)]
    pairs = (("Change", sentences.movement(result)), ("Target", facts.target(result) or "none set"))
    lines += [f"{label}: {text}" for label, text in pairs if text]
    lines += [f"{label}: {text}" for label, text in facts.advice(result)[:1]]
    return {**blocks.section(*lines), "accessory": ask}


def _trend(result: Result) -> list[Line]:
    """The line of its windows, and what stands behind the newest."""
    has_value = [facts.has_value(point.figure) for point in result.series]
    if not any(has_value):
        return []
    values = [
        point.figure.value if visible else None
        for point, visible in zip(result.series, has_value, strict=True)
    ]
    last = result.series[-1].window
    over = f" {len(values)} {last.kind}{'' if len(values) == 1 else 's'}"
    return [(Code(monospace.spark(values)), DOT.join(filter(None, (over, facts.basis(result)))))]
