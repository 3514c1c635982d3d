"""Groups of people too small to be shown: put into one that shows no value."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from metrics.catalogue import measure
from metrics.catalogue.metric import Age, Mix, Unit
from metrics.errors import AskError
from metrics.question.explanation import Explanation, Shift, total
from metrics.question.query import Against, Filter, Query
from metrics.question.reconciliation import Comparison
from metrics.question.result import Figure, Part, Point, Result
from metrics.statistics.estimates import Estimate
from metrics.tickets.records import Dimension

FEWEST = 5
"""Smaller groups say too much about single people's work."""
TOGETHER = "(small groups)"
WHICH = (
    f"Small groups are those of fewer than {FEWEST}, and the next smallest too where these alone "
    "could be worked out from the rest."
)
FEW = (
    f"Fewer than {FEWEST} stand behind it, and of so few in a team I tell nothing: it would be "
    "about single people. Ask about a longer period or more teams, or ask a lead."
)
NONE_APART = (
    f"Of no part there are enough to be told: fewer than {FEWEST} would be about single people. "
    "Ask about a longer period."
)
UNTOLD = Figure(estimate=Estimate(None, 0), few=True, hidden=True)
"""In the place of a figure of so few: not even how many hits there were is told."""


def about_people(query: Query, split: Collection[Dimension], unit: Unit) -> bool:
    """Whether the parts of a split tell of people's work: by agent, of one agent, or by team.

    Each part of a question about one team does, too. How many tickets a team has is no figure of
    anybody's work, however few they are.
    """
    if Dimension.AGENT in split or query.values(Dimension.AGENT):
        return True
    teams = Dimension.TEAM in split or query.values(Dimension.TEAM)
    return bool(teams) and unit is not Unit.COUNT


def merge_small_groups(result: Result) -> Result:
    """The answer with all groups under five put into one that shows no value.

    What a part is compared with is not told where that is under five, nor is either side of a
    comparison of teams or of people, nor a week of a team's trend. Where the headline is not told,
    nothing that it is made of is.
    """
    result = _trend(_sides(result))
    if result.figure is UNTOLD:
        return replace(
            result, parts=(), bands=(), excluded=(), caveats=(), guards=(), trade_off="", lever=""
        )
    unit = Unit.COUNT if _counts(result) else result.unit
    if _lists_tickets(result) or not about_people(result.query, result.split, unit):
        return result
    result = _largest(replace(result, parts=_parts_with_sides(result)))
    out = small([_size(result, part.figure) for part in result.parts])
    if not out:
        return result
    if isinstance(result.metric, Mix) and len(out) == len(result.parts):
        raise AskError(NONE_APART)
    rest = _together(result, [result.parts[at] for at in out])
    large = (part for at, part in enumerate(result.parts) if at not in out)
    return replace(result, parts=(*large, rest), caveats=(*result.caveats, WHICH))


def _together(result: Result, parts: Sequence[Part]) -> Part:
    """Parts as one without a value. Where how many there are is the value, nor is that told."""
    key = tuple("" for _ in result.split)
    if _counts(result):
        return Part(key=key, label=TOGETHER, figure=UNTOLD, together=True)
    n = sum(part.figure.n for part in parts)
    shares = [part.share for part in parts if part.share is not None]
    return Part(
        key=key,
        label=TOGETHER,
        figure=Figure(estimate=Estimate(None, n), few=True, hidden=True),
        share=sum(shares) if shares else None,
        together=True,
    )


def _counts(result: Result) -> bool:
    """Whether the value of a part is how many there are, or what part of all that is."""
    return result.unit is Unit.COUNT or isinstance(result.metric, Mix)


def _size(result: Result, figure: Figure | None) -> int:
    """How many a part has; those of a mix are measured against all, and have their hits."""
    if figure is None:
        return 0
    return figure.hits or 0 if isinstance(result.metric, Mix) else figure.n


def _largest(result: Result) -> Result:
    """The answer without what its largest part, which heads a mix, had at times of under five."""

    def is_few(figure: Figure | None) -> bool:
        return 0 < _size(result, figure) < FEWEST

    if not isinstance(result.metric, Mix):
        return result
    if result.query.against is not Against.BASELINE and is_few(result.previous):
        result = replace(result, previous=UNTOLD, change=None)
    series = (replace(p, figure=UNTOLD) if is_few(p.figure) else p for p in result.series)
    return replace(result, series=tuple(series))


def _lists_tickets(result: Result) -> bool:
    """Whether the parts are single tickets, which a list would tell as well."""
    return not result.split and isinstance(result.metric, Age) and result.metric.oldest


def _sides(result: Result) -> Result:
    """The answer without a number of a side under five, where the sides are teams or people."""
    query, against = result.query, result.query.against
    teams = {Dimension.TEAM} if query.values(Dimension.TEAM) else set()
    sides = teams | ({against.dimension} if isinstance(against, Filter) else set())
    if not sides or not about_people(query, sides, result.unit):
        return result
    if few(result.figure):
        result = replace(result, figure=UNTOLD, target=None, change=None)
    if against is not Against.BASELINE and result.previous and few(result.previous):
        versus = result.versus and replace(result.versus, target=None)
        result = replace(result, previous=UNTOLD, versus=versus, change=None)
    return result


def _trend(result: Result) -> Result:
    """The answer without a number of a week, or another step, in which a team has under five."""
    if not _of_team(result.query, result.unit):
        return result
    versus = result.versus and replace(result.versus, series=_mask(result.versus.series))
    series = tuple(
        replace(point, figure=UNTOLD) if few(point.figure) else point for point in result.series
    )
    return replace(result, series=series, versus=versus)


def _mask(figures: Sequence[Figure | None]) -> tuple[Figure | None, ...]:
    return tuple(UNTOLD if figure and few(figure) else figure for figure in figures)


def _of_team(query: Query, unit: Unit) -> bool:
    """Whether a headline is a figure of a team's work."""
    sides = (*query.where, *([query.against] if isinstance(query.against, Filter) else []))
    return any(side.dimension is Dimension.TEAM for side in sides) and unit is not Unit.COUNT


def few(figure: Figure) -> bool:
    """Whether a figure is one of fewer than five, and of some."""
    return 0 < figure.n < FEWEST


def _parts_with_sides(result: Result) -> tuple[Part, ...]:
    """The parts, without the other side where that is small; what is there alone is left out."""
    if result.query.against in {Against.TARGET, Against.BASELINE}:
        return result.parts
    out = small([_size(result, part.previous) for part in result.parts])
    parts = (
        replace(part, previous=None, change=None) if at in out else part
        for at, part in enumerate(result.parts)
    )
    return tuple(part for part in parts if _size(result, part.figure) or part.previous)


def merge_small_parts(explanation: Explanation) -> Explanation:
    """The explanation with all parts under five in both periods put into one, its sums kept."""
    if explanation.counts:
        return explanation
    result, parts = explanation.result, explanation.parts

    def of_people(split: str) -> bool:
        return about_people(result.query, {d for d in Dimension if d == split}, result.unit)

    also = (each for each in explanation.also if not of_people(each[0]) or size(each[1]) >= FEWEST)
    explanation = replace(explanation, also=tuple(also))
    out = small([size(part) for part in parts]) if of_people(explanation.dimension) else set()
    if not out:
        return explanation
    rest = total([parts[at] for at in out], TOGETHER)
    large = tuple(part for at, part in enumerate(parts) if at not in out)
    tickets = () if 0 in out else explanation.tickets
    return replace(explanation, parts=(*large, rest), tickets=tickets)


class SmallGroups:
    """Keeps back what fewer than five stand behind, of whatever leaves: answers, lists, reasons."""

    def result(self, result: Result) -> Result:
        """The answer as it may be told."""
        return merge_small_groups(result)

    def explanation(self, explanation: Explanation) -> Explanation:
        """Why a figure moved. Raises AskError where too few stand behind either period."""
        result = merge_small_groups(explanation.result)
        if UNTOLD in {result.figure, result.previous}:
            raise AskError(FEW)
        return merge_small_parts(replace(explanation, result=result))

    def comparison(self, comparison: Comparison) -> Comparison:
        """A figure beside the helpdesk's own. Raises AskError where too few stand behind either."""
        result = comparison.result
        both = (comparison.ours_of_both, comparison.theirs_of_both)
        sides = (result.figure, comparison.theirs, *both)
        if _of_team(result.query, result.unit) and any(map(few, sides)):
            raise AskError(FEW)
        return replace(comparison, result=merge_small_groups(result))

    def weeks(self, query: Query, weeks: tuple[Point, ...]) -> tuple[Point, ...]:
        """The weeks of a question, without the numbers of those with too few."""
        if not _of_team(query, measure(query.metric, query.variant).unit):
            return weeks
        return tuple(replace(week, figure=UNTOLD) if few(week.figure) else week for week in weeks)

    def tickets(self, query: Query, count: int, *, standing: bool) -> None:
        """Open work is for all; of anything else that so few are part of there is no list."""
        unit = measure(query.metric, query.variant).unit
        if not standing and 0 < count < FEWEST and _of_team(query, unit):
            raise AskError(FEW)


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
