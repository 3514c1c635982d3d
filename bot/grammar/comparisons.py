"""Comparing: what a figure is compared with, and whether its metric can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from bot.grammar.draft import Draft
from bot.grammar.mistakes import either, value_words
from bot.grammar.vocabulary import Vocabulary
from metrics.catalogue.metric import Better, Metric, Mix
from metrics.goals.targets import PLACES
from metrics.periods import Period, PeriodKind
from metrics.periods.period import Relative
from metrics.question.query import Against, Filter, Rival
from metrics.question.rivals import ANY_DAY, relation
from metrics.tickets.records import Dimension

Complaint: TypeAlias = tuple[str, list[Draft]]
"""What is wrong with a draft, and the drafts that may have been meant."""

COMPARABLE = (Dimension.CHANNEL, Dimension.TEAM)
"""Whose values can be compared with each other."""
MOST_OFFERS = 2


def with_paces(draft: Draft) -> Draft:
    """The draft with "wow" as last week beside the week before it, and "yoy" as a year ago."""
    for pace in draft.paces:
        if pace.unit is PeriodKind.YEAR:
            draft = replace(draft, against=[*draft.against, Against.YEAR])
            continue
        before = Relative(PeriodKind.DAY, 2) if pace.unit is PeriodKind.DAY else Against.BEFORE
        own = [period for period in draft.periods if period.days(ANY_DAY)[0] is pace.unit]
        periods = draft.periods if own else [*draft.periods, Relative(pace.unit, 1)]
        draft = replace(draft, periods=periods, against=[*draft.against, before])
    return replace(draft, paces=[])


def with_period(draft: Draft, period: Period) -> Draft:
    """The draft with "vs last month", where months are not what is asked about, as this month.

    What is still running stands first: "last week vs this week" is this week vs last week. "vs last
    week" is, of the usual seven days, the seven before.
    """
    match draft.periods, draft.against:
        case [first], [Relative(_, 0) as running] if running != first:
            return replace(draft, periods=[running], against=[first])
    for rival in draft.against:
        match rival:
            case Relative(PeriodKind.WEEK, 1) if not draft.periods and _is_seven_days(period):
                others = [Against.BEFORE if other is rival else other for other in draft.against]
                return replace(draft, against=others)
            case Relative(kind, 1) if not draft.periods and kind is not period.days(ANY_DAY)[0]:
                others = [other for other in draft.against if other is not rival]
                return replace(draft, periods=[Relative(kind, 0)], against=[rival, *others])
    return draft


def _is_seven_days(period: Period) -> bool:
    kind, first, last = period.days(ANY_DAY)
    return kind in {PeriodKind.DAYS, PeriodKind.SPAN} and (last - first).days == 6


def rivals(draft: Draft, period: Period) -> list[Rival | Period]:
    """What is compared with, periods as what they are to `period` where they are anything to it."""
    candidates: Iterable[Rival | Period] = (
        relation(rival, period) if isinstance(rival, Period) else rival for rival in draft.against
    )
    return list(dict.fromkeys(candidates))


def rival_complaints(
    draft: Draft, metric: Metric, period: Period, vocabulary: Vocabulary
) -> Iterator[Complaint]:
    """What cannot be compared, or not with that."""
    candidates = rivals(draft, period)
    if len(candidates) > 1:
        yield (
            "I compare with one thing at a time.",
            [replace(draft, against=[r]) for r in candidates],
        )
    for rival in candidates[:1]:
        match rival:
            case Filter():
                yield from _filter_complaints(draft, metric, rival, vocabulary)
            case Against.TARGET:
                yield from _target_complaints(draft, metric)


def _filter_complaints(
    draft: Draft, metric: Metric, rival: Filter, vocabulary: Vocabulary
) -> Iterator[Complaint]:
    """Other tickets to compare with."""
    dimension, without = rival.dimension, replace(draft, against=[])
    cut = replace(without, split=[dimension])
    if dimension not in COMPARABLE:
        people = dimension is Dimension.AGENT
        why = "people are not ranked here" if people else f"by {dimension} shows them side by side"
        yield f"I compare channels and teams with each other: {why}.", [without if people else cut]
    if not metric.cuts(dimension):
        yield f"{metric.title} is not told by {dimension}, so there is no other.", [without]
    if isinstance(metric, Mix):
        yield f"{metric.title} shows all its parts side by side.", [without]
    mine = draft.where.get(dimension, set())
    rival_words = value_words(rival, vocabulary)
    if not mine:
        others = [value for value in vocabulary.offered(dimension) if value not in rival.values]
        drafts = [
            replace(draft, where={**draft.where, dimension: {v}}) for v in others[:MOST_OFFERS]
        ]
        yield f"Compare {rival_words} with which {dimension}? Name both.", [*drafts, cut]
    if mine & set(rival.values):
        yield f"{rival_words[:1].upper()}{rival_words[1:]} stands on both sides.", [without, cut]


def _target_complaints(draft: Draft, metric: Metric) -> Iterator[Complaint]:
    """Where no target can hold."""
    without = [replace(draft, against=[])]
    if metric.better is Better.NEITHER:
        yield f"{metric.title} has no better direction, so it takes no target.", without
    if draft.ways:
        yield "A target is for the usual way to take a metric.", [replace(draft, ways=[]), *without]
    if odd := [dimension for dimension in draft.where if dimension not in PLACES]:
        places = either(PLACES)
        yield f"A target is for a {places}: there is none by {odd[0]}.", without
