"""A figure cut into parts, each with what it is compared with: it is the headline of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from metrics.ask import figures
from metrics.ask.against import other_side, yardstick
from metrics.ask.figures import Rows
from metrics.ask.question import Question
from metrics.catalogue.metric import Growth, Mix, Spread
from metrics.question.query import Filter
from metrics.question.result import Change, Figure, Movement, Part
from metrics.tickets.columns import subset
from metrics.tickets.dimensions import SEVERAL, values_of
from metrics.tickets.records import Dimension, Priority, Status

ORDER = {
    Dimension.PRIORITY: [priority.value for priority in Priority],
    Dimension.STATUS: [status.value for status in Status],
}
ONE_SOURCE = (
    "One helpdesk is connected, so this has one part. By channel splits by the way tickets came in."
)
OVERLAP = "A ticket may have more than one {names}, so the parts add up to more than all."
MANY = 20
"""Of so many parts chance alone lets one seem to have changed."""


def parts(question: Question, rows: Rows) -> tuple[Part, ...]:
    """The figures of a split, the largest first; people and ranks in their own order."""
    if not question.split:
        return ()
    return tuple(
        sorted(
            (_part(question, key, part, len(rows)) for key, part in _groups(question, rows)),
            key=lambda part: _place(question, part),
        )
    )


def _groups(question: Question, rows: Rows) -> Iterator[tuple[tuple[str, ...], Rows]]:
    """The rows of each combination of values; a row with several values is in several of them."""
    split = question.split
    if not several(question, rows):
        for codes, part in figures.groups(rows, split):
            yield _key(question, codes), part
        return
    codes_of = [_codes(question, rows, dimension) for dimension in split]
    for key in product(*codes_of):
        which = np.ones(len(rows), np.bool_)
        for dimension, codes_by_value, value in zip(split, codes_of, key, strict=True):
            which &= np.isin(rows.cut[dimension], codes_by_value[value])
        if which.any():
            yield key, subset(rows, which)


def _codes(question: Question, rows: Rows, dimension: Dimension) -> Mapping[str, list[int]]:
    """The codes that have each value of a dimension, of those that there are."""
    codes: dict[str, list[int]] = defaultdict(list)
    for code in np.unique(rows.cut[dimension]).tolist():
        for value in values_of(question.snapshot.words[dimension][code]):
            codes[value].append(code)
    return codes


def several(question: Question, rows: Rows) -> bool:
    """Whether a row may be in several parts, since its ticket has several values."""
    return any(
        SEVERAL in question.snapshot.words[dimension][code]
        for dimension in question.split
        if dimension.of_attribute
        for code in np.unique(rows.cut[dimension]).tolist()
    )


def beside(question: Question, own: tuple[Part, ...]) -> tuple[Part, ...]:
    """Each part with what it is compared with, as if it had been asked for alone.

    Parts that are only on the other side stand at the end, so that both sides are whole.
    """
    if not own or (isinstance(question.metric, Mix) and len(question.split) > 1):
        return own
    return tuple(_with_step(question, part) for part in (*own, *_only_there(question, own)))


def notes(question: Question, parts_here: Sequence[Part]) -> tuple[str, ...]:
    """That one helpdesk makes one part; that among many some seem to have changed by chance."""
    if Dimension.SOURCE in question.split and len(question.directory.sources) == 1:
        return (ONE_SOURCE,)
    words = question.snapshot.words
    own = [d for d in question.split if d.of_attribute and any(SEVERAL in w for w in words[d])]
    if own and sum(part.figure.n for part in parts_here) > question.figure(question.window).n:
        return (OVERLAP.format(names=" or ".join(own)),)
    verdicts = sum(part.change is not None for part in parts_here)
    if verdicts < MANY:
        return ()
    return (
        f"Of {verdicts} parts about {verdicts // MANY} may seem to have changed by chance alone.",
    )


def _place(question: Question, part: Part) -> tuple[int, float, str]:
    order = ORDER.get(question.split[0], [])
    if question.split[0] is Dimension.AGENT:
        return 0, 0, part.label.casefold()
    place = order.index(part.key[0]) if part.key[0] in order else 99 if order else 0
    return place, -(part.figure.value or 0 if part.share is None else part.share), part.label


def _key(question: Question, codes: tuple[int, ...]) -> tuple[str, ...]:
    words = question.snapshot.words
    return tuple(words[d][code] for d, code in zip(question.split, codes, strict=True))


def _part(question: Question, key: tuple[str, ...], rows: Rows, total: int) -> Part:
    metric = question.metric
    if isinstance(metric, Mix):
        figure = figures.share_figure(len(rows), total, metric.minimum)
    elif isinstance(metric, Spread) and not question.query.split:
        figure = question.measure.rate(metric.of, rows)
    else:
        figure = question.measure.figure(rows, min(question.window.end, question.as_of))
    return _new_part(question, key, figure, total, len(rows))


def _new_part(question: Question, key: tuple[str, ...], figure: Figure, total: int, n: int) -> Part:
    label, plain = question.directory.label, isinstance(question.metric, Mix | Spread)
    return Part(
        key=key,
        label=" · ".join(label(d, word) for d, word in zip(question.split, key, strict=True)),
        figure=figure,
        # What came and what went are no parts of a whole.
        share=None if isinstance(question.metric, Growth) else figures.portion(n, total),
        # Its own target where it has one, else one that holds for it too.
        target=None if plain else _alone(question, key).target_of(figure),
    )


def _alone(question: Question, key: tuple[str, ...]) -> Question:
    """The question about one part alone."""
    query, metric = question.query, question.metric
    others = (f for f in query.where if f.dimension not in question.split)
    own = (Filter(d, (value,)) for d, value in zip(question.split, key, strict=True))
    split = query.split if isinstance(metric, Mix) else ()
    query = replace(query, where=tuple(sorted((*others, *own))), split=split)
    if isinstance(metric, Spread) and not question.query.split:
        metric = metric.of
    return replace(question, query=query, metric=metric)


def _only_there(question: Question, own: Iterable[Part]) -> Iterator[Part]:
    """The parts that are only on the side that is compared with, without any figure here."""
    side, against = other_side(question), question.query.against
    if side is None or (isinstance(against, Filter) and against.dimension in question.split):
        return
    there, window = side
    here, total = {part.key for part in own}, sum(part.figure.n for part in own)
    rows = figures.countable(there.rows_in(window))
    for key, _ in _groups(question, rows):
        if key not in here:
            figure = _alone(question, key).figure(question.window)
            yield _new_part(question, key, figure, total, 0)


def _with_step(question: Question, part: Part) -> Part:
    mark = yardstick(_alone(question, part.key), part.figure, part=True)
    step = mark.change
    if step and Dimension.AGENT in question.split:
        step = _without_verdict(step)
    return replace(part, previous=mark.previous, change=step)


def _without_verdict(step: Change) -> Change:
    """A step without a verdict: of single people none is told to be better or worse."""
    if step.movement is Movement.UNCLEAR:
        return step
    return replace(step, movement=Movement.HIGHER if step.difference > 0 else Movement.LOWER)
