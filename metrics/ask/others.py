"""Those a share is not about, told beside it: their own share, and whether the two differ."""

from __future__ import annotations

from collections.abc import Iterator

from metrics import periods
from metrics.ask import figures
from metrics.ask.breaks import day
from metrics.ask.question import Question
from metrics.catalogue.metric import Share
from metrics.catalogue.others import Others, Rest
from metrics.question.result import Figure, Part
from metrics.statistics.estimates import round_half_away, share_difference
from metrics.tickets.columns import Facts

LOOKED_BACK = 24
"""So many windows at most are looked through for one that stands."""


def premature(question: Question) -> bool:
    """Whether a share with others beside it may still rise, so that no verdict is given on it."""
    metric = question.metric
    has_others = isinstance(metric, Share) and metric.others is not None
    return has_others and question.ripe_at(question.window) is not None


def parts(question: Question) -> tuple[Part, ...]:
    """The share and that of the others; empty where there are none, or nobody knows how many."""
    pair = _pair(question)
    others, rest = pair or (None, "")
    if others is None or isinstance(rest, str):
        return ()
    theirs = figures.share_figure(rest.hits, rest.n, question.metric.minimum)
    both = zip(others.labels, (question.figure(question.window), theirs), strict=True)
    return tuple(Part(key=(label,), label=label, figure=figure) for label, figure in both)


def notes(question: Question) -> tuple[str, ...]:
    """What the two shares say together, or why there is only one."""
    pair = _pair(question)
    if pair is None:
        return ()
    others, rest = pair
    if isinstance(rest, str):
        return (rest,)
    both = [part.figure for part in parts(question)]
    words = _unripe(question) if premature(question) else _apart(others, *both)
    return tuple(filter(None, (words, rest.note)))


def _pair(question: Question) -> tuple[Others, Rest | str] | None:
    metric, window = question.metric, question.window
    if not isinstance(metric, Share) or metric.others is None:
        return None
    rows = figures.countable(question.rows_in(window))
    assert isinstance(rows, Facts)
    bounds = window.start, window.end
    return metric.others, metric.others.count(question.snapshot, rows, bounds, question.as_of)


def _apart(others: Others, own: Figure, theirs: Figure) -> str:
    """How far the two shares are apart, and whether that is more than chance."""
    mine, rest = (f"those {label[:1].lower()}{label[1:]}" for label in others.labels)
    if own.hidden or theirs.hidden or own.value is None or theirs.value is None:
        return f"Too few to compare {mine} with {rest}."
    step = share_difference(own.estimate, theirs.estimate)
    low, high = (_points(bound or 0) for bound in (step.low, step.high))
    if not step.clear:
        return f"No clear difference between {mine} and {rest}: {low} to {high} points."
    more = "higher" if step.difference > 0 else "lower"
    return (
        f"{_points(abs(step.difference))} points {more} among {mine} than among {rest} ({low} to "
        f"{high}): more than chance, {others.caution}."
    )


def _points(share: float) -> str:
    return f"{round_half_away(share * 100, 1):g}"


def _unripe(question: Question) -> str:
    """Until when both may rise, and the newest window of the kind that stands already."""
    until = day(question.ripe_at(question.window) or 0, question.zone)
    words = f"Both may rise until {until}: before then there is no verdict."
    newest = next((w.label for w in _earlier(question) if question.ripe_at(w) is None), "")
    return f"{words} The newest that stands is {newest}." if newest else words


def _earlier(question: Question) -> Iterator[periods.Window]:
    window = question.window
    for _ in range(LOOKED_BACK):
        window = periods.before(window, question.zone)
        if not question.known(window):
            return
        yield window
