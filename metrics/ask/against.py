"""What a figure is compared with: an earlier window, other tickets, a target or a baseline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from metrics import periods
from metrics.ask.breaks import alike, between, breaks
from metrics.ask.changes import change, distance
from metrics.ask.others import premature
from metrics.ask.question import Question
from metrics.ask.weeks import weeks
from metrics.catalogue.figure_kinds import is_count
from metrics.catalogue.metric import Flow, Growth, Rate
from metrics.goals.baseline import USABLE_DAYS, WEEKS, Baseline, baseline
from metrics.periods import Period, PeriodKind, Window
from metrics.question.query import Against, Filter, Query
from metrics.question.result import Change, Figure, Point, Versus
from metrics.statistics.estimates import Estimate
from metrics.statistics.usual import Usual, usual
from metrics.tickets.records import Dimension

USUAL_WINDOWS = 12
"""From so many earlier windows is taken what is usual."""
NO_YEAR = "no data a year ago"
OVERLAP = "the two periods overlap"
UNLIKE = "the two periods are not equally long, and this adds up with time"
_ADDS_UP = (Flow, Growth, Rate)
"""What grows with the length of a window, so that a month is no match for a week."""


class Yardstick(NamedTuple):
    """The fields of a Result that say what it is compared with."""

    previous: Figure | None
    previous_window: Window | None
    change: Change | None
    versus: Versus | None = None


def yardstick(question: Question, figure: Figure, *, part: bool = False) -> Yardstick:
    """What the figure of a question is compared with, and the step from there.

    There is no step where something of either is still to be read. What is usual is not looked for
    of a `part`: with many parts that takes long.
    """
    found = _yardstick(question, figure, part=part)
    sides = [(question, question.window), *([other] if (other := other_side(question)) else [])]
    if any(side.unread(window) for side, window in sides):
        return found._replace(change=None)
    return found


def _yardstick(question: Question, figure: Figure, *, part: bool) -> Yardstick:
    match question.query.against:
        case Against.BEFORE:
            return _earlier(question, figure, None if part else _usual(question))
        case Against.YEAR:
            earlier = _earlier(question, figure)
            nothing = earlier.previous is None or not earlier.previous.n
            versus = Versus(label="a year ago", missing=NO_YEAR if nothing else "")
            return earlier._replace(versus=versus)
        case Against.TARGET:
            return _target(question, figure)
        case Against.BASELINE:
            return _baseline(question, figure)
        case Period():
            return _other_period(question, figure)
        case Filter() as other:
            return _others(question, figure, other)


def _other_period(question: Question, figure: Figure) -> Yardstick:
    """The same tickets in another period that was named, where the two can be compared."""
    mine, theirs = question.window, question.before
    label = theirs.label.split(" (")[0]
    if theirs.start < mine.end and mine.start < theirs.end:
        return Yardstick(None, None, None, Versus(label=label, missing=OVERLAP))
    if isinstance(question.metric, _ADDS_UP) and not periods.alike(mine, theirs):
        return Yardstick(None, None, None, Versus(label=label, missing=UNLIKE))
    return _earlier(question, figure)._replace(versus=Versus(label=label))


def _earlier(question: Question, figure: Figure, usual: Usual | None = None) -> Yardstick:
    window = question.before
    if not question.known(window):
        return Yardstick(None, None, None)
    previous = question.figure(window)
    judges = _judges(question, window)
    step = change(question.metric, figure, previous, usual) if judges else None
    return Yardstick(previous, window, step)


def _usual(question: Question) -> Usual | None:
    """What is usual of a count in windows such as this one; None where it is not known."""
    if not is_count(question.metric):
        return None
    values = [question.figure(window).value for window in _windows_before(question)]
    return usual(
        [value for value in values if value is not None],
        arrivals=isinstance(question.metric, Flow),
    )


def _windows_before(question: Question) -> Iterator[Window]:
    """The windows before this one, measured alike, each as far as this one has elapsed."""
    edges, whole = breaks(question), question.window
    elapsed = periods.until_now(whole, question.as_of)
    for _ in range(USUAL_WINDOWS):
        whole = periods.before(whole, question.zone)
        window = periods.as_far(whole, elapsed, question.zone)
        if not question.whole(window) or between(edges, window.start, question.window.end):
            return
        yield window


def _judges(question: Question, earlier: Window) -> bool:
    """Whether an earlier window may judge the figure: measured alike, and ripe where it must be."""
    return alike(question, earlier) and not premature(question)


def _target(question: Question, figure: Figure) -> Yardstick:
    value = question.target_at(question.window)
    step = None
    if value is not None:
        step = distance(question.metric, figure, Estimate(value, 0, value, value))
    missing = "none is set" if question.target_of(figure) is None else ""
    return Yardstick(None, None, step, Versus(label="target", missing=missing))


def _baseline(question: Question, figure: Figure) -> Yardstick:
    before = weeks(question, WEEKS, question.notes, question.window.start)
    usual = baseline(question.metric, before)
    if missing := _no_baseline(question, usual):
        return Yardstick(None, None, None, Versus(label="baseline", missing=missing))
    assert usual is not None
    span = replace(before[-1].window, start=before[0].window.start, first=before[0].window.first)
    return Yardstick(
        Figure(estimate=usual.estimate),
        replace(span, kind=PeriodKind.SPAN, label=f"{usual.weeks} weeks before"),
        distance(question.metric, figure, usual.estimate) if _judges(question, span) else None,
        Versus(label="baseline"),
    )


def _no_baseline(question: Question, usual: Baseline | None) -> str:
    window = question.window
    whole = window.is_week and question.complete(window)
    if isinstance(question.metric, _ADDS_UP) and not whole:
        return "the baseline is that of whole weeks, so ask for a week that is over"
    if usual is None or not usual.usable:
        return f"no baseline yet: it takes {USABLE_DAYS} days of whole weeks before that period"
    return ""


def _others(question: Question, figure: Figure, other: Filter) -> Yardstick:
    theirs = _of(question, other)
    there = theirs.figure(question.window)
    # Channels and teams do unlike work: one is higher than the other and never better.
    step = change(question.metric, figure, there, judged=False)
    versus = Versus(label=_title(question, other), target=theirs.target_of(there))
    return Yardstick(there, question.window, step, versus)


def other_side(question: Question) -> tuple[Question, Window] | None:
    """The question and the window of the tickets compared with; None where those are none."""
    match question.query.against:
        case Against.BEFORE | Against.YEAR | Period():
            return (question, question.before) if question.known(question.before) else None
        case Filter() as other:
            return _of(question, other), question.window
        case _:
            return None


def side_names(question: Question) -> tuple[str, str]:
    """What the two sides are called where tickets stand on both; they are never alike."""
    match question.query.against:
        case Filter(dimension) as other:
            mine = Filter(dimension, question.query.values(dimension))
            return _title(question, mine), _title(question, other)
        case _:
            return question.window.label, question.before.label


def _of(question: Question, other: Filter) -> Question:
    """The same question about other tickets."""
    return replace(question, query=of_others(question.query, other))


def of_others(query: Query, other: Filter) -> Query:
    """The same question about the tickets that are compared with."""
    where = tuple(other if f.dimension is other.dimension else f for f in query.where)
    return replace(query, where=where, against=Against.BEFORE)


def _title(question: Question, other: Filter) -> str:
    label = question.directory.label
    labels = ", ".join(label(other.dimension, value) for value in other.values)
    return labels[:1].upper() + labels[1:]


def beside(question: Question, series: tuple[Point, ...]) -> tuple[Figure | None, ...]:
    """The figures of what is compared with, in the windows of a trend; empty where it has none."""
    match question.query.against:
        case Against.YEAR:
            earlier = (question.earlier(point.window) for point in series)
            return tuple(question.figure(w) if question.known(w) else None for w in earlier)
        case Filter() as other:
            theirs = _of(question, other)
            return tuple(theirs.figure(point.window) for point in series)
        case _:
            return ()


def caution(question: Question) -> tuple[str, ...]:
    """That unlike things are compared, where they are."""
    match question.query.against:
        case Filter(dimension):
            both = " and ".join(side_names(question))
            if dimension is Dimension.CHANNEL:
                return (f"{both} are unlike work: judge each against its own target.",)
            return (f"{both} may get unlike tickets: look at channel and category before judging.",)
        case _:
            return ()
