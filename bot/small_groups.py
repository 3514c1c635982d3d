"""Groups of people too small to be shown: put into one that shows no value."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from metrics.catalogue.metric import Unit
from metrics.explanation import Explanation, Shift, summed
from metrics.query import Against, Filter, Query
from metrics.records import Dimension
from metrics.result import Figure, Part, Result
from metrics.statistics import Estimate

FEWEST = 5
"""Smaller groups say too much about single people's work."""
FEWER = f"(fewer than {FEWEST})"
UNTOLD = Figure(estimate=Estimate(None, 0), few=True, hidden=True)
"""In the place of a figure of so few: not even how many hits there were is told."""


def about_people(query: Query, split: Collection[Dimension], unit: Unit) -> bool:
    """Whether the parts of a split tell of people's work: by agent, of one agent, or by team.

    How many tickets a team has is no figure of anybody's work, however few they are.
    """
    if Dimension.AGENT in split or query.values(Dimension.AGENT):
        return True
    return Dimension.TEAM in split and unit is not Unit.COUNT


def merged(result: Result) -> Result:
    """The answer with all groups under five put into one that shows no value.

    What a part is compared with is not told where that is under five, nor is either side of a
    comparison of teams or of people.
    """
    result = _sides(result)
    if not about_people(result.query, result.split, result.unit):
        return result
    result = replace(result, parts=_compared(result))
    sizes = [part.figure.n for part in result.parts]
    out = small(sizes)
    if not out:
        return result
    parts = [result.parts[at] for at in out]
    n = sum(part.figure.n for part in parts)
    shares = [part.share for part in parts if part.share is not None]
    rest = Part(
        key=tuple("" for _ in result.split),
        label=FEWER,
        figure=Figure(estimate=Estimate(None, n), few=True, hidden=True),
        share=sum(shares) if shares else None,
    )
    large = (part for at, part in enumerate(result.parts) if at not in out)
    return replace(result, parts=(*large, rest))


def _sides(result: Result) -> Result:
    """The answer without a number of a side under five, where the sides are teams or people."""
    query, against = result.query, result.query.against
    asked = {Dimension.TEAM} if query.values(Dimension.TEAM) else set()
    sides = asked | ({against.dimension} if isinstance(against, Filter) else set())
    if not sides or not about_people(query, sides, result.unit):
        return result
    if few(result.figure):
        result = replace(result, figure=UNTOLD, target=None, change=None)
    if against is not Against.BASELINE and result.previous and few(result.previous):
        versus = result.versus and replace(result.versus, target=None)
        result = replace(result, previous=UNTOLD, versus=versus, change=None)
    return result


def few(figure: Figure) -> bool:
    """Whether a figure is one of fewer than five, and of some."""
    return 0 < figure.n < FEWEST


def _compared(result: Result) -> tuple[Part, ...]:
    """The parts, without the other side where that is small; what is there alone is left out."""
    if result.query.against in {Against.TARGET, Against.BASELINE}:
        return result.parts
    out = small([part.previous.n if part.previous else 0 for part in result.parts])
    told = (
        replace(part, previous=None, change=None) if at in out else part
        for at, part in enumerate(result.parts)
    )
    return tuple(part for part in told if part.figure.n or part.previous)


def merged_why(explanation: Explanation) -> Explanation:
    """The explanation with all parts under five in both periods put into one, its sums kept."""
    if explanation.counts:
        return explanation
    result, parts = explanation.result, explanation.parts

    def of_people(split: str) -> bool:
        return about_people(result.query, {d for d in Dimension if d == split}, result.unit)

    kept = (each for each in explanation.also if not of_people(each[0]) or size(each[1]) >= FEWEST)
    explanation = replace(explanation, also=tuple(kept))
    out = small([size(part) for part in parts]) if of_people(explanation.dimension) else set()
    if not out:
        return explanation
    rest = summed([parts[at] for at in out], FEWER)
    large = tuple(part for at, part in enumerate(parts) if at not in out)
    tickets = () if 0 in out else explanation.tickets
    return replace(explanation, parts=(*large, rest), tickets=tickets)


def size(part: Shift) -> int:
    """How many stand behind a part, in the period in which it had more."""
    return max(part.old.n, part.new.n)


def small(sizes: Sequence[int]) -> set[int]:
    """The places of groups under five; one more where these alone could be told by subtraction."""
    out = {at for at, n in enumerate(sizes) if 0 < n < FEWEST}
    others = sorted((n, at) for at, n in enumerate(sizes) if n >= FEWEST)
    if out and others and sum(sizes[at] for at in out) < FEWEST:
        out.add(others[0][1])
    return out
