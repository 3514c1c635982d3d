"""A figure and its parts beside the same of the last twelve windows, each told in deviations.

More is looked at than the window before: one odd week before does not make this one odd. A time is
judged among those of its own channel and priority, so that more of what always takes long is no
slower work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from metrics import periods
from metrics.ask import figures
from metrics.ask.breaks import between, breaks
from metrics.ask.figures import Rows
from metrics.ask.question import Question
from metrics.ask.why import DIMENSIONS, HOURS, hours_of
from metrics.catalogue.metric import Age, Better, Duration, Flow, Level, Score, Share
from metrics.periods import Window
from metrics.question.deviation import HOUR, WHOLE, Deviation, Deviations
from metrics.question.query import Clock
from metrics.question.ticket_state import NamedTicket
from metrics.statistics.apart import count_scores, mean_scores, ranks, share_scores, step_scores
from metrics.tickets.arrays import Floats
from metrics.tickets.columns import Bools, Facts, Ints, subset
from metrics.tickets.records import Dimension

WINDOWS = 12
FEWEST_WINDOWS = 6
FEWEST = 8
"""Of a part with fewer rows nothing is said."""
FEWEST_BEFORE = 40
MOST_TICKETS = 3
_Found: TypeAlias = tuple[Deviation, tuple[int, ...]]
LIKE = (Dimension.CHANNEL, Dimension.PRIORITY)


@dataclass(frozen=True)
class Sample:
    """The rows of some windows, the newest last: what each adds, in which window it is.

    `values` are what is judged, of times their ranks among their like; `told` are what is told, on
    the clock of the question. The newest may be so many windows together, `over` which it is told.
    """

    rows: tuple[Rows, ...]
    values: Floats
    told: Floats
    window: Ints
    over: int = 1

    @property
    def newest(self) -> int:
        return len(self.rows) - self.over


def deviations(question: Question, over: int = 1) -> Deviations | None:
    """The figure of a question and its parts beside the windows before; None where that says none.

    The newest `over` windows are taken together, but of counts and of what is open at an instant.
    Of what is not over or not ripe, or has too little before it, nothing is said.
    """
    kinds = (Duration, Share, Score) if over > 1 else (Duration, Share, Score, Flow, Level, Age)
    if not isinstance(question.metric, kinds):
        return None
    window = question.window
    if not question.complete(window) or question.ripe_at(window) or not question.whole(window):
        return None
    windows = [*_before(question, WINDOWS + over - 1)][::-1]
    while windows and not len(question.rows_in(windows[0])):
        windows.pop(0)  # it had not begun then
    if len(windows) < FEWEST_WINDOWS + over - 1:
        return None
    sample = sample_of(question, [*windows, window], over)
    whole = next(_of(question, sample, WHOLE, np.zeros(len(sample.window), np.int64)), None)
    if whole is None:
        return None
    cuts = cuts_of(question, sample)
    parts = (part for dimension, codes in cuts for part in _of(question, sample, dimension, codes))
    first, *others = _with_tickets(question, [whole, *parts])
    return Deviations(whole=first, parts=tuple(others))


def _counts(question: Question) -> bool:
    return isinstance(question.metric, Flow | Level)


def _before(question: Question, count: int) -> Iterator[Window]:
    """The windows before, measured alike, the newest first."""
    edges, window = breaks(question), question.window
    for _ in range(count):
        window = periods.before(window, question.zone)
        if not question.whole(window) or between(edges, window.start, question.window.end):
            return
        yield window


def sample_of(question: Question, windows: Sequence[Window], over: int = 1) -> Sample:
    """The rows of these windows, the newest last; the newest `over` of them as one."""
    rows = tuple(figures.countable(question.rows_in(window)) for window in windows)
    clocks = _judging(question), question.query.clock
    values, told = (
        np.concatenate(
            [_values(question, *each, clock) for each in zip(rows, windows, strict=True)]
        )
        for clock in clocks
    )
    if isinstance(question.metric, Duration | Age):
        values = ranks(values, _likes(rows))
    number = np.repeat(np.arange(len(rows)), [len(some) for some in rows])
    number = np.minimum(number, len(rows) - over)
    return Sample(rows=rows, values=values, told=told, window=number, over=over)


def _likes(rows: Sequence[Rows]) -> Ints:
    """What each row may be held against: a number for each channel and priority together."""
    kinds = np.zeros(sum(map(len, rows)), np.int64)
    for dimension in LIKE:
        if dimension in rows[0].cut:
            codes = np.concatenate([some.cut[dimension] for some in rows]).astype(np.int64)
            kinds = kinds * (int(codes.max(initial=0)) + 1) + codes
    return kinds


def _judging(question: Question) -> Clock:
    """The clock on which times are judged: nights between question and answer hide the work."""
    own = isinstance(question.metric, Duration) and question.metric.takes_clock
    return Clock.BUSINESS if own else question.query.clock


def _values(question: Question, rows: Rows, window: Window, clock: Clock) -> Floats:
    """What each row adds: its time, whether it is a hit, its points; 1 where rows are counted."""
    match question.metric:
        case Duration() | Age():
            at = min(window.end, question.as_of)
            seconds = figures.seconds(rows, clock, question.hours, at)
            return seconds.astype(np.float64)
        case Share() as metric if isinstance(rows, Facts):
            hits = figures.hits(rows, metric.horizon_seconds, question.as_of)
            return hits.astype(np.float64)
        case Score() if isinstance(rows, Facts) and rows.amount is not None:
            return rows.amount.astype(np.float64)
        case _:
            return np.ones(len(rows))


def cuts_of(question: Question, sample: Sample) -> Iterator[tuple[str, Ints]]:
    """What each row is a part of, by dimension; of what is anonymous there are no parts."""
    metric = question.metric
    if isinstance(metric, Score) and metric.anonymous:
        return
    cut, alone = sample.rows[-1].cut, len(question.directory.sources) < 2
    for dimension in DIMENSIONS:
        one = dimension is Dimension.SOURCE and alone
        if dimension not in metric.dimensions or dimension not in cut or one:
            continue
        if len(question.query.values(dimension)) != 1:
            codes = [rows.cut[dimension] for rows in sample.rows]
            yield str(dimension), np.concatenate(codes).astype(np.int64)
    if not isinstance(metric, Level | Age):
        yield HOUR, np.concatenate([hours_of(question, rows) for rows in sample.rows])


def _of(question: Question, sample: Sample, dimension: str, codes: Ints) -> Iterator[_Found]:
    """The deviation of each part that has enough rows, with the tickets that stand out in it."""
    shape = (int(codes.max(initial=0)) + 1, sample.newest + 1)
    place = codes * shape[1] + sample.window
    n = _sums(place, np.ones(len(place)), shape)
    scores = _scores(question, sample, dimension, place, n)
    enough = (n[:, -1] >= FEWEST) | (_counts(question) & (n.mean(axis=1) >= FEWEST))
    enough &= n[:, :-1].sum(axis=1) >= FEWEST_BEFORE
    for code in np.flatnonzero(enough & np.isfinite(scores)):
        own = codes == code
        here = own[_in_last(sample)]
        rows = subset(sample.rows[-1], here)
        told = sample.told[_in_last(sample)][here]
        yield (
            _deviation(question, sample, (dimension, int(code)), own, float(scores[code]), rows),
            _standing_out(question, rows, told),
        )


def _scores(question: Question, sample: Sample, dimension: str, place: Ints, n: Floats) -> Floats:
    """How far each part lies off; `n` are its rows in each window, `place` where each row is."""
    if dimension and isinstance(question.metric, Flow):
        return share_scores(np.broadcast_to(n.sum(axis=0), n.shape), n)
    if isinstance(question.metric, Flow):
        return count_scores(n)
    if isinstance(question.metric, Level):
        return step_scores(n, np.sqrt(n[:, :-1].mean(axis=1)))
    total = _sums(place, sample.values, n.shape)
    if isinstance(question.metric, Age):
        with np.errstate(invalid="ignore"):
            return step_scores(total / n)
    if isinstance(question.metric, Share):
        return share_scores(n, total, sample.over)
    return mean_scores(n, total, _sums(place, sample.values**2, n.shape), sample.over)


def _sums(place: Ints, values: Floats, shape: tuple[int, ...]) -> Floats:
    """The sum of the values of each part in each window."""
    sums = np.bincount(place, values, shape[0] * shape[1])
    return sums.astype(np.float64).reshape(shape)


def _deviation(
    question: Question, sample: Sample, part: tuple[str, int], own: Bools, score: float, rows: Rows
) -> Deviation:
    dimension, code = part
    newest = own & (sample.window == sample.newest)
    before = sample.told[own & (sample.window != sample.newest)]
    return Deviation(
        dimension=dimension,
        key=word_of(question, dimension, code),
        label=_label(question, dimension, code),
        score=score,
        value=value_of(question, sample.told[newest]),
        usual=_usual(question, before, sample.newest),
        n=int(newest.sum()),
        windows=sample.newest,
        over=sample.over,
        rows=frozenset(rows.ticket.tolist()) if dimension else frozenset(),
    )


def _in_last(sample: Sample) -> Bools:
    """Which rows are of the very newest window."""
    return np.arange(len(sample.window)) >= len(sample.window) - len(sample.rows[-1])


def value_of(question: Question, values: Floats) -> float:
    """The figure that rows with these values make."""
    match question.metric:
        case Duration() | Age():
            return question.measure.times(values.astype(np.int64)).value or 0.0
        case Share() | Score():
            return float(values.mean()) if len(values) else 0.0
        case _:
            return float(len(values))


def _usual(question: Question, values: Floats, windows: int) -> float:
    return len(values) / windows if _counts(question) else value_of(question, values)


def word_of(question: Question, dimension: str, code: int) -> str:
    """The stored value that a code stands for; the hour at which a stretch of the day begins."""
    if dimension == WHOLE:
        return ""
    if dimension == HOUR:
        return str(code * HOURS)
    return next(w[code] for d, w in question.snapshot.words.items() if d == dimension)


def _label(question: Question, dimension: str, code: int) -> str:
    if dimension == WHOLE:
        return ""
    if dimension == HOUR:
        return f"{code * HOURS:02}:00\N{EN DASH}{(code + 1) * HOURS:02}:00"
    by = next(d for d in question.snapshot.words if d == dimension)
    return question.directory.label(by, word_of(question, dimension, code))


def _standing_out(question: Question, rows: Rows, values: Floats) -> tuple[int, ...]:
    """The keys of the tickets on the bad side; of a share none that is on the good one."""
    if question.metric.better is Better.NEITHER:
        return ()
    low_is_bad = question.metric.better is Better.HIGHER
    order = np.argsort(values if low_is_bad else -values, kind="stable")
    if isinstance(question.metric, Share):
        order = order[(values[order] == 0) == low_is_bad]
    return tuple(dict.fromkeys(int(key) for key in rows.ticket[order]))[:MOST_TICKETS]


def _with_tickets(question: Question, found: Sequence[_Found]) -> Iterator[Deviation]:
    """Each with its tickets by name, all looked up at once."""
    who = question.who(sorted({key for _, keys in found for key in keys}))
    for deviation, keys in found:
        lines = (who[key] for key in keys if key in who)
        tickets = (NamedTicket(line.source, line.id, line.number) for line in lines)
        yield replace(deviation, tickets=tuple(tickets))
