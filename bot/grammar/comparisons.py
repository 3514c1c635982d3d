"""Comparing: what a figure is compared with, and whether its metric can be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.grammar.draft import Draft
from bot.grammar.mistakes import either, value_words
from bot.grammar.names import DimensionNames
from bot.grammar.vocabulary import Vocabulary
from metrics import periods
from metrics.catalogue.metric import Better, Metric, Mix
from metrics.goals.targets import PLACES
from metrics.periods import Period, PeriodKind
from metrics.periods.period import Relative, Rolling
from metrics.question.query import Against, Filter, Rival
from metrics.tickets.records import Dimension

Complaint: TypeAlias = tuple[str, list[Draft]]
"""What is wrong with a draft, and the drafts that may have been meant."""

COMPARABLE = (Dimension.CHANNEL, Dimension.TEAM)
"""Whose values can be compared with each other."""
MOST_OFFERS = 2
_UTC = ZoneInfo("UTC")
_DAY = date(2026, 12, 31)
"""Any last day of a year: all months and quarters that are named without a year lie in one."""
_AT = int(datetime(_DAY.year, _DAY.month, _DAY.day, 12, tzinfo=_UTC).timestamp())


def with_period(draft: Draft, period: Period) -> Draft:
    """The draft with "vs last month", where months are not what is asked about, as this month."""
    for rival in draft.against:
        match rival:
            case Relative(kind, 1) if not draft.periods and kind is not period.days(_DAY)[0]:
                others = [other for other in draft.against if other is not rival]
                return replace(draft, periods=[Relative(kind, 0)], against=[rival, *others])
    return draft


def rivals(draft: Draft, period: Period) -> list[Rival | Period]:
    """What is compared with, periods as what they are to `period` where they are anything to it."""
    candidates: Iterable[Rival | Period] = (
        _relation(rival, period) if isinstance(rival, Period) else rival for rival in draft.against
    )
    return list(dict.fromkeys(candidates))


def _relation(rival: Period, period: Period) -> Rival | Period:
    kind = period.days(_DAY)[0]
    same = isinstance(rival, Relative) and rival.ago == 1 and rival.kind is kind
    if rival == period or (same and kind is not PeriodKind.DAY):
        return Against.BEFORE
    if isinstance(rival, Relative | Rolling) != isinstance(period, Relative | Rolling):
        return rival  # "last month" may be October or not
    mine = period.window(_AT, _UTC)
    # A week or month without a year is the one that is near to what is asked about.
    by = _AT if isinstance(rival, Relative | Rolling) else mine.end - 1
    theirs = rival.window(by, _UTC)
    for against, earlier in ((Against.BEFORE, periods.before), (Against.YEAR, periods.year_before)):
        window = earlier(mine, _UTC)
        if (window.first, window.last) == (theirs.first, theirs.last):
            return against
    return rival


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
            case Period():
                yield _period_complaint(draft, period, rival)
            case Filter():
                yield from _filter_complaints(draft, metric, rival, vocabulary)
            case Against.TARGET:
                yield from _target_complaints(draft, metric)


def _period_complaint(draft: Draft, period: Period, rival: Period) -> Complaint:
    ways: list[Rival | Period] = [Against.BEFORE, Against.YEAR]
    drafts = [replace(draft, against=[way]) for way in ways]
    if period.days(_DAY)[0] is PeriodKind.DAY:
        return "I compare a day with the same weekday a week or a year before.", drafts
    sentence = f"I compare {period} with the same length of time before it, or a year ago"
    return f"{sentence}, not with {rival}.", [*drafts, replace(draft, periods=[rival], against=[])]


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
        others = [
            value for value in _values(vocabulary.names[dimension]) if value not in rival.values
        ]
        drafts = [
            replace(draft, where={**draft.where, dimension: {v}}) for v in others[:MOST_OFFERS]
        ]
        yield f"Compare {rival_words} with which {dimension}? Name both.", [*drafts, cut]
    if mine & set(rival.values):
        yield f"{rival_words[:1].upper()}{rival_words[1:]} stands on both sides.", [without, cut]


def _values(names: DimensionNames) -> list[str]:
    return [value for value in names.titles if value]


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
