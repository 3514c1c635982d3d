"""Where a series breaks: before and after an instant it was measured in another way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np

from metrics.ask.question import Question
from metrics.office_hours.schedules import ALWAYS_BEFORE
from metrics.periods import Window
from metrics.question.query import Clock
from metrics.question.result import Break, Point
from metrics.tickets.records import NEVER, Dimension, Instant

WEEK_SECONDS: Final = 7 * 86_400
"""Helpdesks whose first tickets came so close together began together."""


def breaks(question: Question) -> tuple[Break, ...]:
    """All that is known, in the order of time: new versions, new hours, other helpdesks."""
    every = (*_versions(question), *_hours(question), *_helpdesks(question))
    return tuple(sorted(every, key=lambda each: each.at))


def _versions(question: Question) -> Iterator[Break]:
    """The first use of each version but the earliest; where none is written, none is known."""
    versions = question.metric.versions
    if versions is None:
        return
    first: dict[str, Instant] = {}
    at, words = versions.rows(question.snapshot)
    for instant, word in zip(at.tolist(), words.tolist(), strict=True):
        if word:
            first[word] = min(instant, first.get(word, instant))
    for instant in sorted(first.values())[1:]:
        yield Break(at=instant, what=versions.what)


def _hours(question: Question) -> Iterator[Break]:
    """Where office hours that were set with a date begin, if time is measured by them."""
    if question.query.clock is Clock.BUSINESS:
        starts = {entry.since_at for entry in question.hours.schedules.entries} - {ALWAYS_BEFORE}
        yield from (Break(at=at, what="office hours") for at in starts)


def _helpdesks(question: Question) -> Iterator[Break]:
    """Where a further helpdesk came in with its first ticket, was moved to, or was retired."""
    if len(question.coverage.sources) < 2:
        return
    tickets, words = question.snapshot.tickets, question.snapshot.words[Dimension.SOURCE]
    lifetimes, codes = question.snapshot.lifetimes, tickets.latest[Dimension.SOURCE]
    first_at, end_at = np.full(len(words), NEVER), np.full(len(words), NEVER)
    came_at = np.maximum(tickets.created_at, lifetimes.begins(tickets.key))
    np.minimum.at(first_at, codes, came_at)
    np.minimum.at(end_at, codes, lifetimes.ends(tickets.key, np.full(len(codes), NEVER)))
    there = [words.index(each) for each in question.coverage.sources if each in words]
    begun = sorted(int(first_at[code]) for code in there if first_at[code] < NEVER)
    later = {at for at in begun[1:] if at >= begun[0] + WEEK_SECONDS}
    later |= {int(end_at[code]) for code in there if end_at[code] < NEVER}
    yield from (Break(at=at, what="connected helpdesks") for at in sorted(later))


def between(among: tuple[Break, ...], start: Instant, end: Instant) -> tuple[Break, ...]:
    """Those after `start` and before `end`: at an edge, both sides are whole."""
    return tuple(each for each in among if start < each.at < end)


def alike(question: Question, earlier: Window) -> bool:
    """Whether an earlier window was measured as the one asked for, with no break since it began."""
    end = min(question.window.end, question.as_of)
    return not between(breaks(question), earlier.start, end)


def in_trend(question: Question, series: tuple[Point, ...]) -> tuple[Break, ...]:
    """Those within the trend, or since the period before began."""
    starts = [point.window.start for point in series[:1]]
    if question.known(question.before):
        starts.append(question.before.start)
    start = min(starts, default=question.window.start)
    return between(breaks(question), start, min(question.window.end, question.as_of))


def notes(within: tuple[Break, ...], zone: ZoneInfo) -> tuple[str, ...]:
    """What each of them means for a reader."""
    return tuple(
        f"The {each.what} changed on {day(each.at, zone)}: before and after are not comparable."
        for each in within
    )


def day(at: Instant, zone: ZoneInfo) -> str:
    """A day within a sentence: "3 Nov 2026"."""
    local = datetime.fromtimestamp(at, zone)
    return f"{local.day} {local:%b %Y}"
