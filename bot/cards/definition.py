"""What a measure is, with an example that can be worked out by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot import words
from bot.cards import blocks
from bot.cards.benchmarks import line
from bot.cards.blocks import Bold, Code, Line
from bot.talk import Audience, Block, Reply
from metrics.catalogue.metric import (
    Age,
    AnyMetric,
    Better,
    Duration,
    Flow,
    Growth,
    Mix,
    Share,
    Statistic,
)
from metrics.goals.benchmarks import benchmarks
from metrics.statistics.estimates import percentile

WAITS = (480, 1500, 3000, 7200, 32400)
"""Seconds: the made-up waits of the example."""
MOST_OUTSIDE = 3
DIRECTION = {
    Better.LOWER: "Lower is better.",
    Better.HIGHER: "Higher is better.",
    Better.NEITHER: "Neither higher nor lower is better in itself.",
}


def definition_card(
    metric: AnyMetric, variant: str = "", first: str = "", elsewhere: Sequence[str] = ()
) -> Reply:
    """The definition, formula and population, what is left out, an example, and other names.

    `first` is said before all that; `elsewhere` are sentences on the helpdesks' own screens.
    """
    phrase = f"{metric.key} {variant}".strip()
    facts = definition_facts(metric, elsewhere)
    head: list[Block] = [
        *([blocks.section(first)] if first else []),
        blocks.section((Bold(metric.title), "  ", Code(f"/kpi {phrase}")), metric.definition),
        *(blocks.section(*_lines(label, lines)) for label, lines in facts),
        blocks.actions([blocks.button(f"Ask {phrase}", "ask:0", phrase)]),
    ]
    speech = " ".join(f"{label}: {'; '.join(lines)}" for label, lines in facts)
    text = f"{first} {metric.title}: {metric.definition} {speech}"
    return Reply(text=blocks.fallback(text), head=tuple(head), audience=Audience.ME)


def definition_facts(
    metric: AnyMetric, elsewhere: Sequence[str] = ()
) -> list[tuple[str, tuple[str, ...]]]:
    """What there is to say of a measure, under its labels."""
    variants = tuple(f"{v.key}: {v.metric.title}, {v.metric.formula}" for v in metric.variants)
    candidates = (
        ("How it is computed", (metric.formula,)),
        ("Which tickets count", (metric.population,)),
        ("Left out", metric.reasons),
        ("For example", tuple(filter(None, (example(metric),)))),
        ("Keep in mind", (DIRECTION[metric.better], *metric.caveats)),
        ("Elsewhere", tuple(filter(None, (metric.elsewhere, *elsewhere)))),
        ("Outside figures", outside(metric)),
        ("Also as", variants),
        ("Other names", (", ".join(metric.other_names),) if metric.other_names else ()),
    )
    return [(label, lines) for label, lines in candidates if lines]


def outside(metric: AnyMetric) -> tuple[str, ...]:
    """What the guides give for it, with source and segment; the command shows all of them."""
    figures = [figure for figure in benchmarks(metric.key) if figure.level]
    lines = tuple("".join((bold.text, rest)) for bold, rest in map(line, figures[:MOST_OUTSIDE]))
    return (
        (*lines, f"For reference only. All of them: /kpi benchmark {metric.key}") if lines else ()
    )


def example(metric: AnyMetric) -> str:
    """Made-up tickets and the number they give; empty where none is needed."""
    match metric:
        case Duration() | Age():
            return _waits(metric)
        case Share():
            return f"30 count, 24 of them are hits: that is {words.share(0.8, 30)}."
        case Mix():
            return f"120 count, 30 of them in one {metric.over}: {words.share(0.25, 120)} of all."
        case Flow():
            return f"3 {metric.counts} on Monday and 2 on Tuesday are 5 in these two days."
        case Growth():
            return "12 came in and 9 went out: 3 more than before."
        case _:
            return ""


def _waits(metric: Duration | Age) -> str:
    values = np.array(WAITS, dtype=np.float64)
    each = ", ".join(map(words.duration, WAITS))
    if isinstance(metric, Age) and metric.oldest:
        return f"Five tickets are {each} old: the oldest is {words.duration(max(WAITS))}."
    ways = {
        Statistic.MEAN: values.mean(),
        Statistic.LONGEST: values.max(),
        Statistic.SHORTEST: values.min(),
    }
    if metric.statistic in ways:
        number = words.duration(float(ways[metric.statistic]))
        return f"Five took {each}: their {metric.statistic} is {number}."
    middle, most = percentile(values, 0.5) or 0.0, percentile(values, 0.9) or 0.0
    return (
        f"Five took {each}: half took at most {words.duration(middle)}, which is the median; "
        f"90% took at most {words.duration(most)}."
    )


def _lines(label: str, lines: tuple[str, ...]) -> tuple[Line, ...]:
    if len(lines) == 1:
        return ((Bold(f"{label}:"), f" {lines[0]}"),)
    return (Bold(f"{label}:"), *(f"\u2022 {line}" for line in lines))
