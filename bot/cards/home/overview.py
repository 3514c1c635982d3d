"""How support is doing, in one sentence and in a line for each of the core measures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from bot import words
from bot.cards import beside, blocks, facts, sentences
from bot.cards.blocks import Bold, Line
from bot.cards.things import within
from bot.talk import Block
from metrics.catalogue.metric import Better
from metrics.question.result import Result
from metrics.question.verdict import Basis, basis, verdict

MOST_NAMED = 3
NOW = "now"


def overview(results: Sequence[Result]) -> list[Block]:
    """The sentence, a line a measure, and of which days the figures are; nothing without any."""
    known = [result for result in results if basis(result.figure) is Basis.NUMBER]
    if not known:
        return []
    return [
        blocks.section(Bold(state(known))),
        blocks.section(*map(_line, known)),
        blocks.context([" ".join([_days(known), *_chances(known)])]),
    ]


def state(results: Sequence[Result]) -> str:
    """Which measures need a look and why, or that none does; "" where there are none."""
    known = [result for result in results if basis(result.figure) is Basis.NUMBER]
    if not known:
        return ""
    found = [(result, why) for result in known if (why := worry(result))]
    of = words.count(len(known))
    if not found:
        return _calm(known)
    named = "; ".join(
        f"{within(result.title)} {sentences.number(result)}, {why}"
        for result, why in found[:MOST_NAMED]
    )
    more = len(found) - MOST_NAMED
    rest = f"; and {words.count(more)} more" if more > 0 else ""
    needs = "needs" if len(found) == 1 else "need"
    return f"{words.count(len(found))} of {of} measures {needs} a look: {named}{rest}."


def _calm(known: Sequence[Result]) -> str:
    """That none needs a look, which are better, and which look worse all the same."""
    better = [within(result.title) for result in known if _is_better(result)]
    gain = f"{facts.capital(_named(better))} {_be(better)} clearly better" if better else ""
    if doubtful := [within(result.title) for result in known if _looks_worse(result)]:
        look = "looks" if len(doubtful) == 1 else "look"
        named = f"{facts.capital(_named(doubtful))} {look} worse, which could be chance."
        return f"{gain or 'Nothing is clearly worse'}. {named}"
    if gain:
        return f"{gain}, and nothing is clearly worse."
    if unusual := [within(result.title) for result in known if _is_unusual(result)]:
        return f"Nothing needs a look, but {_named(unusual)} moved more than usual."
    if len(known) == 1:
        return "Nothing stands out: the one measure is as usual."
    return f"Nothing stands out: all {words.count(len(known))} measures are as usual."


def _named(titles: Sequence[str]) -> str:
    *most, last = titles
    return f"{', '.join(most)} and {last}" if most else last


def _be(titles: Sequence[str]) -> str:
    return "is" if len(titles) == 1 else "are"


def _is_better(result: Result) -> bool:
    step = verdict(result).step
    return step is not None and step.better and not result.figure.few


def _is_unusual(result: Result) -> bool:
    """Whether it moved more than usual, and neither direction is the good one."""
    step = verdict(result).step
    return step is not None and step.telling and step.good is None


def _looks_worse(result: Result) -> bool:
    """Whether it misses its target or looks worse, though it could be chance."""
    judged = verdict(result)
    return judged.doubtful and (judged.may_miss or not sentences.unmoved(result))


def worry(result: Result) -> str:
    """Why a measure needs a look: a target missed, a fall, a run the wrong way; else "".

    A run is over as soon as the figure is better than before, though the last whole week was not.
    """
    judged = verdict(result)
    if judged.few:
        return ""
    if judged.needs_look:
        if judged.misses and result.target:
            return f"target {facts.goal(result, result.target)} missed"
        return sentences.movement(result)
    run = result.run
    if run is None or result.better is Better.NEITHER or (judged.step and judged.step.good):
        return ""
    if run.rising == (result.better is Better.LOWER):
        return within(beside.run(result))
    return ""


def _line(result: Result) -> Line:
    run = beside.run(result)
    rest = f"{sentences.number(result)}{sentences.rest(result)}{f' {run}.' if run else ''}"
    return (Bold(result.title), f" {rest.replace(f'; {sentences.CHANCE}', '')}")


def _chances(results: Sequence[Result]) -> Iterator[str]:
    """Which of the moves could be chance, told once for all lines."""
    moved = [each for each in results if sentences.movement(each)]
    doubtful = [each for each in moved if f"; {sentences.CHANCE}" in sentences.movement(each)]
    if moved and len(doubtful) == len(moved):
        yield "Each of these moves could be chance."
    elif doubtful:
        names = ", ".join(within(each.title) for each in doubtful)
        yield f"Could be chance: {names}."


def _days(results: Sequence[Result]) -> str:
    """Of which days the figures are: those of most, then which are of others."""
    titles_by_period: dict[str, list[str]] = defaultdict(list)
    for result in sorted(results, key=facts.standing):
        titles_by_period[facts.period(result)].append(within(result.title))
    most = max(titles_by_period, key=lambda period: len(titles_by_period[period]))
    others = (
        f"{', '.join(titles)} {'' if period == NOW else 'of '}{period}"
        for period, titles in titles_by_period.items()
        if period != most
    )
    return f"{'; '.join((_of(most), *others))}."


def _of(period: str) -> str:
    return "What is open now" if period == NOW else f"Of {period}"
