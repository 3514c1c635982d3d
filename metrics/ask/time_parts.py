"""A figure cut by time: each whole day, week or month, or each hour or weekday of them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import product

import numpy as np

from metrics import periods
from metrics.ask import figures
from metrics.ask.figures import Rows
from metrics.ask.question import Question
from metrics.catalogue.metric import Age, Flow, Level
from metrics.periods import PeriodKind, Window
from metrics.periods.days import WEEKDAY_NAMES
from metrics.periods.time_cuts import HEAT, TimeCut, pieces
from metrics.periods.windows import DASH, WEEKDAYS, local_date
from metrics.question.result import Part, Point
from metrics.tickets.columns import Ints, Spans, subset

MOST_PIECES = 92
"""So many days of one answer can be looked at; of more the newest are shown."""
QUARTER_SECONDS = 900
"""All clocks of the world show the same hour for as long."""
HOURS = 24


def points(question: Question, trend: tuple[Point, ...]) -> tuple[Point, ...]:
    """The figures of the whole windows that a question is cut into, or else its trend."""
    windows = _windows(question)
    if not windows:
        return trend
    return tuple(
        Point(
            window=window,
            figure=question.figure(window),
            complete=question.complete(window) and question.ripe_at(window) is None,
            target=question.target_at(window),
        )
        for window in windows[-MOST_PIECES:]
        if question.known(window)
    )


def time_parts(question: Question, rows: Rows, windows: tuple[Point, ...]) -> tuple[Part, ...]:
    """The parts in the order of time; each hour and weekday, also one in which nothing was."""
    over = question.query.over
    if not over:
        return ()
    if over[0].kind:
        return tuple(_window_part(question, point) for point in windows)
    return tuple(_clock_parts(question, rows))


def notes(question: Question, rows: Rows) -> tuple[str, ...]:
    """What must be known of the parts: how often a weekday came, and what they leave out."""
    over, window = question.query.over, question.window
    if not over:
        return ()
    sentences = []
    if over[0] is TimeCut.WEEKDAY and (uneven := _uneven(question)):
        sentences.append(uneven)
    windows = _windows(question)
    if len(windows) > MOST_PIECES:
        sentences.append(f"Only the newest {MOST_PIECES} {over[0]}s are shown.")
    if windows and (windows[0].first < window.first or windows[-1].last > window.last):
        sentences.append(f"Each {over[0]} is a whole one, so the parts reach beyond the period.")
    if not over[0].kind and len(rows):
        moment = question.metric.population.split(".")[0]
        sentences.append(f"Times are those of {question.zone}. {moment}.")
    return tuple(sentences)


def _windows(question: Question) -> tuple[Window, ...]:
    over = question.query.over
    kind = over[0].kind if over else None
    if kind is None:
        return ()
    opens = question.directory.reckoning.week_opens
    begun = (
        w for w in pieces(question.window, kind, question.zone, opens) if w.start < question.now
    )
    return tuple(begun)


def _window_part(question: Question, point: Point) -> Part:
    window = point.window
    name = {
        PeriodKind.DAY: f"{WEEKDAYS[window.first.weekday()]} {window.short}",
        PeriodKind.WEEK: _brief(window.label, window.last.year),
    }.get(window.kind, window.label)
    running = not question.complete(window)
    still = "now" if isinstance(question.metric, Level | Age) else "so far"
    label = f"{name.split(' (')[0]} {still}" if running else name
    return Part(key=(window.first.isoformat(),), label=label, figure=point.figure)


def _brief(label: str, year: int) -> str:
    """A week without its year and without air around the dash, so that it fits into a table."""
    return label.replace(f" {year})", ")").replace(f" {DASH} ", DASH)


def _clock_parts(question: Question, rows: Rows) -> Iterator[Part]:
    over = question.query.over
    days, hours = _clocks(question, rows)
    total = len(rows)
    for place in product(*(range(HOURS if cut is TimeCut.HOUR else 7) for cut in over)):
        mask = np.ones(total, np.bool_)
        for cut, number in zip(over, place, strict=True):
            mask &= (hours if cut is TimeCut.HOUR else days) == number
        part = subset(rows, mask)
        yield Part(
            key=tuple(map(str, place)),
            label=" ".join(_name(over, cut, n) for cut, n in zip(over, place, strict=True)),
            figure=question.measure.figure(part),
            share=figures.portion(len(part), total),
        )


def _name(over: tuple[TimeCut, ...], cut: TimeCut, number: int) -> str:
    if cut is TimeCut.HOUR:
        return f"{number:02}:00"
    return WEEKDAYS[number] if over == HEAT else WEEKDAY_NAMES[number].capitalize()


def _clocks(question: Question, rows: Rows) -> tuple[Ints, Ints]:
    """The weekday and the hour that local clocks showed for each row."""
    assert not isinstance(question.metric, Level | Age)
    quarters, places = np.unique(_at(rows) // QUARTER_SECONDS, return_inverse=True)
    local = [datetime.fromtimestamp(q * QUARTER_SECONDS, question.zone) for q in quarters.tolist()]
    days = np.array([at.weekday() for at in local], np.int64)
    hours = np.array([at.hour for at in local], np.int64)
    return days[places], hours[places]


def _at(rows: Rows) -> Ints:
    """The instant that puts each row into a window."""
    return rows.since_at if isinstance(rows, Spans) else rows.at


def _uneven(question: Question) -> str:
    """How often each weekday came, where what adds up had some of them more often."""
    if not isinstance(question.metric, Flow):
        return ""
    now = periods.until_now(question.window, question.as_of)
    last = local_date(max(now.end - 1, now.start), question.zone)
    days = (last - now.first).days + 1
    counts = Counter((now.first + timedelta(days=n)).weekday() for n in range(days))
    most = max(counts.values())
    often = [WEEKDAYS[day] for day in range(7) if counts[day] == most]
    if len(often) == 7:
        return ""
    return f"{', '.join(often)} came {most} times in this period, the other days less often."
